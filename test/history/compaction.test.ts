import { expect, test } from 'vitest'
import { compactChunk } from '../../src/history/compaction.ts'

const FILE = 'history/iris/0001.jsonl'
const line = (digit: string, rest: object = {}): string =>
  JSON.stringify({ sha: digit.repeat(40), measuredAt: '2026-11-21', ...rest })
const compacted = (...lines: readonly string[]): readonly string[] =>
  compactChunk({ path: FILE, text: `${lines.join('\n')}\n` })
    .text.split('\n')
    .slice(0, -1)

test('a commit that was measured again keeps its last line', () => {
  expect(compacted(line('a', { n: 1 }), line('b'), line('a', { n: 2 }))).toEqual([line('b'), line('a', { n: 2 })])
})

test('lines that cannot be read are kept as they are', () => {
  const others = ['<<<<<<< HEAD', '{"version":9,"sha":"x"}', '', '{"sha":"short"}', '{"version":9,"sha":"x"}']
  expect(compacted(...others)).toEqual(others)
})

test('fields of a later version stay byte for byte', () => {
  const later = '{"sha":"cccccccccccccccccccccccccccccccccccccccc", "later" : {"a":1}}'
  expect(compacted(later, line('a'), line('a'))).toEqual([later, line('a')])
})

test('a chunk with nothing to lose is the same chunk', () => {
  const chunk = { path: FILE, text: `${line('a')}\n${line('b')}\n` }
  expect(compactChunk(chunk)).toBe(chunk)
})

test('compacting twice is compacting once', () => {
  const once = compactChunk({ path: FILE, text: `${line('a')}\n${line('a')}\n` })
  expect(compactChunk(once)).toBe(once)
})
