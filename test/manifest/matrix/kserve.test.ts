import { describe } from 'vitest'
import { type Cell, cells, NO_SECOND_CANARY, refused, unchanged, wholeCells } from './cell.ts'

const NO_MIRROR = refused(
  'KServe has nothing that mirrors requests (kserve#2240 is open). Deploy the version as a second',
)

const service = (address: string, percent?: number, mode = 'Knative') => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations: { serving.kserve.io/deploymentMode: ${mode} }
spec:
  predictor:
    model:
      modelFormat: { name: sklearn }
      storageUri: ${address} # the model
${percent === undefined ? '' : `    canaryTrafficPercent: ${percent}\n`}`

/** Addresses of a model of version v1, with another version in its place. */
const ADDRESSES: Readonly<Record<string, (version: string) => string>> = {
  'a bucket': (version) => `s3://models/iris/${version}`,
  'a ModelCar (oci://)': (version) => `oci://quay.io:443/acme/iris:${version}`,
  'an image volume (oci+native://)': (version) => `oci+native://quay.io/acme/iris:${version}`,
  'a fetched image (oci+fetch://)': (version) => `oci+fetch://quay.io/acme/iris:${version}`,
}

describe.each(Object.entries(ADDRESSES))('kserve, from %s', (_, addressOf) => {
  const at = (version: string, percent?: number) => service(addressOf(version), percent)
  cells(
    {},
    {
      '/canary': [at('v1'), '/canary 20', at('v2', 20)],
      '/canary, more': [at('v2', 20), '/canary 50', at('v2', 50)],
      '/canary, the same': [at('v2', 20), '/canary 20', unchanged('v2 already gets 20 % of the traffic.')],
      '/canary of what is stable': [at('v2'), '/canary 20', NO_SECOND_CANARY],
      '/promote': [at('v2', 20), '/promote', at('v2')],
      '/rollback during': [at('v2', 20), '/rollback', at('v2', 0)],
      '/rollback after': [at('v2'), '/rollback', at('v2', 0)],
      '/canary after a rollback': [at('v2', 0), '/canary 5', at('v2', 5)],
      '/promote after a rollback': [at('v2', 0), '/promote', at('v2')],
      'the next release resets the 0 of a rollback': [at('v2', 0), '/promote of v3', at('v3')],
      '/shadow': [at('v1'), '/shadow 10', NO_MIRROR],
      '/shadow off': [at('v1'), '/shadow off', unchanged('No requests are mirrored here.')],
      'shadow → canary': [at('v1'), '/canary 20', at('v2', 20)],
    },
  )
})

describe.each(['Standard', 'RawDeployment', 'ModelMesh'])('kserve in %s mode, without spec.canary', (mode) => {
  const says = {
    canary: `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file gets all traffic.`,
    shadow: NO_MIRROR.says,
  }
  cells(
    {},
    wholeCells((version) => service(`s3://models/iris/${version}`, undefined, mode), says),
  )
})

interface Canary {
  readonly name: string
  readonly version: string
  readonly percent: number
}

const standard = (version: string, canary?: Canary, name?: string) => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations:
    serving.kserve.io/deploymentMode: Standard
spec:
  predictor:
    minReplicas: 4 # for the peak
    model:
      modelFormat:
        name: sklearn
      storageUri: oci://quay.io/acme/iris:${version} # the model
${name === undefined ? '' : `    name: ${name}\n`}${canary === undefined ? '' : entry(canary)}`

const entry = ({ name, version, percent }: Canary) => `  canary:
    - trafficPercent: ${percent}
      predictor:
        name: ${name}
        model:
          name: kserve-container
          modelFormat:
            name: sklearn
          storageUri: oci://quay.io/acme/iris:${version}
`

describe('kserve-standard', () => {
  const v2 = (percent: number) => ({ name: 'green', version: 'v2', percent })
  cells(
    { layout: 'kserve-standard' },
    {
      '/canary': [standard('v1'), '/canary 20', standard('v1', v2(20))],
      '/canary, more': [standard('v1', v2(20)), '/canary 50', standard('v1', v2(50))],
      '/canary of what is stable': [standard('v2', undefined, 'green'), '/canary 20', NO_SECOND_CANARY],
      '/promote takes the pods of the canary over': [
        standard('v1', v2(20)),
        '/promote',
        standard('v2', undefined, 'green'),
      ],
      '/rollback during': [standard('v1', v2(20)), '/rollback', standard('v1', v2(0))],
      '/rollback after puts the old model back': [
        standard('v2', undefined, 'green'),
        '/rollback',
        standard('v1', { name: 'blue', version: 'v2', percent: 0 }, 'green'),
      ],
      '/rollback after a first release': [standard('v2'), '/rollback', standard('v1', v2(0))],
      '/rollback without an earlier version': [
        standard('v9'),
        '/rollback',
        refused('No version is known that ran here before v9'),
      ],
      '/canary after a rollback': [standard('v1', v2(0)), '/canary 5', standard('v1', v2(5))],
      '/promote after a rollback': [standard('v1', v2(0)), '/promote', standard('v2', undefined, 'green')],
      '/promote after the rollback of a promotion': [
        standard('v1', { name: 'blue', version: 'v2', percent: 0 }, 'green'),
        '/promote',
        standard('v2', undefined, 'blue'),
      ],
      'the next canary takes the place of what was rolled back': [
        standard('v1', v2(0)),
        '/canary 20 of v3',
        standard('v1', { name: 'green', version: 'v3', percent: 20 }),
      ],
      'the next release drops what was rolled back': [standard('v1', v2(0)), '/promote of v3', standard('v3')],
      '/shadow': [standard('v1'), '/shadow 10', NO_MIRROR],
      '/shadow off': [standard('v1'), '/shadow off', unchanged('No requests are mirrored here.')],
      'shadow → canary': [standard('v1'), '/canary 20', standard('v1', v2(20))],
    },
  )
})

const llm = (name: string, version: string, weight: number) => `apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata:
  name: ${name}
spec:
  model: { name: chat, uri: "hf://acme/chat:${version}" }
  router: { route: { group: chat, weight: ${weight} } } # of ten
`

describe('llm-inference-service', () => {
  const NO_LLM_MIRROR = refused('An LLMInferenceService has a weight but nothing that mirrors requests, and Serin')
  const at = (old: readonly [string, number], newest: readonly [string, number], names = ['a', 'b']) =>
    `${llm(names[0] ?? '', ...old)}---\n${llm(names[1] ?? '', ...newest)}`
  const swapped = ['b', 'a']
  const table: Readonly<Record<string, Cell>> = {
    '/canary': [at(['v0', 0], ['v1', 10]), '/canary 20', at(['v1', 8], ['v2', 2], swapped)],
    '/canary, more': [at(['v1', 8], ['v2', 2]), '/canary 50', at(['v1', 5], ['v2', 5])],
    '/canary of what is stable': [at(['v1', 0], ['v2', 10]), '/canary 20', NO_SECOND_CANARY],
    '/promote': [at(['v1', 8], ['v2', 2]), '/promote', at(['v1', 0], ['v2', 10])],
    '/rollback during': [at(['v1', 8], ['v2', 2]), '/rollback', at(['v1', 10], ['v2', 0])],
    '/rollback after': [at(['v1', 0], ['v2', 10]), '/rollback', at(['v1', 10], ['v2', 0])],
    '/canary after a rollback': [at(['v1', 10], ['v2', 0]), '/canary 10', at(['v1', 9], ['v2', 1])],
    'the next canary after a rollback': [at(['v1', 10], ['v2', 0]), '/canary 10 of v3', at(['v1', 9], ['v3', 1])],
    'a share that ten cannot say': [
      at(['v1', 8], ['v2', 2]),
      '/canary 25',
      refused('The weights here sum to 10, which can say only multiples of 10 %.'),
    ],
    '/shadow': [at(['v0', 0], ['v1', 10]), '/shadow 10', NO_LLM_MIRROR],
    'shadow → canary': [at(['v0', 0], ['v1', 10]), '/canary 20', at(['v1', 8], ['v2', 2], swapped)],
  }
  cells({}, table)
})

describe('llm-inference-service, one alone', () => {
  const says = {
    canary:
      'chat is alone, so it has all the traffic. Copy its document below a line `---`, there with `metadata: { name: chat-canary }` and `spec: { router: { route: { group: chat, weight: 0 } } }`; write `spec: { router: { route: { group: chat, weight: 100 } } }` here, and `spec: { model: { name: chat } }` in both.',
    shadow: 'An LLMInferenceService has a weight but nothing that mirrors requests, and Serin',
  }
  cells(
    {},
    wholeCells((version) => llm('chat', version, 1), says),
  )
})

describe('inference-graph', () => {
  const NO_GRAPH_MIRROR = refused('An InferenceGraph has no router that mirrors requests (kserve#2240 is open).')
  const step = (version: string, weight: number) =>
    `        - serviceName: iris-${version}\n          weight: ${weight} # of 100\n`
  const graph = (...steps: string[]) => `apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: { name: iris }
spec:
  nodes:
    root:
      routerType: Splitter
      steps:
${steps.join('')}`
  const at = (old: readonly [string, number], newest: readonly [string, number]) => graph(step(...old), step(...newest))
  cells(
    {},
    {
      '/canary': [at(['v0', 0], ['v1', 100]), '/canary 20', at(['v1', 80], ['v2', 20])],
      '/canary, more': [at(['v1', 80], ['v2', 20]), '/canary 50', at(['v1', 50], ['v2', 50])],
      '/canary of what is stable': [at(['v1', 0], ['v2', 100]), '/canary 20', NO_SECOND_CANARY],
      '/promote': [at(['v1', 80], ['v2', 20]), '/promote', at(['v1', 0], ['v2', 100])],
      '/rollback during': [at(['v1', 80], ['v2', 20]), '/rollback', at(['v1', 100], ['v2', 0])],
      '/rollback after': [at(['v1', 0], ['v2', 100]), '/rollback', at(['v1', 100], ['v2', 0])],
      'the next release after a rollback': [at(['v1', 100], ['v2', 0]), '/promote of v3', at(['v1', 0], ['v3', 100])],
      '/canary with one step': [
        graph(step('v1', 100)),
        '/canary 20',
        graph(
          '        - serviceName: iris-v1\n          weight: 80 # of 100\n',
          '        - serviceName: iris-v2\n          weight: 20\n',
        ),
      ],
      '/rollback with one step': [graph(step('v2', 100)), '/rollback', graph(step('v1', 100))],
      'weights that KServe refuses': [
        at(['v1', 8], ['v2', 2]),
        '/canary 50',
        refused('The weights of the Splitter sum to 10; KServe accepts only 100.'),
      ],
      '/shadow': [at(['v0', 0], ['v1', 100]), '/shadow 10', NO_GRAPH_MIRROR],
      'shadow → canary': [at(['v0', 0], ['v1', 100]), '/canary 20', at(['v1', 80], ['v2', 20])],
    },
  )
})
