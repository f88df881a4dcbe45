import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/config/gitops-config.ts'
import {
  goesDown,
  notReached,
  reaches,
  type Share,
  shareOf,
  stepBelow,
  stillSoaking,
} from '../../src/release/ladder.ts'

const step = (kind: Step['kind'], percent: number, soakMinutes = 0): Step => ({ kind, percent, soakMinutes })
const STEPS = [step('shadow', 10), step('canary', 1), step('canary', 5), step('canary', 20, 120), step('canary', 50)]
const none: Share = { kind: 'none' }
const all: Share = { kind: 'all' }
const canary = (percent: number): Share => ({ kind: 'canary', percent })
const shadow = (percent: number): Share => ({ kind: 'shadow', percent })

describe('the step below', () => {
  it.each([
    [shadow(100), STEPS[0]],
    [shadow(5), undefined],
    [canary(1), STEPS[0]],
    [canary(3), STEPS[1]],
    [canary(5), STEPS[1]],
    [canary(50), STEPS[3]],
    [canary(99), STEPS[4]],
    [all, STEPS[4]],
  ])('%j is %j', (asked, expected) => expect(stepBelow(STEPS, asked)).toEqual(expected))
})

describe('a version', () => {
  const running = (version: string, rollout: object, shadow?: object) =>
    ({ version, rollout, ...(shadow && { shadow }) }) as Parameters<typeof shareOf>[0]

  it.each([
    [undefined, none],
    [running('v1', { kind: 'stable' }), none],
    [running('v2', { kind: 'stable' }), all],
    [running('v2', { kind: 'canary', percent: 20 }), canary(20)],
    [running('v2', { kind: 'pinned' }), none],
    [running('v1', { kind: 'stable' }, { version: 'v2', percent: 10 }), shadow(10)],
    [running('v1', { kind: 'canary', percent: 20 }, { version: 'v3', percent: 10 }), none],
  ])('has by %j %j', (manifest, expected) => expect(shareOf(manifest, ['v2', 'v2-merged'])).toEqual(expected))

  it('reaches a step by what is higher', () => {
    expect([canary(5), canary(20), all, shadow(100), none].map((share) => reaches(share, step('canary', 5)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })

  it('may always have less, or the same', () => {
    const pairs: [Share, Share][] = [
      [canary(20), canary(5)],
      [canary(20), canary(20)],
      [canary(1), shadow(100)],
      [all, canary(50)],
      [canary(5), canary(6)],
      [none, shadow(1)],
    ]
    expect(pairs.map(([from, to]) => goesDown(from, to))).toEqual([true, true, true, true, false, false])
  })
})

describe('a refusal', () => {
  it('names the steps and the next one', () => {
    const [, , , missing] = STEPS
    if (missing === undefined) throw new Error('There are five steps.')
    expect(notReached({ steps: STEPS, missing, has: canary(1), environment: 'prod' })).toBe(
      'The steps of “prod” are a shadow of 10 %, 1 %, 5 %, 20 % (2 h) and 50 %. This version has 1 % and must have 20 % first; the next step is `/canary 5 prod`.',
    )
    expect(notReached({ steps: STEPS, missing, has: none, environment: 'prod' })).toContain('`/shadow 10 prod`')
  })

  it.each([
    [120, '2026-03-04T10:12:30Z', '20 % since `10:12 UTC`; soak 2 h; earliest `12:12 UTC`.'],
    [1440, '2026-03-04T10:12:30Z', '20 % since `10:12 UTC`; soak 1 d; earliest `2026-03-05 10:12 UTC`.'],
    [90, '2026-03-04T10:12:30Z', '20 % since `10:12 UTC`; soak 90 min; earliest `11:42 UTC`.'],
    [1440, '2026-03-03T23:00:00Z', '20 % since `2026-03-03 23:00 UTC`; soak 1 d; earliest `23:00 UTC`.'],
  ])('of %i minutes since %s says what remains', (soakMinutes, since, expected) => {
    const now = new Date('2026-03-04T11:00:00Z')
    expect(stillSoaking({ step: step('canary', 20, soakMinutes), since, now })).toBe(expected)
  })

  it('ends with the soak, to the second', () => {
    const since = '2026-03-04T10:00:00Z'
    const at = (now: string) => stillSoaking({ step: step('canary', 20, 60), since, now: new Date(now) })
    expect(at('2026-03-04T10:59:59Z')).toBeDefined()
    expect(at('2026-03-04T11:00:00Z')).toBeUndefined()
  })
})
