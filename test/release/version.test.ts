import { expect, test } from 'vitest'
import { parseCheckId, renderCheckId, versionOf } from '../../src/release/version.ts'

test('a version is the start of its commit', () => {
  expect(versionOf('0123456789abcdef'.repeat(2))).toBe('0123456789ab')
})

test.each(['0123456789ab', 'v1.2.3', 'A_b-c.9', 'x'.repeat(40)])('%s is read back from a check run', (version) => {
  expect(parseCheckId(renderCheckId(version))).toBe(version)
})

test.each([
  undefined,
  null,
  '',
  'serin:version=',
  'serin:version=..',
  'serin:version=.git',
  'serin:version=-rf',
  'serin:version=a/b',
  'serin:version=a b',
  'serin:version=a\n',
  'serin:version=a\nb',
  'serin:version=ä',
  `serin:version=${'x'.repeat(41)}`,
  ' serin:version=abc',
  'Serin:version=abc',
  'build-abc',
])('%j says nothing', (id) => {
  expect(parseCheckId(id)).toBeUndefined()
})
