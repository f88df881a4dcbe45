import { describe } from 'vitest'
import { cells, wholeCells } from './cell.ts'

describe('argo-rollouts', () => {
  const at = (version: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: iris }
spec:
  replicas: 4
  strategy:
    canary:
      steps:
        - setWeight: 20 # one in five
        - pause: {}
  selector: { matchLabels: { app: iris } }
  template:
    metadata: { labels: { app: iris } }
    spec:
      containers:
        - name: iris
          image: quay.io/acme/iris:${version} # the model
`
  const says = {
    canary:
      'The shares of a canary are the steps of the Rollout iris, which its controller takes by itself; a change of the steps in the middle would start them again.',
    promote:
      'How far its steps are is not in git, so going on cannot be written there: run "kubectl argo rollouts promote iris" or use "resume" in Argo CD.',
    shadow: 'A mirror of an Argo Rollout is a step of its own, setMirrorRoute (Istio only)',
  }
  cells({}, wholeCells(at, says))
})

describe('flagger', () => {
  const at = (version: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec:
  selector: { matchLabels: { app: iris } }
  template:
    spec:
      containers:
        - { name: iris, image: "quay.io/acme/iris:${version}" }
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: iris }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: iris }
  service: { port: 80 }
  analysis: { interval: 1m, threshold: 5, maxWeight: 50, stepWeight: 10 }
`
  const says = {
    canary: 'The shares of a canary of iris are set by Flagger, by the analysis of its Canary',
    promote: 'let the confirm-promotion webhook answer 200, or set spec.skipAnalysis to true in the Canary.',
    shadow: 'Mirroring is set by Flagger, by "mirror: true" and "mirrorWeight" in the analysis of the Canary.',
  }
  cells({}, wholeCells(at, says))
})

describe('deployment', () => {
  const at = (version: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: envoyproxy/envoy:v1.31
        - name: server
          image: quay.io:443/acme/iris:${version} # the model
`
  const says = {
    canary: 'The Deployment iris replaces all its pods with the new version, so no share of the traffic can be set.',
    shadow: 'A Deployment runs one version and sees no requests, so it cannot mirror any. Put a VirtualService',
  }
  cells({ model: 'iris' }, wholeCells(at, says))
})

describe('kustomize', () => {
  const at = (version: string) => `resources: [../base]
images:
  - { name: proxy, newTag: "1.31" }
  - name: quay.io/acme/iris
    newTag: ${version} # the model
`
  const says = {
    canary: 'A Kustomization puts one image into all pods, so no share of the traffic can be set in it.',
    shadow: 'A Kustomization puts one image into all pods and sees no requests, so it cannot mirror any.',
  }
  cells({ model: 'iris', file: 'overlays/test/kustomization.yaml' }, wholeCells(at, says))
})

describe('docker-compose', () => {
  const at = (version: string) => `services:
  proxy: { image: "nginx:1.27" }
  iris:
    image: quay.io/acme/model-server:${version} # the model
    ports: ["8080:8080"]
`
  const says = {
    canary: 'Docker Compose runs a service with one image, so no share of the traffic can be set.',
    shadow: 'Docker Compose runs a service with one image and mirrors no requests.',
  }
  cells({ model: 'iris', file: 'compose.yaml' }, wholeCells(at, says))
})
