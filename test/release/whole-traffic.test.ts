import { describe, expect, it } from 'vitest'
import type { Running } from '../../src/manifest/manifest.ts'
import { nextRollout, type RolloutCommand } from '../../src/release/rollout.ts'
import { renderMessage } from '../../src/release/trailers.ts'
import { inManifest, standingOf } from '../../src/release/whole-traffic.ts'

const wholeOnly = { why: 'one has all', canary: 'no shares here' }
const controlled = { why: 'steps', canary: 'steps', promote: 'not in git' }
const stable = (version: string): Running => ({ version, rollout: { kind: 'stable' } })
const pinned = (version: string): Running => ({ version, rollout: { kind: 'pinned' } })
const message = (version: string, rollout: string, environment = 'test') =>
  renderMessage('a change', { model: 'iris', version, environment, rollout })

const standing = (messages: readonly string[], split = false) =>
  standingOf({
    running: stable('v1'),
    wholeOnly: split ? undefined : wholeOnly,
    model: 'iris',
    environment: 'test',
    messages,
  })

describe('what runs', () => {
  it.each([
    ['nothing is known', [], stable('v1')],
    ['the newest change released it', [message('v1', 'stable'), message('v2', 'pinned')], stable('v1')],
    ['the newest change rolled another one back', [message('v2', 'pinned'), message('v2', 'stable')], pinned('v2')],
    ['somebody changed it by hand since', ['By hand', message('v2', 'pinned')], stable('v1')],
    [
      'another environment of the file changed since',
      [message('v9', 'stable', 'prod'), message('v2', 'pinned')],
      pinned('v2'),
    ],
    ['another environment was rolled back', [message('v2', 'pinned', 'prod')], stable('v1')],
  ])('when %s', (_, messages, expected) => {
    expect(standing(messages)).toEqual(expected)
  })

  it('keeps a shadow', () => {
    const shadow = { version: 'v3', percent: 10 }
    const record = { running: { ...stable('v1'), shadow }, wholeOnly, model: 'iris', environment: 'test' }
    expect(standingOf({ ...record, messages: [message('v2', 'pinned')] })).toEqual({ ...pinned('v2'), shadow })
  })

  it('is what the manifest says where it can split traffic', () => {
    expect(standing([message('v2', 'pinned')], true)).toEqual(stable('v1'))
  })

  it('is nothing in an empty manifest', () => {
    const empty = { running: undefined, wholeOnly, model: 'iris', environment: 'test' }
    expect(standingOf({ ...empty, messages: [message('v2', 'pinned')] })).toBeUndefined()
  })
})

describe('what is written', () => {
  it('is the version before the one that is rolled back', () => {
    expect(inManifest(pinned('v2'), { wholeOnly, previous: 'v1' })).toEqual(stable('v1'))
  })

  it('keeps a shadow', () => {
    const shadow = { version: 'v3', percent: 10 }
    expect(inManifest({ ...pinned('v2'), shadow }, { wholeOnly, previous: 'v1' })).toEqual({ ...stable('v1'), shadow })
  })

  it('is the rollout itself where traffic can be split', () => {
    expect(inManifest(pinned('v2'), { wholeOnly: undefined, previous: 'v1' })).toEqual(pinned('v2'))
  })

  it('is never a share', () => {
    const canary: Running = { version: 'v2', rollout: { kind: 'canary', percent: 5 } }
    expect(() => inManifest(canary, { wholeOnly, previous: 'v1' })).toThrow(/no manifest/)
    expect(() => inManifest(pinned('v2'), { wholeOnly, previous: undefined })).toThrow(/no manifest/)
  })
})

describe('the table without shares', () => {
  const decide = (command: RolloutCommand, running: Running | undefined, whole: typeof controlled | typeof wholeOnly) =>
    nextRollout({ command, running, candidate: 'v2', previousVersion: 'v0', wholeOnly: whole })

  it.each([undefined, stable('v1'), stable('v2'), pinned('v2')])(
    '/canary is refused with the reason: %j',
    (running) => {
      expect(decide({ kind: 'canary', percent: 5 }, running, wholeOnly)).toEqual({
        kind: 'refused',
        code: 'layout-cannot',
        reason: 'no shares here',
      })
    },
  )

  it.each([undefined, stable('v1'), pinned('v2')])('/promote releases: %j', (running) => {
    expect(decide({ kind: 'promote' }, running, controlled)).toEqual({ kind: 'change', next: stable('v2') })
  })

  it('/promote of what a controller is shifting to is refused', () => {
    expect(decide({ kind: 'promote' }, stable('v2'), controlled)).toEqual({
      kind: 'refused',
      code: 'layout-cannot',
      reason: 'not in git',
    })
    expect(decide({ kind: 'promote' }, stable('v2'), wholeOnly).kind).toBe('unchanged')
  })

  it('/rollback twice changes it once', () => {
    expect(decide({ kind: 'rollback' }, stable('v2'), wholeOnly)).toEqual({ kind: 'change', next: pinned('v2') })
    expect(decide({ kind: 'rollback' }, pinned('v2'), wholeOnly).kind).toBe('unchanged')
  })

  it('/rollback without a known version before it is refused', () => {
    expect(nextRollout({ command: { kind: 'rollback' }, running: stable('v2'), wholeOnly }).kind).toBe('refused')
  })
})
