import { describe, expect, it } from 'vitest'
import type { Rollout } from '../../src/manifest/manifest.ts'
import { readYaml } from '../../src/yaml/read.ts'
import { canary, PINNED, read, STABLE, write } from './environments.ts'
import { misfitsOf } from './resource-schemas.ts'

const ISTIO = 'networking.istio.io/v1'
const SERVING = 'serving.kserve.io'

const virtual = `apiVersion: ${ISTIO}
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris]
  http:
    - route:
        - { destination: { host: iris, subset: v1 }, weight: 90 }
        - { destination: { host: iris, subset: v2 }, weight: 10 }
---
apiVersion: ${ISTIO}
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`
const labels = virtual.replace(/(subset|name): v1/g, '$1: stable').replace(/(subset|name): v2/g, '$1: canary')
const graph = `apiVersion: ${SERVING}/v1alpha1
kind: InferenceGraph
metadata: { name: iris }
spec:
  nodes:
    root:
      routerType: Splitter
      steps:
        - serviceName: iris-v1
          weight: 90
        - serviceName: iris-v2
          weight: 10
`
const llm = (name: string, version: string, weight: number) => `apiVersion: ${SERVING}/v1alpha2
kind: LLMInferenceService
metadata:
  name: ${name}
spec:
  model: { name: chat, uri: "hf://acme/chat:${version}" }
  router: { route: { group: chat, weight: ${weight} } }
`
const standard = `apiVersion: ${SERVING}/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations: { ${SERVING}/deploymentMode: Standard }
spec:
  canary:
    - trafficPercent: 10
      predictor:
        name: v2
        model: { name: kserve-container, modelFormat: { name: sklearn }, storageUri: "s3://m/v2" }
  predictor:
    minReplicas: 1
    model: { modelFormat: { name: sklearn }, storageUri: "s3://m/v1" }
`
const http = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: iris }
spec:
  rules:
    - backendRefs:
        - { name: iris-v1, port: 80, weight: 90 }
        - { name: iris-v2, port: 80, weight: 10 }
`
const manifests = { virtual, labels, graph, llm: `${llm('a', 'v1', 90)}---\n${llm('b', 'v2', 10)}`, standard, http }

/** One after the other. */
const story: readonly (readonly [string, Rollout])[] = [
  ['v2', canary(50)],
  ['v2', PINNED],
  ['v2', canary(1)],
  ['v2', STABLE],
  ['4562170', canary(20)],
  ['4562170', PINNED],
  ['1234e56', canary(99)],
  ['1234e56', STABLE],
  ['0123456', STABLE],
  ['4562a17c17', canary(5)],
]

/** Weights of two destinations, wherever they stand. */
function sumOfWeights(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (key === 'weight' ? Number(part) : sumOfWeights(part)),
    0,
  )
}

describe('a story of releases', () => {
  it.each(Object.entries(manifests))('stays valid, with the same sum of weights: %s', (_, first) => {
    let manifest = first
    for (const [version, rollout] of story) {
      manifest = write(manifest, version, rollout)
      expect(read(manifest)).toEqual({ version, rollout })
      const documents = readYaml(manifest, { file: 'x.yaml' }).documents.map(({ value }) => value)
      expect(misfitsOf(manifest)).toEqual([])
      if (!first.includes('trafficPercent')) expect(sumOfWeights(documents)).toBe(100)
    }
  })
})
