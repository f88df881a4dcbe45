import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { readYaml } from '../../src/yaml/read.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { changes } from './route-changes.ts'

const rule = (...backends: string[]) =>
  `    - matches:\n        - path: { type: PathPrefix, value: /v1 } # the API\n      backendRefs:\n${backends.join('')}`
const backend = (name: string, weight?: number) =>
  `        - name: ${name} # a Service\n          port: 80\n${weight === undefined ? '' : `          weight: ${weight}\n`}`
const route = (...rules: string[]) => `# who serves iris
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: iris
spec:
  parentRefs: [{ name: public }]
  rules:
${rules.join('')}`

const SPLIT = route(rule(backend('iris-v1', 80), backend('iris-v2', 20)))
const DONE = route(rule(backend('iris-v1', 0), backend('iris-v2', 100)))
const BACK = route(rule(backend('iris-v1', 100), backend('iris-v2', 0)))
const ONE = route(rule(backend('iris-v1')))

describe('an HTTPRoute', () => {
  it('is recognised', () => {
    expect(readManifest({ environment: environment(), text: SPLIT }).layout).toBe('http-route')
  })

  it.each([
    ['a canary', SPLIT, { version: 'v2', rollout: canary(20) }],
    ['a promoted one', DONE, { version: 'v2', rollout: STABLE }],
    ['one rolled back', BACK, { version: 'v2', rollout: PINNED }],
    ['a single version', ONE, { version: 'v1', rollout: STABLE }],
    [
      'no weights, which are 1 and 1',
      route(rule(backend('iris-v1'), backend('iris-v2'))),
      { version: 'v2', rollout: canary(50) },
    ],
    ['an empty file', '---\n', undefined],
  ])('says what runs: %s', (_, text, running) => {
    expect(read(text, { layout: 'http-route' })).toEqual(running)
  })

  it.each([
    ['/canary 50', SPLIT, 'v2', canary(50), ['weight: 80 → weight: 50', 'weight: 20 → weight: 50']],
    ['/promote', SPLIT, 'v2', STABLE, ['weight: 80 → weight: 0', 'weight: 20 → weight: 100']],
    ['/rollback during a canary', SPLIT, 'v2', PINNED, ['weight: 80 → weight: 100', 'weight: 20 → weight: 0']],
    ['/rollback after a promotion', DONE, 'v2', PINNED, ['weight: 0 → weight: 100', 'weight: 100 → weight: 0']],
    ['/canary 20 after a rollback', BACK, 'v2', canary(20), ['weight: 100 → weight: 80', 'weight: 0 → weight: 20']],
    [
      '/canary 30 of the next version',
      DONE,
      '4562a17c17',
      canary(30),
      [
        '- name: iris-v1 # a Service → - name: iris-v2 # a Service',
        'weight: 0 → weight: 70',
        '- name: iris-v2 # a Service → - name: iris-4562a17c17 # a Service',
        'weight: 100 → weight: 30',
      ],
    ],
    [
      '/canary 10 of a newer version in a canary',
      SPLIT,
      'v3',
      canary(10),
      [
        'weight: 80 → weight: 90',
        '- name: iris-v2 # a Service → - name: iris-v3 # a Service',
        'weight: 20 → weight: 10',
      ],
    ],
    [
      '/promote of a new version over a rolled back one',
      BACK,
      'v3',
      STABLE,
      [
        'weight: 100 → weight: 0',
        '- name: iris-v2 # a Service → - name: iris-v3 # a Service',
        'weight: 0 → weight: 100',
      ],
    ],
    [
      'a whole release to the only Service',
      ONE,
      'v2',
      STABLE,
      ['- name: iris-v1 # a Service → - name: iris-v2 # a Service'],
    ],
  ])('%s', (_, before, version, rollout, expected) => {
    const after = write(before, version, rollout)
    expect(changes(before, after)).toEqual(expected)
    expect(read(after)).toEqual({ version, rollout })
  })

  it('a canary beside the only Service copies what it has, with its own version', () => {
    const filters =
      'filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: v, value: v1 }] } }]'
    const before = route(`    - backendRefs: [{ name: iris-v1, port: 80, ${filters} }]\n`)
    const after = write(before, 'v2', canary(20))
    const value = readYaml(after, { file: 'x.yaml' }).documents[0]?.value
    const header = (version: string) => [
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'v', value: version }] } },
    ]
    expect(value).toMatchObject({
      spec: {
        rules: [
          {
            backendRefs: [
              { name: 'iris-v1', port: 80, filters: header('v1'), weight: 80 },
              { name: 'iris-v2', port: 80, filters: header('v2'), weight: 20 },
            ],
          },
        ],
      },
    })
  })

  it('a canary writes weights where there were none', () => {
    const before = route(rule(backend('iris-v1'), backend('iris-v2')))
    const after = write(before, 'v2', canary(20))
    expect(after).toBe(route(rule(backend('iris-v1', 80), backend('iris-v2', 20))))
  })

  it('a weight that is not written is 1, of which no sum is made', () => {
    const before = route(rule(backend('iris-v1'), backend('iris-v2', 1)))
    expect(read(before)?.rollout).toEqual(canary(50))
    expect(write(before, 'v2', canary(20))).toBe(route(rule(backend('iris-v1', 80), backend('iris-v2', 20))))
  })

  it('a switch between two gets weights that can be shared', () => {
    const before = route(rule(backend('iris-v1', 1), backend('iris-v0', 0)))
    const after = write(before, 'v2', canary(20))
    expect(after).toBe(route(rule(backend('iris-v1', 80), backend('iris-v2', 20))))
    expect(write(before, 'v2', STABLE)).toBe(route(rule(backend('iris-v1', 0), backend('iris-v2', 1))))
  })

  it('weights keep their sum, and one that cannot say the percentage is refused', () => {
    const before = route(rule(backend('iris-v1', 995), backend('iris-v2', 5)))
    expect(read(before)?.rollout).toEqual(canary(0.5))
    expect(write(before, 'v2', canary(20))).toBe(route(rule(backend('iris-v1', 800), backend('iris-v2', 200))))
    const ten = route(rule(backend('iris-v1', 9), backend('iris-v2', 1)))
    expect(complaintOf(() => write(ten, 'v2', canary(25))).message).toMatch(
      /sum to 10, which can say only multiples of 10 %.*sum to 100/,
    )
  })

  it('keeps the Service of KServe around the version', () => {
    const before = route(rule(backend('iris-v1-predictor', 90), backend('iris-v2-predictor', 10)))
    expect(write(before, 'v3', canary(10))).toBe(before.replace('iris-v2-', 'iris-v3-'))
  })

  it('all rules that split the traffic move together; others stay', () => {
    const testers = rule(backend('iris-v2'))
    const before = route(
      testers,
      rule(backend('iris-v1', 80), backend('iris-v2', 20)),
      rule(backend('iris-v1', 8), backend('iris-v2', 2)),
    )
    const after = route(
      testers,
      rule(backend('iris-v1', 50), backend('iris-v2', 50)),
      rule(backend('iris-v1', 5), backend('iris-v2', 5)),
    )
    expect(write(before, 'v2', canary(50))).toBe(after)
  })

  it('only the resource and the rule that serin.yml names', () => {
    const other = SPLIT.replace('name: iris\n', 'name: rose\n').replaceAll('iris-', 'rose-')
    const text = `${SPLIT}---\n${other}`
    expect(write(text, 'v2', STABLE, { resource: 'rose' })).toBe(`${SPLIT}---\n${write(other, 'v2', STABLE)}`)
    const two = route(
      rule(backend('iris-v1', 80), backend('iris-v2', 20)),
      rule(backend('rose-v1', 80), backend('rose-v2', 20)),
    )
    const keys = { traffic: ['spec', 'rules', 1, 'backendRefs'] }
    expect(changes(two, write(two, 'v3', canary(20), { keys }))).toEqual([
      '- name: rose-v2 # a Service → - name: rose-v3 # a Service',
    ])
  })

  it('the canary may stand first when serin.yml says so', () => {
    const keys = { traffic: ['spec', 'rules', 0, 'backendRefs', 0] }
    expect(read(SPLIT, { keys })).toEqual({ version: 'v1', rollout: canary(80) })
  })

  it('the keys of serin.yml are written with a version', () => {
    const set = { 'metadata.labels.stage': 'test' }
    expect(write(SPLIT, 'v3', canary(20), { set })).toContain('stage: test')
    expect(write(SPLIT, 'v2', canary(30), { set })).not.toContain('stage: test')
  })
})

describe('an HTTPRoute refuses', () => {
  it.each([
    ['a canary of what has all traffic', ONE, 'v1', canary(20), /v1 already has all traffic here/],
    ['a rollback without an earlier one', ONE, 'v1', PINNED, /There is one destination, so it has all the traffic/],
    ['a canary beside itself', BACK, 'v1', canary(20), /v1 already has all traffic here/],
    ['a version that no Service can be called', SPLIT, '1.2.0', canary(20), /"1.2.0" cannot be the end of the name/],
    [
      'three destinations',
      route(rule(backend('iris-v1', 50), backend('iris-v2', 20), backend('iris-v3', 30))),
      'v4',
      canary(20),
      /between 3 destinations; Serin moves it between two/,
    ],
    [
      'a name without a version',
      route(rule(backend('iris-stable', 50), backend('iris-canary', 50))),
      'v4',
      canary(20),
      /does not say which version/,
    ],
    ['a weight of nothing', route(rule(backend('iris-v1', 0))), 'v2', STABLE, /only destination has weight 0/],
    ['weights of nothing', route(rule(backend('iris-v1', 0), backend('iris-v2', 0))), 'v2', canary(20), /sum to 0/],
    [
      'rules that split differently',
      route(rule(backend('iris-v1', 50), backend('iris-v2', 50)), rule(backend('iris-v1', 5), backend('iris-v2', 15))),
      'v2',
      canary(20),
      /split the traffic differently.*keys: \{ traffic/,
    ],
    [
      'rules to other models',
      route(rule(backend('iris-v1', 50), backend('iris-v2', 50)), rule(backend('rose-v1', 50), backend('rose-v2', 50))),
      'v2',
      canary(20),
      /different destinations.*keys: \{ traffic/,
    ],
    [
      'no rule',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec: {}\n',
      'v1',
      STABLE,
      /No route has destinations/,
    ],
    [
      'another kind of destination',
      SPLIT.replace('name: iris-v2', 'kind: Bucket\n          name: iris-v2'),
      'v1',
      STABLE,
      /kind Bucket/,
    ],
    [
      'weights that Argo Rollouts writes',
      SPLIT.replace('name: iris\n', 'name: iris\n  labels: { rollouts.argoproj.io/gatewayapi-canary: in-progress }\n'),
      'v2',
      canary(30),
      /HTTPRoute iris belong to Argo Rollouts.*layout: argo-rollouts/,
    ],
  ])('%s', (_, text, version, rollout, message) => {
    expect(complaintOf(() => write(text, version, rollout)).message).toMatch(message)
  })

  it('a key for the version, which is in the destinations', () => {
    expect(complaintOf(() => read(SPLIT, { keys: { version: ['version'] } })).message).toMatch(
      /Remove "version" from "keys"/,
    )
  })

  it('an address of a model, which it does not hold', () => {
    expect(complaintOf(() => read(SPLIT, { storageUri: 's3://m/{version}' })).message).toMatch(/Remove "storage-uri"/)
  })
})
