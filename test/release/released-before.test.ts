import { describe, expect, test } from 'vitest'
import { commitOf, isRetrained, type ManifestLog, wasReleased } from '../../src/release/released-before.ts'

const MERGE = 'b'.repeat(40)
const HEAD = 'a'.repeat(12)
const build = { model: 'iris', environment: 'test', version: HEAD, commit: MERGE }
const older = { model: 'iris', environment: 'test', version: HEAD, rollout: 'stable' }
const line = { ...older, commit: MERGE }

describe('a build was released before', () => {
  test.each<[string, ManifestLog, boolean]>([
    ['by this commit', [{}, line], true],
    ['by a version that did not name commits', [older], true],
    ['not by the pull request before its merge', [{ ...line, commit: 'a'.repeat(40) }], false],
    ['not as a canary', [{ ...line, rollout: 'canary 20' }], false],
    ['not elsewhere', [{ ...line, environment: 'prod' }], false],
    ['not of another model', [{ ...line, model: 'rose' }], false],
    ['not of another version', [{ ...line, version: 'c'.repeat(12) }], false],
  ])('%s', (_, log, expected) => {
    expect(wasReleased(build, log)).toBe(expected)
  })
})

describe('the commit of the running version', () => {
  test.each<[string, string, ManifestLog, string | undefined]>([
    ['is the one that the newest change names', HEAD, [line, { ...line, commit: 'd'.repeat(40) }], MERGE],
    ['is the version itself where no change names one', HEAD, [older], HEAD],
    ['is not what somebody wrote by hand', HEAD, [{ ...line, commit: 'main' }], HEAD],
    ['is not another environment’s', HEAD, [{ ...line, environment: 'prod' }], HEAD],
    ['is unknown for a version that is none', 'v1', [], undefined],
    ['is known for a version that is none, too', 'v1', [{ ...line, version: 'v1' }], MERGE],
  ])('%s', (_, running, log, expected) => {
    expect(commitOf(running, build, log)).toBe(expected)
  })
})

test('only a commit’s own build replaces another one of it', () => {
  const own = MERGE.slice(0, 12)
  expect(isRetrained({ ...build, version: own }, HEAD)).toBe(true)
  expect(isRetrained({ ...build, version: own }, own)).toBe(false)
  expect(isRetrained(build, own)).toBe(false)
})
