import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment, read, STABLE } from './environments.ts'
import { CANARY, command, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const workload = (kind: string, name = 'iris') => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: model
          image: quay.io/acme/iris:v1 # ours
`
const target = (kind: string) => `apiVersion: flagger.app/v1beta1
kind: Canary
metadata:
  name: iris-canary
spec:
  targetRef: { apiVersion: apps/v1, kind: ${kind}, name: iris }
  analysis:
    stepWeight: 10 # slowly
    maxWeight: 50
`
const FILE = `${workload('Deployment')}---\n${target('Deployment')}`

describe('the table', () => {
  it('is recognised', () => {
    expect(readManifest({ environment: environment(), text: FILE })).toMatchObject({
      layout: 'flagger',
      running: { version: 'v1', rollout: STABLE },
    })
  })

  it('/canary is refused: the weights are the controller’s', () => {
    expect(command(FILE, CANARY)).toMatch(/^refused: .*iris are set by Flagger.*overwritten.*\/promote/)
  })

  it('/promote of a new version writes its image, and the analysis stays', () => {
    expect(command(FILE, PROMOTE)).toEqual([
      '-          image: quay.io/acme/iris:v1 # ours',
      '+          image: quay.io/acme/iris:v2 # ours',
    ])
  })

  it('/promote in the middle of the analysis is refused with the way out', () => {
    expect(command(FILE.replace('iris:v1', 'iris:v2'), PROMOTE)).toMatch(
      /^refused: .*confirm-promotion webhook.*skipAnalysis.*\/rollback/,
    )
  })

  it('/rollback writes the image before it', () => {
    expect(command(FILE.replace('iris:v1', 'iris:v2'), ROLLBACK)).toEqual([
      '-          image: quay.io/acme/iris:v2 # ours',
      '+          image: quay.io/acme/iris:v1 # ours',
    ])
  })
})

it('the target is the one that the Canary names', () => {
  const text = `${workload('Deployment', 'other')}---\n${FILE}`
  expect(release(text)).toHaveLength(2)
  expect(read(text.replace('iris:v1', 'other:v9'))?.version).toBe('v1')
})

it('the target may be a DaemonSet', () => {
  expect(release(`${target('DaemonSet')}---\n${workload('DaemonSet')}`)).toHaveLength(2)
})

it('the Canary may be in another file', () => {
  expect(release(workload('Deployment'), { layout: 'flagger' })).toHaveLength(2)
  expect(command(workload('Deployment'), CANARY, { layout: 'flagger' })).toMatch(/set by Flagger/)
})

it.each([
  ['in another file', target('Deployment'), /Deployment "iris", which is not in this file.*layout: flagger/],
  ['of another kind', target('Service'), /no Deployment or DaemonSet/],
])('a target %s is refused', (_, text, message) => {
  const error = complaintOf(() => read(text))
  expect(error.message).toMatch(message)
  expect(error.place).toMatchObject({ line: 6, key: 'spec.targetRef' })
})
