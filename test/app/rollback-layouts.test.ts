import { describe, expect, test } from 'vitest'
import { service, values } from './files.ts'
import { AT, OLD, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld()

/** A manifest in which {@link OLD} has all the traffic: what it is, what serin.yml says of it, the text, its path. */
const LAYOUTS: readonly (readonly [what: string, keys: string, text: string, file?: string])[] = [
  ['Helm values', '', values(OLD)],
  ['a KServe service', '', service(OLD)],
  [
    'kserve-standard',
    'layout: kserve-standard',
    `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations:
    serving.kserve.io/deploymentMode: Standard
spec:
  predictor:
    model:
      modelFormat: { name: sklearn }
      storageUri: "oci://quay.io/acme/iris:${OLD}" # ours
`,
  ],
  [
    'a pair of LLMInferenceServices',
    '',
    `apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata: { name: a }
spec:
  model: { name: chat, uri: "hf://acme/chat:000000000000" }
  router: { route: { group: chat, weight: 0 } }
---
apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata: { name: b }
spec:
  model: { name: chat, uri: "hf://acme/chat:${OLD}" }
  router: { route: { group: chat, weight: 10 } }
`,
  ],
  [
    'an LLMInferenceService',
    '',
    `apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata: { name: b }
spec:
  model: { name: chat, uri: "hf://acme/chat:${OLD}" }
  router: { route: { group: chat, weight: 10 } }
`,
  ],
  [
    'an InferenceGraph',
    '',
    `apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: { name: iris }
spec:
  nodes:
    root:
      routerType: Splitter
      steps:
        - serviceName: iris-${OLD}
          weight: 100
`,
  ],
  [
    'a VirtualService with one host',
    '',
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris]
  http:
    - route:
        - destination: { host: iris-${OLD} }
`,
  ],
  [
    'a VirtualService with the subsets stable and canary',
    '',
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris]
  http:
    - route:
        - destination: { host: iris, subset: stable }
          weight: 100
        - destination: { host: iris, subset: canary }
          weight: 0
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris
  subsets:
    - { name: stable, labels: { version: ${OLD} } }
    - { name: canary, labels: { version: "000000000000" } }
`,
  ],
  [
    'an HTTPRoute',
    '',
    `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: iris }
spec:
  parentRefs: [{ name: gw }]
  rules:
    - backendRefs:
        - name: iris-${OLD}
          port: 8080
`,
  ],
  [
    'a Rollout',
    '',
    `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: iris }
spec:
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
  template:
    spec:
      containers:
        - name: iris
          image: quay.io/acme/iris:${OLD}
`,
  ],
  [
    'a target of Flagger',
    '',
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec:
  template:
    spec:
      containers:
        - { name: iris, image: "quay.io/acme/iris:${OLD}" }
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: iris }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: iris }
`,
  ],
  [
    'a Kustomization',
    '',
    `images:
  - name: quay.io/acme/iris
    newTag: ${OLD} # x
`,
    'o/kustomization.yaml',
  ],
  [
    'docker-compose',
    '',
    `services:
  iris:
    image: quay.io/acme/iris:${OLD} # x
`,
    'o/compose.yaml',
  ],
  [
    'any YAML with a percentage',
    'layout: yaml, keys: { version: a.b, traffic: a.c }',
    `a:
  b: ${OLD}
  c: 100 # x
`,
  ],
  [
    'any YAML without one',
    'layout: yaml, keys: { version: a.b }',
    `a:
  b: ${OLD}
`,
  ],
]

const serin = (file: string, keys: string) => `models:
  iris:
    source: acme/iris
    environments:
      test: { file: ${file}, allow: { role: write }${keys && `, ${keys}`} }
`

const CASES = LAYOUTS.map(([what, keys, text, file = 'iris.yaml']) => [what, { keys, text, file }] as const)

describe.each(CASES)('in %s', (_, { keys, text, file }) => {
  const manifest = () => world.gitops.readFile(file, 'main')

  async function promoted(branch: string): Promise<Pull> {
    const pull = await world.openPull({ branch })
    const { text: reply } = await world.comment('write', pull.number, '/promote')
    expect(reply).toContain(`\`${pull.version}\` takes all the traffic.`)
    return pull
  }

  async function expectBack(pull: Pull): Promise<void> {
    const { text: reply } = await world.comment('write', pull.number, '/rollback')
    expect(reply).toContain(`rolled back; \`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
  }

  test('/rollback goes back once, though the pull request is closed and its check is red', async () => {
    await world.fresh({ gitops: { 'serin.yml': serin(file, keys), [file]: text } })
    const pull = await promoted('random-forest')
    await world.judged(pull.head, { conclusion: 'failure' })
    await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
    await expectBack(pull)
    const back = manifest()
    const { text: again } = await world.comment('write', pull.number, '/rollback')
    expect(again).toBe(`**Nothing to do.** \`${pull.version}\` is already rolled back.`)
    expect(manifest()).toBe(back)
  })

  test('/rollback passes over a version that was rolled back', async () => {
    await world.fresh({ gitops: { 'serin.yml': serin(file, keys), [file]: text } })
    await expectBack(await promoted('first'))
    await expectBack(await promoted('second'))
  })
})
