import { expect, test } from 'vitest'
import { parseTrailers, renderMessage } from '../../src/release/trailers.ts'

const trailers = {
  model: 'iris',
  version: 'aaaaaaaaaaaa',
  environment: 'prod',
  rollout: 'canary 20',
  commit: 'a'.repeat(40),
  command: 'https://github.test/acme/iris/pull/7#issuecomment-1',
  pullRequest: 'acme/iris#7',
  by: 'ada',
}

test('what is written is read back', () => {
  expect(parseTrailers(renderMessage('iris in prod: canary', trailers))).toEqual(trailers)
})

test('absent ones are left out', () => {
  const { model, version, environment, rollout } = trailers
  expect(renderMessage('subject', { model, version, environment, rollout })).toBe(
    'subject\n\nSerin-Model: iris\nSerin-Version: aaaaaaaaaaaa\nSerin-Environment: prod\nSerin-Rollout: canary 20\n',
  )
})

test('they are found in a squashed message', () => {
  const squashed = `iris in prod (#3)\n\n* iris in prod\n\n${renderMessage('x', trailers)}\nCo-authored-by: ben`
  expect(parseTrailers(squashed).version).toBe('aaaaaaaaaaaa')
})

test('anybody else’s commit has none', () => {
  expect(parseTrailers('Fix a typo\n\nSigned-off-by: ada')).toEqual({})
})
