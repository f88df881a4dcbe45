import { expect, test } from 'vitest'
import { parseMark, proposalBranch, renderMark } from '../../src/release/proposal.ts'

const mark = {
  source: 'acme/iris',
  pullRequest: 7,
  model: 'iris',
  environment: 'prod',
  version: 'aaaaaaaaaaaa',
  rollout: { kind: 'canary', percent: 20 },
  command: 'https://github.com/acme/iris/pull/7#issuecomment-1',
} as const

test('the mark is read back from a body', () => {
  expect(parseMark(`${renderMark(mark)}\r\nVersion …`)).toEqual(mark)
})

test('the same change has the same branch', () => {
  expect(proposalBranch(mark)).toBe('serin/iris/prod/aaaaaaaaaaaa')
})

test.each([
  ['no mark', 'hello'],
  ['broken JSON', '<!-- serin:proposal {oops} -->'],
  ['a missing field', '<!-- serin:proposal {"source":"acme/iris"} -->'],
  [
    'a number that is none',
    '<!-- serin:proposal {"source":"a/b","model":"m","environment":"e","version":"v","pullRequest":"7"} -->',
  ],
])('%s is no proposal', (_, body) => {
  expect(parseMark(body)).toBeUndefined()
})
