import { expect, test } from 'vitest'
import { toldMessage } from '../../src/release/told-message.ts'
import { parseTrailers } from '../../src/release/trailers.ts'

const BODY =
  'Version …\n\nSerin-Model: iris\nSerin-Version: aaaaaaaaaaaa\nSerin-Environment: prod\nSerin-Rollout: stable\n'
const pull = { body: BODY, headBranch: 'serin/iris/prod/aaaaaaaaaaaa', isFromFork: false, baseBranch: 'production' }
const message = 'iris in prod: aaaaaaaaaaaa (#3)'

test('a squash that has dropped the trailers is told by its proposal', () => {
  expect(parseTrailers(toldMessage({ message, pulls: [pull] }, 'production')).version).toBe('aaaaaaaaaaaa')
})

test('a commit’s own trailers stay', () => {
  const kept = 'x\n\nSerin-Model: rose\nSerin-Version: bbbbbbbbbbbb\n'
  expect(toldMessage({ message: kept, pulls: [pull] }, 'production')).toBe(kept)
})

test.each([
  ['of a fork', { isFromFork: true }],
  ['into another branch', { baseBranch: 'main' }],
  ['on a branch of another version', { headBranch: 'serin/iris/prod/bbbbbbbbbbbb' }],
  ['without a model', { body: 'Serin-Version: aaaaaaaaaaaa' }],
])('a pull request %s is not believed', (_, changed) => {
  expect(toldMessage({ message, pulls: [{ ...pull, ...changed }] }, 'production')).toBe(message)
})

test.each([
  ['of that key', 'threshold', 'c'],
  ['of another key', 'active', undefined],
])('a value on the branch %s is told or not', (_, set, command) => {
  const body = `Serin-Command: c\nSerin-Model: iris\nSerin-Environment: prod\nSerin-Set: ${set}`
  const brought = { ...pull, body, headBranch: 'serin/iris/prod/set-threshold' }
  expect(parseTrailers(toldMessage({ message, pulls: [brought] }, 'production')).command).toBe(command)
})
