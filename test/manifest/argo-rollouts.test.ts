import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { readYaml } from '../../src/yaml/read.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment, read, STABLE, write } from './environments.ts'
import { misfits } from './fits-schema.ts'
import { CANARY, command, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const rollout = (pods: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: iris
spec:
  strategy:
    canary:
      steps: # agreed with operations
        - setWeight: 20
        - pause: {}
${pods}`
const ROLLOUT = rollout(
  '  template:\n    spec:\n      containers:\n        - name: model\n          image: quay.io/acme/iris:v1 # ours\n',
)
const REFERRING = `${rollout('  workloadRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: pods\n')}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pods }
spec:
  replicas: 0
  template:
    spec:
      containers: [{ name: model, image: "iris:v1" }]
`

describe('the table', () => {
  it('is recognised, also beside what it owns', () => {
    for (const text of [ROLLOUT, REFERRING]) {
      expect(readManifest({ environment: environment(), text })).toMatchObject({
        layout: 'argo-rollouts',
        running: { version: 'v1', rollout: STABLE },
      })
    }
  })

  it('/canary is refused: the shares are the steps', () => {
    expect(command(ROLLOUT, CANARY)).toMatch(/^refused: .*steps of the Rollout iris.*start them again.*\/promote/)
  })

  it('/canary of what is in the middle of its steps is refused too', () => {
    expect(command(ROLLOUT.replace(':v1', ':v2'), CANARY)).toMatch(/^refused: .*steps of the Rollout iris/)
  })

  it('/promote of a new version writes its image, and the steps stay', () => {
    expect(command(ROLLOUT, PROMOTE)).toEqual([
      '-          image: quay.io/acme/iris:v1 # ours',
      '+          image: quay.io/acme/iris:v2 # ours',
    ])
  })

  it('/promote in the middle of its steps is refused with the way out', () => {
    expect(command(ROLLOUT.replace(':v1', ':v2'), PROMOTE)).toMatch(
      /^refused: .*not in git.*kubectl argo rollouts promote iris.*resume.*\/rollback/,
    )
  })

  it('/rollback writes the image before it', () => {
    expect(command(ROLLOUT.replace(':v1', ':v2'), ROLLBACK)).toEqual([
      '-          image: quay.io/acme/iris:v2 # ours',
      '+          image: quay.io/acme/iris:v1 # ours',
    ])
  })
})

it('the image is written into the Deployment that workloadRef names', () => {
  expect(release(REFERRING)).toEqual([
    '-      containers: [{ name: model, image: "iris:v1" }]',
    '+      containers: [{ name: model, image: "iris:v2" }]',
  ])
})

it.each([
  ['is in another file', rollout('  workloadRef: { kind: Deployment, name: pods }\n'), /no Deployment "pods"/],
  ['is of another kind', rollout('  workloadRef: { kind: PodTemplate, name: pods }\n'), /pods of a PodTemplate/],
  ['has no containers', rollout('  template: {}\n'), /no containers/],
])('a workload that %s is refused', (_, text, message) => {
  expect(complaintOf(() => read(text)).message).toMatch(message)
})

/** The part of argoproj.io/v1alpha1 that a release may touch, in our own words. */
const CONTAINER = { type: 'object', properties: { name: { type: 'string' }, image: { type: 'string' } } }
const within = (key: string, schema: object) => ({ type: 'object', properties: { [key]: schema } })
const OURS = within(
  'spec',
  within('template', within('spec', within('containers', { type: 'array', items: CONTAINER }))),
)
const published = new URL('../../../shared/schemas/lite/argoproj.io_Rollout_v1alpha1.json', import.meta.url)
const schemas = [OURS, ...(existsSync(published) ? [JSON.parse(readFileSync(published, 'utf8'))] : [])]

it.each(schemas)('what is written fits the schema: %#', (schema) => {
  for (const version of ['4562170', '1234e56', '0123456', 'true']) {
    const [document] = readYaml(write(ROLLOUT, version, STABLE), { file: 'x.yaml' }).documents
    expect(misfits(document?.value, schema)).toEqual([])
  }
})
