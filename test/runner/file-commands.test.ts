import { expect, it } from 'vitest'
import { acceptSummary, parseNameValueFile, parsePathFile, SUMMARY_LIMIT } from './file-commands.ts'

it.each([
  ['nothing', '', {}],
  ['a line', 'a=b\n', { a: 'b' }],
  ['a line without its end', 'a=b', { a: 'b' }],
  ['an equals sign in a value', 'a=b=c<<d\n', { a: 'b=c<<d' }],
  ['a block', 'a<<E\nb\nc\nE\n', { a: 'b\nc' }],
  ['a block without lines', 'a<<E\nE\n', { a: '' }],
  ['an equals sign in a delimiter', 'a<<E=1\nb\nE=1\n', { a: 'b' }],
  ['assignments inside a block', 'a<<E\nb=1\nE\nc=2\n', { a: 'b=1', c: '2' }],
  ['carriage returns, which belong to the value', 'a<<E\nb\r\nE\n', { a: 'b\r' }],
])('reads %s', (_, text, expected) => {
  expect(parseNameValueFile(text)).toEqual(expected)
})

it.each([
  ['a line without a sign', 'nonsense\n', "Invalid format 'nonsense'"],
  ['a value without a name', '=b\n', "Invalid format '=b'"],
  ['a block without an end', 'a<<E\nb\n', "Matching delimiter not found 'E'"],
  ['a delimiter with a carriage return', 'a<<E\nb\nE\r\n', "Matching delimiter not found 'E'"],
  ['a file that ends in a delimiter', 'a<<E', 'EOF marker missing new line'],
])('refuses %s', (_, text, message) => {
  expect(() => parseNameValueFile(text)).toThrow(message)
})

it('reads one folder per line', () => {
  expect(parsePathFile('/a\n\n/b c\n')).toEqual(['/a', '/b c'])
})

it('measures a summary in bytes', () => {
  expect(acceptSummary('ä'.repeat(SUMMARY_LIMIT / 2)).error).toBeUndefined()
  expect(acceptSummary(`${'ä'.repeat(SUMMARY_LIMIT / 2)}x`)).toEqual({ text: '', error: expect.any(String) })
})
