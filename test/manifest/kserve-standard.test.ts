import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { changes } from './route-changes.ts'

const head = (name = '', version = 'v1', mode = 'Standard') => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: iris
  annotations:
    serving.kserve.io/deploymentMode: ${mode}
spec:
  predictor:
${name && `    name: ${name}\n`}    minReplicas: 4 # for the peak
    model:
      modelFormat: { name: sklearn }
      storageUri: oci://quay.io/acme/iris:${version} # ModelCar
`
const entry = (name: string, version: string, percent: number) => `  canary:
    # in trial
    - trafficPercent: ${percent}
      predictor:
        name: ${name}
        minReplicas: 1
        model:
          name: kserve-container
          modelFormat: { name: sklearn }
          storageUri: oci://quay.io/acme/iris:${version} # new
`
const PLAIN = head()
const SPLIT = head() + entry('v2', 'v2', 20)
const BACK = head() + entry('v2', 'v2', 0)
const FULL = head() + entry('v2', 'v2', 100)
const standard = { layout: 'kserve-standard' } as const

describe('an InferenceService in Standard mode', () => {
  it.each([
    ['kserve-standard', 'by its canary', SPLIT],
    ['kserve-standard', 'by the name that a promotion leaves', head('v2')],
    ['kserve', 'without a trace of canaries', PLAIN],
  ])('is recognised as %s %s', (layout, _, text) => {
    expect(readManifest({ environment: environment(), text }).layout).toBe(layout)
  })

  it.each([
    ['a canary', SPLIT, { version: 'v2', rollout: canary(20) }],
    ['rolled back', BACK, { version: 'v2', rollout: PINNED }],
    ['a canary with all traffic', FULL, { version: 'v2', rollout: STABLE }],
    ['one version', PLAIN, { version: 'v1', rollout: STABLE }],
    ['an empty list', `${PLAIN}  canary: []\n`, { version: 'v1', rollout: STABLE }],
    [
      'a canary of the same model',
      `${PLAIN}  canary:\n    - trafficPercent: 20\n      predictor: { name: big, resources: { } }\n`,
      { version: 'v1', rollout: STABLE },
    ],
    ['an empty file', '---\n', undefined],
  ])('%s', (_, text, running) => {
    expect(read(text, standard)).toEqual(running)
  })

  it.each([
    ['/canary 50', SPLIT, 'v2', canary(50), head() + entry('v2', 'v2', 50)],
    ['/rollback during a canary', SPLIT, 'v2', PINNED, BACK],
    ['/canary 20 after a rollback', BACK, 'v2', canary(20), SPLIT],
    ['/promote', SPLIT, 'v2', STABLE, `${head('', 'v2')}    name: v2\n`],
    ['/promote where the predictor has a name', head('v1') + entry('v2', 'v2', 20), 'v2', STABLE, head('v2', 'v2')],
    ['/rollback of a canary with all traffic', FULL, 'v2', PINNED, BACK],
    ['/canary 20 of a newer version in a canary', SPLIT, 'v3', canary(30), head() + entry('green', 'v3', 30)],
    [
      'a name of your own stays',
      head() + entry('trial', 'v2', 20),
      'v3',
      canary(20),
      head() + entry('trial', 'v3', 20),
    ],
    ['/canary 20 after a rollback of another version', BACK, 'v3', canary(20), head() + entry('green', 'v3', 20)],
    ['/promote of a version that was no canary', BACK, 'v3', STABLE, head('', 'v3')],
    ['/promote over a rolled back version, of the one that serves', BACK, 'v1', STABLE, PLAIN],
    [
      '/canary 20 beside a canary with all traffic',
      head('v1') + entry('v2', 'v2', 100),
      'v3',
      canary(20),
      head('v2', 'v2') + entry('green', 'v3', 20),
    ],
    [
      '/promote of another version than the canary with all traffic',
      head('v1') + entry('v2', 'v2', 100),
      'v1',
      STABLE,
      head('v1'),
    ],
    ['a whole release', PLAIN, 'v2', STABLE, head('', 'v2')],
  ])('%s', (_, before, version, rollout, expected) => {
    const after = write(before, version, rollout, standard)
    expect(after).toBe(expected)
    expect(read(after, standard)).toEqual({ version, rollout })
  })

  it('/canary 20 adds an entry with the model of the predictor', () => {
    const after = write(PLAIN, '4562170', canary(20), standard)
    expect(after).toBe(`${PLAIN}  canary:
    - trafficPercent: 20
      predictor:
        name: green
        model:
          name: kserve-container
          modelFormat:
            name: sklearn
          storageUri: oci://quay.io/acme/iris:4562170
`)
    expect(read(after)).toEqual({ version: '4562170', rollout: canary(20) })
  })

  it('/promote of such an entry adds only its name', () => {
    expect(write(write(PLAIN, 'v2', canary(20), standard), 'v2', STABLE)).toBe(`${head('', 'v2')}    name: green\n`)
  })

  it.each([
    ['a framework of old form', 'sklearn: { storageUri: s3://m/v1 }', 'sklearn'],
    ['a container', 'containers: [{ name: kserve-container, image: "acme/iris:v1" }]', 'containers'],
  ])('/canary copies %s', (_, predictor, key) => {
    const text = PLAIN.replace(/ {4}minReplicas[\s\S]*$/, `    ${predictor}\n`)
    const after = write(text, 'v2', canary(10), standard)
    expect(after.slice(text.length)).toContain(`        ${key}:`)
    expect(read(write(after, 'v2', STABLE))).toEqual({ version: 'v2', rollout: STABLE })
  })

  it('the name of a canary says no version, and is not that of the predictor', () => {
    expect(write(PLAIN, 'V1.2_rc', canary(20), standard)).toContain('name: green\n')
    expect(write(head('green', 'v1'), 'v2', canary(20))).toContain('name: blue\n')
  })

  it('what a promotion leaves is true after the next release', () => {
    const promoted = write(write(PLAIN, 'v2', canary(20), standard), 'v2', STABLE)
    expect(write(promoted, 'v3', STABLE)).toBe(`${head('', 'v3')}    name: green\n`)
  })

  it('only the address changes where it can', () => {
    expect(changes(SPLIT, write(SPLIT, 'v2', STABLE))).toEqual(expect.arrayContaining(['+ name: v2', '- canary:']))
    expect(write(SPLIT, 'v2', STABLE)).toContain('minReplicas: 4 # for the peak')
  })

  it('the resource and the keys that serin.yml names', () => {
    const other = SPLIT.replace('name: iris\n', 'name: rose\n')
    const set = { 'metadata.labels.stage': 'test' }
    const after = write(`${SPLIT}---\n${other}`, 'v3', canary(20), { resource: 'rose', set })
    expect(after.startsWith(`${SPLIT}---\n`)).toBe(true)
    expect(after).toMatch(/stage: test[\s\S]*iris:v3/)
  })

  it('by the address in serin.yml', () => {
    const storageUri = 'oci://quay.io/acme/iris:{version}'
    expect(write(SPLIT, 'v3', canary(20), { storageUri })).toBe(head() + entry('green', 'v3', 20))
  })
})

describe('in Standard mode is refused', () => {
  const two = SPLIT + entry('v3', 'v3', 10).replace(/.*\n.*\n/, '')

  it.each([
    [
      'a rollback after the promotion',
      head('v2', 'v2'),
      'v2',
      PINNED,
      /v2 is the only version in this file since its promotion.*\/promote on its pull request/,
    ],
    ['a canary beside itself', PLAIN, 'v1', canary(20), /v1 already has all traffic/],
    [
      'a canary in Knative mode',
      head('', 'v1', 'Knative'),
      'v2',
      canary(20),
      /mode is Knative; KServe takes spec.canary in Standard mode only.*layout: kserve"/,
    ],
    [
      'a canary in a mode that is not known',
      PLAIN.replace(/ {2}annotations:\n.*\n/, ''),
      'v2',
      canary(20),
      /mode is not written.*annotation/,
    ],
    ['a second canary', two, 'v3', STABLE, /There are 2 canaries/],
    [
      'a percentage in quotes',
      SPLIT.replace('trafficPercent: 20', 'trafficPercent: "20"'),
      'v2',
      STABLE,
      /without quotes/,
    ],
    ['a canary without a name', SPLIT.replace('        name: v2\n', ''), 'v2', STABLE, /has no name/],
    [
      'a canary of another kind',
      SPLIT.replace('        model:\n', '        sklearn:\n'),
      'v2',
      STABLE,
      /does not name its model as the predictor does/,
    ],
    [
      'a canary that is no list',
      `${PLAIN}  canary: { trafficPercent: 20 }\n`,
      'v2',
      STABLE,
      /list of canaries is expected/,
    ],
    ['a version that no address can have', SPLIT, 'a b', canary(20), /cannot be part of an address/],
    [
      'a service with no room for a name',
      PLAIN.replace('name: iris', `name: ${'i'.repeat(48)}`),
      'v2',
      canary(20),
      /no room.*shorter name/,
    ],
  ])('%s', (_, text, version, rollout, message) => {
    const { message: said } = complaintOf(() => write(text, version, rollout, standard))
    expect(said).toMatch(message)
    expect(said).toMatch(/^config.yaml:\d+/)
  })

  it.each([
    [{ traffic: ['spec', 'x'] }, /Remove "traffic"/],
    [{ version: ['metadata', 'name'] }, /below spec.predictor/],
  ])('a key elsewhere: %j', (keys, message) => {
    expect(complaintOf(() => read(SPLIT, { keys })).message).toMatch(message)
  })
})
