import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { changes } from './route-changes.ts'

const graph = (...steps: (readonly [string, number])[]) => `# iris, split
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata:
  name: iris
spec:
  nodes:
    root:
      routerType: Splitter # weights sum to 100
      steps:
${steps.map(([service, weight]) => `        - serviceName: ${service}\n          weight: ${weight} # %\n`).join('')}`
const service = (name: string, version: string) => `---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: ${name}
spec:
  predictor:
    model:
      modelFormat: { name: sklearn }
      storageUri: oci://quay.io/acme/iris:${version} # ModelCar
`
const at = (old: number, newest: number) =>
  graph(['iris-a', old], ['iris-b', newest]) + service('iris-a', 'v1') + service('iris-b', 'v2')
const SPLIT = at(80, 20)
const DONE = at(0, 100)
const BACK = at(100, 0)
const BARE = graph(['iris-v1', 80], ['iris-v2', 20])

describe('an InferenceGraph', () => {
  it('is recognised, with its InferenceServices or without', () => {
    for (const text of [SPLIT, BARE]) {
      expect(readManifest({ environment: environment(), text })).toMatchObject({
        layout: 'inference-graph',
        running: { version: 'v2', rollout: canary(20) },
      })
    }
  })

  it('that splits nothing leaves its InferenceService to release', () => {
    const text = graph(['iris', 100]).replace('Splitter', 'Sequence') + service('iris', 'v1')
    expect(readManifest({ environment: environment(), text }).layout).toBe('kserve')
  })

  it.each([
    ['/canary 50', SPLIT, 'v2', canary(50), ['weight: 80 # % → weight: 50 # %', 'weight: 20 # % → weight: 50 # %']],
    ['/promote', SPLIT, 'v2', STABLE, ['weight: 80 # % → weight: 0 # %', 'weight: 20 # % → weight: 100 # %']],
    [
      '/rollback during a canary',
      SPLIT,
      'v2',
      PINNED,
      ['weight: 80 # % → weight: 100 # %', 'weight: 20 # % → weight: 0 # %'],
    ],
    [
      '/rollback after a promotion',
      DONE,
      'v2',
      PINNED,
      ['weight: 0 # % → weight: 100 # %', 'weight: 100 # % → weight: 0 # %'],
    ],
    [
      '/canary 5 after a rollback',
      BACK,
      'v2',
      canary(5),
      ['weight: 100 # % → weight: 95 # %', 'weight: 0 # % → weight: 5 # %'],
    ],
    [
      '/canary 20 of a new version beside the one that serves',
      BACK,
      'v3',
      canary(20),
      [
        'weight: 100 # % → weight: 80 # %',
        'weight: 0 # % → weight: 20 # %',
        'storageUri: oci://quay.io/acme/iris:v2 # ModelCar → storageUri: oci://quay.io/acme/iris:v3 # ModelCar',
      ],
    ],
    [
      '/canary 20 after a promotion, in the service that has no traffic',
      DONE,
      'v3',
      canary(20),
      [
        '- serviceName: iris-a → - serviceName: iris-b',
        'weight: 0 # % → weight: 80 # %',
        '- serviceName: iris-b → - serviceName: iris-a',
        'weight: 100 # % → weight: 20 # %',
        'storageUri: oci://quay.io/acme/iris:v1 # ModelCar → storageUri: oci://quay.io/acme/iris:v3 # ModelCar',
      ],
    ],
    [
      '/promote of a version that was no canary',
      BACK,
      'v3',
      STABLE,
      [
        'weight: 100 # % → weight: 0 # %',
        'weight: 0 # % → weight: 100 # %',
        'storageUri: oci://quay.io/acme/iris:v2 # ModelCar → storageUri: oci://quay.io/acme/iris:v3 # ModelCar',
      ],
    ],
    [
      '/canary 20 where the version is in the name',
      graph(['iris-v1', 0], ['iris-v2', 100]),
      'v3',
      canary(20),
      [
        '- serviceName: iris-v1 → - serviceName: iris-v2',
        'weight: 0 # % → weight: 80 # %',
        '- serviceName: iris-v2 → - serviceName: iris-v3',
        'weight: 100 # % → weight: 20 # %',
      ],
    ],
  ])('%s', (_, before, version, rollout, expected) => {
    const after = write(before, version, rollout)
    expect(changes(before, after)).toEqual(expected)
    expect(read(after)).toEqual({ version, rollout })
  })

  it('a release to the only step', () => {
    const before = graph(['iris-a', 100]) + service('iris-a', 'v1')
    expect(write(before, 'v2', STABLE)).toBe(before.replace(':v1', ':v2'))
  })

  it('a canary beside the only step, whose service is in the file, is told what to add', () => {
    const text = graph(['iris-a', 100]) + service('iris-a', 'v1')
    const { message } = complaintOf(() => write(text, 'v2', canary(20)))
    expect(message).toContain('Copy the InferenceService iris-a below a line `---`')
    expect(message).toContain('`- { serviceName: iris-a-canary, weight: 0 }`')
  })

  it('what it is told to add is all that a canary needs', () => {
    const text = `${graph(['iris-a', 100])}        - { serviceName: iris-a-canary, weight: 0 }\n${service('iris-a', 'v1')}${service('iris-a-canary', 'v1')}`
    const after = write(text, 'v2', canary(20))
    expect(read(after)).toEqual({ version: 'v2', rollout: canary(20) })
  })

  it('by the address in serin.yml', () => {
    const text = SPLIT.replaceAll('oci://quay.io/acme/iris:', 's3://m/iris-')
    expect(read(text, { storageUri: 's3://m/iris-{version}' })).toEqual({ version: 'v2', rollout: canary(20) })
  })

  it('the node that serin.yml names', () => {
    const text = `${BARE}    other:\n      routerType: Splitter\n      steps:\n        - { serviceName: rose-v7, weight: 50 }\n        - { serviceName: rose-v8, weight: 50 }\n`
    const keys = { traffic: ['spec', 'nodes', 'other'] }
    expect(write(text, 'v8', STABLE, { keys })).toBe(
      text.replace('v7, weight: 50', 'v7, weight: 0').replace('v8, weight: 50', 'v8, weight: 100'),
    )
    expect(complaintOf(() => read(text)).message).toMatch(
      /different destinations.*keys: \{ traffic: spec\.nodes\.root\.steps \}/,
    )
  })
})

describe('an InferenceGraph refuses', () => {
  it.each([
    [
      'a weight in quotes',
      graph(['iris-v1', 100]).replace('weight: 100', 'weight: "100"'),
      'v2',
      STABLE,
      /without quotes/,
    ],
    ['a canary of what has all traffic', graph(['iris-v1', 100]), 'v1', canary(20), /v1 already has all traffic/],
    ['a canary beside itself', BACK, 'v1', canary(20), /v1 already has all traffic/],
    [
      'weights that KServe refuses',
      graph(['iris-v1', 80], ['iris-v2', 10]),
      'v2',
      STABLE,
      /sum to 90; KServe accepts only 100/,
    ],
    ['three steps', graph(['iris-v1', 80], ['iris-v2', 10], ['iris-v3', 10]), 'v2', STABLE, /between 3 destinations/],
    [
      'services without a version',
      graph(['iris-stable', 80], ['iris-canary', 20]),
      'v2',
      STABLE,
      /Nothing says which version iris-stable serves.*Put the InferenceServices/,
    ],
    [
      'one service in the file, one elsewhere',
      graph(['iris-v1', 100], ['iris-b', 0]) + service('iris-b', 'v2'),
      'v3',
      canary(20),
      /Only one of the InferenceServices/,
    ],
    ['a graph that only follows a sequence', BARE.replace('Splitter', 'Sequence'), 'v2', STABLE, /no Splitter/],
    [
      'a step by address',
      BARE.replace('serviceName: iris-v1', 'serviceUrl: http://iris'),
      'v2',
      STABLE,
      /names no InferenceService/,
    ],
    ['a version that no service can be called', BARE, 'V_3', canary(20), /cannot be the end of the name/],
    ['a version that no address can have', SPLIT, 'a/b', canary(20), /cannot be part of an address/],
  ])('%s', (_, text, version, rollout, message) => {
    expect(complaintOf(() => write(text, version, rollout)).message).toMatch(message)
  })
})
