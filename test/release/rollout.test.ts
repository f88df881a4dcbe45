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
    ['stable, this version', stable('v2'), { canary: 'refused', promote: 'unchanged', rollback: pinned('v2') }],
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

  it.each([undefined, 'v2'])('refuses a rollback of the stable version (before it: %s)', (before) => {
    expect(unknown(rollback, before)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('v2') })
  })

  it('rolls back a canary all the same', () => {
    expect(nextRollout({ command: rollback, running: canary('v2', 5) })).toEqual({ kind: 'change', next: pinned('v2') })
  })
})

describe('a canary of what has all the traffic already', () => {
  it.each([undefined, 'v1', 'v2'])('is refused, whatever ran before: %s', (previousVersion) => {
    const known = previousVersion === undefined ? {} : { previousVersion }
    const input = { command: canary20, running: stable('v2'), candidate: 'v2', environment: 'prod' }
    expect(nextRollout({ ...input, ...known })).toEqual({
      kind: 'refused',
      code: 'has-all-traffic',
      reason:
        '`v2` has all the traffic in “prod” already, and a canary needs a version that does not. Name the environment it should go to next, or take it back with `/rollback`.',
    })
  })

  it('is none of what was rolled back', () => {
    expect(decide({ command: canary20, running: pinned('v2') }).kind).toBe('change')
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

describe('a shadow', () => {
  const shadow10: RolloutCommand = { kind: 'shadow', percent: 10 }
  const off: RolloutCommand = { kind: 'shadow', percent: 'off' }
  const copied = (running: Running, version = 'v2', percent = 10): Running => ({
    ...running,
    shadow: { version, percent },
  })

  it.each<[string, Running, RolloutCommand, Running | string]>([
    ['begins beside a stable version', stable('v1'), shadow10, copied(stable('v1'))],
    ['begins beside another canary', canary('v3', 20), shadow10, copied(canary('v3', 20))],
    ['begins beside what was rolled back', pinned('v3'), shadow10, copied(pinned('v3'))],
    ['of what was rolled back', pinned('v2'), shadow10, copied(pinned('v2'))],
    ['changes its percentage', copied(stable('v1'), 'v2', 50), shadow10, copied(stable('v1'))],
    ['of an earlier commit gives way', copied(stable('v1'), 'v2a'), shadow10, copied(stable('v1'))],
    ['stays as it is', copied(stable('v1')), shadow10, 'unchanged'],
    ['of what is stable', stable('v2'), shadow10, 'refused'],
    ['of a canary', canary('v2', 20), shadow10, 'refused'],
    ['beside another pull request’s', copied(stable('v1'), 'v3'), shadow10, 'refused'],
    ['ends', copied(stable('v1')), off, stable('v1')],
    ['is not there', stable('v1'), off, 'unchanged'],
    ['of another pull request is not ended', copied(stable('v1'), 'v3'), off, 'refused'],
    ['becomes a canary', copied(stable('v1')), canary20, canary('v2', 20)],
    ['becomes stable', copied(stable('v1')), promote, stable('v2')],
    ['of another stays beside a canary', copied(stable('v1'), 'v3'), canary20, copied(canary('v2', 20), 'v3')],
    ['of another stays beside a promotion', copied(canary('v2', 20), 'v3'), promote, copied(stable('v2'), 'v3')],
    ['of another stays in a rollback', copied(canary('v2', 20), 'v3'), rollback, copied(pinned('v2'), 'v3')],
    ['of what takes the traffic back ends', copied(stable('v2'), 'v0'), rollback, pinned('v2')],
  ])('%s', (_, running, command, outcome) => {
    const decision = decide({ command, running, ownVersions: ['v2', 'v2a'] })
    if (typeof outcome === 'string') expect(decision.kind).toBe(outcome)
    else expect(decision).toEqual({ kind: 'change', next: outcome })
  })

  it('of another pull request is named', () => {
    const running = copied(stable('v1'), 'v3')
    expect(decide({ command: shadow10, running, shadowFor: 'acme/iris#7' })).toMatchObject({
      reason: expect.stringMatching(/^Another version, v3 \(acme\/iris#7\), is the shadow here.*`\/shadow off`/),
    })
  })

  it('is refused with the layout’s reason', () => {
    const shadowing = { kind: 'cannot', reason: 'no mirror here' } as const
    expect(decide({ command: shadow10, running: stable('v1'), shadowing })).toEqual({
      kind: 'refused',
      code: 'layout-cannot',
      reason: 'no mirror here',
    })
  })

  it('needs something that answers, and a version of its own', () => {
    expect(decide({ command: shadow10, running: undefined })).toMatchObject({
      reason: expect.stringContaining('no requests to mirror'),
    })
    expect(nextRollout({ command: shadow10, running: stable('v1') }).kind).toBe('refused')
  })

  it('can be ended by a pull request that was closed', () => {
    const input = { command: off, running: copied(stable('v1')), ownVersions: ['v2'] }
    expect(nextRollout(input)).toEqual({ kind: 'change', next: stable('v1') })
  })

  it.each([0, 101, 1.5, Number.NaN])('throws for %s percent', (percent) => {
    expect(() => decide({ command: { kind: 'shadow', percent }, running: stable('v1') })).toThrow(RangeError)
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
