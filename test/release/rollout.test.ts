import { describe, expect, it } from 'vitest'
import type { Running } from '../../src/manifest/manifest.ts'
import { nextRollout, type RolloutCommand, type RolloutInput } from '../../src/release/rollout.ts'

const stable = (version: string): Running => ({ version, rollout: { kind: 'stable' } })
const canary = (version: string, percent: number): Running => ({ version, rollout: { kind: 'canary', percent } })
const pinned = (version: string): Running => ({ version, rollout: { kind: 'pinned' } })

const canary20: RolloutCommand = { kind: 'canary', percent: 20 }
const promote: RolloutCommand = { kind: 'promote' }
const rollback: RolloutCommand = { kind: 'rollback' }

/** Row of the documented table, the state, and what each command makes of it. The candidate is v2, before it ran v1. */
const table: [string, Running, { canary: Running | string; promote: Running | string; rollback: Running | string }][] =
  [
    ['stable', stable('v1'), { canary: canary('v2', 20), promote: stable('v2'), rollback: pinned('v1') }],
    ['stable, this version', stable('v2'), { canary: canary('v2', 20), promote: 'unchanged', rollback: pinned('v2') }],
    ['canary 10', canary('v2', 10), { canary: canary('v2', 20), promote: stable('v2'), rollback: pinned('v2') }],
    ['canary 20', canary('v2', 20), { canary: 'unchanged', promote: stable('v2'), rollback: pinned('v2') }],
    ['canary 20, another version', canary('v3', 20), { canary: 'refused', promote: 'refused', rollback: pinned('v3') }],
    ['pinned', pinned('v2'), { canary: canary('v2', 20), promote: stable('v2'), rollback: 'unchanged' }],
    [
      'pinned, another version',
      pinned('v3'),
      { canary: canary('v2', 20), promote: stable('v2'), rollback: 'unchanged' },
    ],
  ]

const decide = (input: Partial<RolloutInput> & Pick<RolloutInput, 'command' | 'running'>) =>
  nextRollout({ candidate: 'v2', previousVersion: 'v0', ...input })

describe('the rollout table', () => {
  for (const [row, running, expected] of table) {
    it.each([
      ['/canary 20', canary20, expected.canary],
      ['/promote', promote, expected.promote],
      ['/rollback', rollback, expected.rollback],
    ])(`${row}: %s`, (_, command, outcome) => {
      const decision = decide({ command, running })
      if (typeof outcome === 'string') expect(decision.kind).toBe(outcome)
      else expect(decision).toEqual({ kind: 'change', next: outcome })
    })
  }
})

describe('nothing runs yet', () => {
  it('refuses a canary, which would take all traffic', () => {
    expect(decide({ command: canary20, running: undefined })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('/promote'),
    })
  })

  it('releases the first version on /promote', () => {
    expect(decide({ command: promote, running: undefined })).toEqual({ kind: 'change', next: stable('v2') })
  })

  it('has nothing to roll back', () => {
    expect(decide({ command: rollback, running: undefined }).kind).toBe('refused')
  })
})

describe('no earlier version is known', () => {
  const unknown = (command: RolloutCommand, previousVersion?: string) =>
    nextRollout({ command, running: stable('v2'), candidate: 'v2', ...(previousVersion && { previousVersion }) })

  it.each([undefined, 'v2'])('refuses a canary of the stable version (before it: %s)', (before) => {
    expect(unknown(canary20, before)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('v2') })
  })

  it.each([undefined, 'v2'])('refuses a rollback of the stable version (before it: %s)', (before) => {
    expect(unknown(rollback, before)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('v2') })
  })

  it('rolls back a canary all the same', () => {
    expect(nextRollout({ command: rollback, running: canary('v2', 5) })).toEqual({ kind: 'change', next: pinned('v2') })
  })
})

describe('a canary of another version', () => {
  it.each([canary20, promote])('is refused by name: $kind', (command) => {
    expect(decide({ command, running: canary('v3', 40) })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/v3.*40 %/),
    })
  })

  it('is replaced when the pull request itself put it there', () => {
    const running = canary('v1', 20)
    expect(decide({ command: canary20, running, ownVersions: ['v1'] })).toEqual({
      kind: 'change',
      next: canary('v2', 20),
    })
    expect(decide({ command: promote, running, ownVersions: ['v1'] })).toEqual({ kind: 'change', next: stable('v2') })
  })
})

describe('a pull request closed without merging', () => {
  it.each([canary20, promote])('has no version for $kind', (command) => {
    expect(nextRollout({ command, running: stable('v1') }).kind).toBe('refused')
  })

  it('can be rolled back', () => {
    expect(nextRollout({ command: rollback, running: canary('v2', 20) }).kind).toBe('change')
  })
})

it('takes the same command twice', () => {
  for (const command of [canary20, promote, rollback]) {
    const first = decide({ command, running: stable('v1') })
    if (first.kind !== 'change') throw new Error(`${command.kind} changed nothing`)
    expect(decide({ command, running: first.next }).kind).toBe('unchanged')
  }
})

it.each([0, 100, 1.5, -1, Number.NaN])('throws for a canary of %s', (percent) => {
  expect(() => decide({ command: { kind: 'canary', percent }, running: stable('v1') })).toThrow(RangeError)
})
