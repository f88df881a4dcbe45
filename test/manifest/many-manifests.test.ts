import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type Running, readManifest, writeManifest } from '../../src/manifest/manifest.ts'
import { warningsForReply } from '../../src/manifest/warnings.ts'
import { nextRollout, type RolloutCommand } from '../../src/release/rollout.ts'
import { inManifest } from '../../src/release/whole-traffic.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, STABLE } from './environments.ts'
import { MANIFESTS, type Written } from './many-manifests.ts'
import { misfitsOf } from './resource-schemas.ts'

/** Versions of which some have no quotes where a reader would take them for a number. */
const NEXT = ['b0c1d2e3f4a5', '4562170', '0123456']

const COMMANDS: readonly RolloutCommand[] = [
  { kind: 'canary', percent: 20 },
  { kind: 'promote' },
  { kind: 'rollback' },
  { kind: 'shadow', percent: 10 },
]

const written = Object.entries(MANIFESTS)
const targetOf = ({ text, changes }: Written) => ({ environment: environment(changes), text })

/** What a command of the next version's pull request writes; undefined where it is refused. */
function carryOut(one: Written, command: RolloutCommand, candidate: string) {
  const target = targetOf(one)
  const { running, wholeOnly, shadowing } = readManifest(target)
  const able = { shadowing, ...(wholeOnly && { wholeOnly }) }
  const decision = nextRollout({ command, running, candidate, previousVersion: 'v0', ...able })
  if (decision.kind !== 'change') return undefined
  const isNew = decision.next.version !== running?.version
  const previous = isNew && running?.rollout.kind === 'stable' ? running.version : 'v0'
  const next = inManifest(decision.next, { wholeOnly, previous })
  return { next, text: writeManifest(target, next, previous) }
}

describe('what is written into a manifest of people', () => {
  it.each(written)('fits its schema, says what was asked, and is the same twice: %s', (_, one) => {
    expect(misfitsOf(one.text)).toEqual([])
    for (const candidate of NEXT) {
      for (const command of COMMANDS) {
        const change = carryOut(one, command, candidate)
        if (change === undefined) continue
        const target = { ...targetOf(one), text: change.text }
        expect(misfitsOf(change.text)).toEqual([])
        expect(readManifest(target).running).toEqual(change.next)
        expect(writeManifest(target, change.next)).toBe(change.text)
        expect(() => warningsForReply(target, change.next)).not.toThrow()
      }
    }
  })

  it.each(written)('is gone without a trace when a release is undone: %s', (_, one) => {
    const v1: Running = { version: 'v1', rollout: STABLE }
    const released = carryOut(one, { kind: 'promote' }, 'v2')
    expect(released?.next).toEqual({ version: 'v2', rollout: STABLE })
    const back = writeManifest({ ...targetOf(one), text: released?.text ?? '' }, v1)
    if (one.text.startsWith('apiVersion: serving.kserve.io/v1alpha2') && one.text.includes('---')) {
      // Of two members, the one that served stays what it is, and the other one takes the version.
      expect(readManifest({ ...targetOf(one), text: back }).running).toEqual(v1)
    } else expect(back).toBe(one.text)
  })

  it.each(written)('goes from a canary to all traffic and back to none: %s', (_, one) => {
    const first = carryOut(one, { kind: 'canary', percent: 20 }, 'v2')
    if (first === undefined) return
    expect(first.next).toEqual({ version: 'v2', rollout: canary(20) })
    for (const rollout of [canary(50), { kind: 'pinned' } as const, STABLE]) {
      const target = { ...targetOf(one), text: first.text }
      const text = writeManifest(target, { version: 'v2', rollout }, 'v1')
      expect(misfitsOf(text)).toEqual([])
      expect(readManifest({ ...target, text }).running).toEqual({ version: 'v2', rollout })
    }
  })
})

describe('a manifest whose version is elsewhere is refused', () => {
  const digest = `oci://quay.io/a/iris:v1@sha256:${'a'.repeat(64)}`
  const service = (address: string) =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: iris }\nspec: { predictor: { model: { storageUri: "${address}" } } }\n`
  const variable = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: iris }\nspec: { template: { spec: { containers: [{ name: a, env: [{ name: V, valueFrom: { fieldRef: { fieldPath: x } } }] }] } } }\n`
  const compose = 'services: { iris: { image: "q/x:1", environment: [MODEL_VERSION] } }\n'

  it.each([
    ['a digest', service(digest), {}, 'Name the model by a tag, without the digest'],
    ['the folder of the model', service('s3://models/iris'), { model: 'iris' }, 'ends in the name of the model'],
    [
      'a reference',
      variable,
      { keys: { version: ['spec', 'template', 'spec', 'containers', 'a', 'env', 'V'] } },
      'takes its value from somewhere else',
    ],
    [
      'the shell',
      compose,
      { file: 'compose.yaml', keys: { version: ['services', 'iris', 'environment', 'MODEL_VERSION'] } },
      'Docker Compose takes it from where it is run. Write the entry as MODEL_VERSION=<version>.',
    ],
  ])('%s', (_, text, changes, says) => {
    const target = { environment: environment(changes), text }
    const error = complaintOf(() => writeManifest(target, { version: 'v2', rollout: STABLE }))
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toContain(says)
  })
})
