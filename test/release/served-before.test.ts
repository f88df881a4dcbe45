import { expect, test } from 'vitest'
import { type Past, servedBefore } from '../../src/release/served-before.ts'

const stable = (version: string): Past => ({ version, rollout: 'stable' })
const canary = (version: string, rest?: string): Past => ({ version, rollout: 'canary', rest })
const pinned = (version: string, rest?: string): Past => ({ version, rollout: 'pinned', rest })

const HISTORIES: readonly (readonly [string, readonly Past[], string | undefined])[] = [
  ['the version before', [stable('v2'), stable('v1'), stable('v0')], 'v1'],
  ['not the version itself', [stable('v2'), stable('v1'), stable('v2')], 'v1'],
  ['not a version that only was a canary', [stable('v2'), canary('v1'), stable('v0')], 'v0'],
  ['not a version that was rolled back', [stable('v2'), pinned('v1'), stable('v1'), stable('v0')], 'v0'],
  ['one that was rolled back and released again', [stable('v2'), stable('v1'), pinned('v1'), stable('v0')], 'v1'],
  ['what the file names beside a canary', [canary('v2', 'v1'), stable('v0')], 'v1'],
  ['what the file names beside what is rolled back', [stable('v2'), pinned('v9', 'v1'), stable('v0')], 'v1'],
  ['nothing where only the version ran', [pinned('v2'), stable('v2')], undefined],
]

test.each(HISTORIES)('a rollback of v2 goes back to %s', (_, history, wanted) => {
  const before = servedBefore('v2')
  expect(history.map(before).find((found) => found !== undefined)).toBe(wanted)
})
