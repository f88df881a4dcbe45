import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { changes } from './route-changes.ts'

const to = (subset: string, weight?: number) =>
  `        - destination:\n            host: iris # in this namespace\n            subset: ${subset}\n${weight === undefined ? '' : `          weight: ${weight}\n`}`
const http = (...destinations: string[]) => `    - route:\n${destinations.join('')}`
const testers = (subset: string) =>
  `    - match:\n        - headers: { x-tester: { exact: "yes" } } # ours\n      route:\n${to(subset)}`
const virtual = (...routes: string[]) => `# who serves iris
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: iris
spec:
  hosts: [iris]
  http:
${routes.join('')}`
const subset = (name: string, version: string) =>
  `    - name: ${name}\n      labels: { app: iris, version: ${version} } # pods\n`
const rules = (...subsets: string[]) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris.prod.svc.cluster.local
  trafficPolicy:
    connectionPool: { http: { http1MaxPendingRequests: 10 } }
  subsets:
${subsets.join('')}`

const at = (stable: number, newest: number, versions: readonly [string, string] = ['v1', 'v2']) =>
  virtual(http(to('stable', stable), to('canary', newest))) +
  rules(subset('stable', versions[0]), subset('canary', versions[1]))
const SPLIT = at(80, 20)
const DONE = at(0, 100)
const BACK = at(100, 0)
const named = (first: [string, number], second: [string, number]) => virtual(http(to(...first), to(...second)))
const V1_V2 = rules(subset('v1', 'v1'), subset('v2', 'v2'))

describe('a VirtualService with the subsets stable and canary', () => {
  it.each(['v1', 'v1beta1', 'v1alpha3'])('is recognised as %s', (api) => {
    const text = SPLIT.replaceAll('istio.io/v1', `istio.io/${api}`)
    expect(readManifest({ environment: environment(), text })).toMatchObject({
      layout: 'virtual-service',
      running: { version: 'v2', rollout: canary(20) },
    })
  })

  it.each([
    ['promoted', DONE, { version: 'v2', rollout: STABLE }],
    ['rolled back', BACK, { version: 'v2', rollout: PINNED }],
    ['of one version', at(100, 0, ['v1', 'v1']), { version: 'v1', rollout: STABLE }],
    ['whose weights do not sum to 100', at(3, 1), { version: 'v2', rollout: canary(25) }],
    [
      'with the canary first',
      virtual(http(to('canary', 10), to('stable', 90))) + rules(subset('stable', 'v1'), subset('canary', 'v2')),
      { version: 'v2', rollout: canary(10) },
    ],
    [
      'with a missing weight, which is 0',
      virtual(http(to('stable', 1), to('canary'))) + rules(subset('stable', 'v1'), subset('canary', 'v2')),
      { version: 'v2', rollout: PINNED },
    ],
  ])('%s', (_, text, running) => {
    expect(read(text)).toEqual(running)
  })

  it.each([
    ['/canary 50', SPLIT, 'v2', canary(50), ['weight: 80 → weight: 50', 'weight: 20 → weight: 50']],
    ['/promote', SPLIT, 'v2', STABLE, ['weight: 80 → weight: 0', 'weight: 20 → weight: 100']],
    ['/rollback during a canary', SPLIT, 'v2', PINNED, ['weight: 80 → weight: 100', 'weight: 20 → weight: 0']],
    ['/rollback after a promotion', DONE, 'v2', PINNED, ['weight: 0 → weight: 100', 'weight: 100 → weight: 0']],
    ['/canary 5 after a rollback', BACK, 'v2', canary(5), ['weight: 100 → weight: 95', 'weight: 0 → weight: 5']],
    [
      '/canary 30 of the next version',
      DONE,
      'v3',
      canary(30),
      [
        'weight: 0 → weight: 70',
        'weight: 100 → weight: 30',
        'labels: { app: iris, version: v1 } # pods → labels: { app: iris, version: v2 } # pods',
        'labels: { app: iris, version: v2 } # pods → labels: { app: iris, version: v3 } # pods',
      ],
    ],
    [
      '/canary 30 beside the only version',
      at(100, 0, ['v1', 'v1']),
      '4562170',
      canary(30),
      [
        'weight: 100 → weight: 70',
        'weight: 0 → weight: 30',
        'labels: { app: iris, version: v1 } # pods → labels: { app: iris, version: "4562170" } # pods',
      ],
    ],
    [
      '/canary 20 of a newer version in a canary',
      SPLIT,
      'v3',
      canary(20),
      ['labels: { app: iris, version: v2 } # pods → labels: { app: iris, version: v3 } # pods'],
    ],
    [
      '/promote of a version that was no canary',
      BACK,
      'v3',
      STABLE,
      [
        'weight: 100 → weight: 0',
        'weight: 0 → weight: 100',
        'labels: { app: iris, version: v2 } # pods → labels: { app: iris, version: v3 } # pods',
      ],
    ],
  ])('%s', (_, before, version, rollout, expected) => {
    const after = write(before, version, rollout)
    expect(changes(before, after)).toEqual(expected)
    expect(read(after)).toEqual({ version, rollout })
  })

  it('a header rule for testers stays on its subset', () => {
    const before =
      virtual(testers('canary'), http(to('stable', 80), to('canary', 20))) +
      rules(subset('stable', 'v1'), subset('canary', 'v2'))
    expect(write(before, 'v2', canary(50))).toBe(
      before.replace('weight: 80', 'weight: 50').replace('weight: 20', 'weight: 50'),
    )
  })

  it('several routes move together, each with its own sum', () => {
    const both = (a: number, b: number) =>
      virtual(http(to('stable', a * 10), to('canary', b * 10)), http(to('stable', a), to('canary', b))) +
      rules(subset('stable', 'v1'), subset('canary', 'v2'))
    expect(write(both(80, 20), 'v2', canary(50))).toBe(both(50, 50))
  })

  it('mirrors of other services and everything else stay', () => {
    const mirror = '      mirror: { host: audit }\n      mirrorPercentage: { value: 5 }\n'
    const before = SPLIT.replace('---\n', `${mirror}---\n`)
    expect(write(before, 'v2', STABLE)).toBe(DONE.replace('---\n', `${mirror}---\n`))
  })
})

describe('a VirtualService with subsets called by their version', () => {
  const before = named(['v1', 0], ['v2', 100]) + V1_V2

  it('a new version gets a subset of its own, like that of the newest', () => {
    const after = write(before, 'v3', canary(20))
    expect(read(after)).toEqual({ version: 'v3', rollout: canary(20) })
    expect(after.startsWith(named(['v2', 80], ['v3', 20]))).toBe(true)
    expect(after).toContain(V1_V2.trimEnd())
    expect(after.slice(after.indexOf(V1_V2.trimEnd()) + V1_V2.trimEnd().length)).toMatch(
      /^\n {4}- name: v3\n {6}labels:\n {8}app: iris\n {8}version: v3\n$/,
    )
  })

  it('a version that has its subset already only needs the route', () => {
    const text = named(['v1', 100], ['v2', 0]) + rules(subset('v1', 'v1'), subset('v2', 'v2'), subset('v3', 'v3'))
    expect(changes(text, write(text, 'v3', canary(20)))).toEqual([
      'weight: 100 → weight: 80',
      'subset: v2 → subset: v3',
      'weight: 0 → weight: 20',
    ])
  })

  it('weights alone need no DestinationRule', () => {
    expect(write(named(['v1', 80], ['v2', 20]), 'v2', STABLE)).toBe(named(['v1', 0], ['v2', 100]))
  })

  it('names around the version stay', () => {
    const text = named(['iris-v1', 80], ['iris-v2', 20]) + rules(subset('iris-v1', 'v1'), subset('iris-v2', 'v2'))
    expect(write(text, 'v3', canary(20))).toMatch(/subset: iris-v3\n[\s\S]*- name: iris-v3\n/)
  })
})

describe('a VirtualService with subsets called otherwise', () => {
  it('a letter of the version in a name is not the version', () => {
    const text = at(100, 0, ['b', 'a'])
    expect(write(text, 'c', canary(10))).toBe(at(90, 10, ['b', 'c']))
  })
})

describe('a VirtualService with a Service for each version', () => {
  const hosts = (old: [string, number], newest: [string, number]) =>
    virtual(
      http(
        ...[old, newest].map(
          ([version, weight]) =>
            `        - destination: { host: iris-${version}.prod.svc.cluster.local }\n          weight: ${weight}\n`,
        ),
      ),
    )

  it('a new version is a new host', () => {
    expect(write(hosts(['v1', 0], ['v2', 100]), 'v3', canary(20))).toBe(hosts(['v2', 80], ['v3', 20]))
  })

  it('a workload in the same file does not hide it', () => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: iris-v1 }\n---\n${hosts(['v1', 80], ['v2', 20])}`
    expect(read(text)).toEqual({ version: 'v2', rollout: canary(20) })
  })
})

describe('a VirtualService refuses', () => {
  const one = virtual(http(to('stable'))) + rules(subset('stable', 'v1'))
  const owned = (mark: string) => SPLIT.replace('  name: iris\n', `  name: iris\n${mark}`)
  const explicit = { layout: 'virtual-service', resource: 'iris' } as const

  it.each([
    ['a canary of what has all traffic', one, 'v1', canary(20), /v1 already has all traffic/],
    ['a canary beside itself', BACK, 'v1', canary(20), /v1 already has all traffic/],
    [
      'a rollback to nothing',
      at(100, 0, ['v1', 'v1']),
      'v1',
      PINNED,
      /Both destinations are v1.*\/promote on its pull request/,
    ],
    [
      'three destinations',
      virtual(http(to('v1', 30), to('v2', 30), to('v3', 40))),
      'v3',
      STABLE,
      /between 3 destinations/,
    ],
    [
      'subsets of an unseen DestinationRule',
      named(['stable', 80], ['canary', 20]),
      'v2',
      STABLE,
      /which version the subset is.*Put the DestinationRule of iris/,
    ],
    [
      'a new subset in an unseen DestinationRule',
      named(['v1', 80], ['v2', 20]),
      'v3',
      canary(20),
      /defines the subset v3/,
    ],
    [
      'a name that no subset can have',
      named(['v1', 80], ['v2', 20]) + V1_V2,
      '1.2.0',
      canary(20),
      /"1.2.0" cannot be the name of a subset.*stable and canary/,
    ],
    ['a label that no pod can have', SPLIT, '+1', canary(20), /"\+1" cannot be the value of a label/],
    ['one subset twice', named(['v1', 80], ['v1', 20]), 'v1', STABLE, /Both destinations go to iris \(v1\)/],
    ['a percentage that the sum cannot say', at(3, 1), 'v2', canary(20), undefined],
    ['weights that are no numbers', SPLIT.replace('weight: 80', 'weight: "80"'), 'v2', STABLE, /without quotes/],
    [
      'weights that Flagger writes',
      owned(
        '  ownerReferences:\n    - { apiVersion: flagger.app/v1beta1, kind: Canary, name: iris, controller: true }\n',
      ),
      'v2',
      canary(30),
      /VirtualService iris belong to Flagger.*layout: flagger/,
    ],
    [
      'weights that KServe writes',
      owned(
        '  ownerReferences:\n    - { apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, name: iris, controller: true }\n',
      ),
      'v2',
      canary(30),
      /belong to the InferenceService iris.*Release through the file of the InferenceService/,
    ],
    [
      'weights that a Rollout of the file names',
      `${SPLIT}---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: r }\nspec: { strategy: { canary: { trafficRouting: { istio: { virtualService: { name: iris } } } } } }\n`,
      'v2',
      canary(30),
      /belong to Argo Rollouts/,
    ],
    [
      'weights that a Canary of the file names',
      `${SPLIT}---\napiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: { name: c }\nspec: { targetRef: { kind: Deployment, name: iris } }\n`,
      'v2',
      canary(30),
      /belong to Flagger/,
    ],
    [
      'labels that Argo Rollouts writes',
      SPLIT.replace(
        '{ name: iris }',
        '{ name: iris, annotations: { argo-rollouts.argoproj.io/managed-by-rollouts: iris } }',
      ),
      'v3',
      canary(30),
      /DestinationRule iris belong to Argo Rollouts/,
    ],
  ])('%s', (_, text, version, rollout, message = /sum to 4, which can say only multiples of 25 %/) => {
    const { message: said } = complaintOf(() => write(text, version, rollout, explicit))
    expect(said).toMatch(message)
    expect(said).toMatch(/^config.yaml:/)
  })
})
