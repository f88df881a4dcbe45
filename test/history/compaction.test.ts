import { describe, expect, test } from 'vitest'
import { compactChunk, keepNewest } from '../../src/history/compaction.ts'

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

describe('the newest lines alone', () => {
  const kept = (most: Partial<Parameters<typeof keepNewest>[1]>, ...lines: readonly string[]) =>
    keepNewest({ path: FILE, text: `${lines.join('\n')}\n` }, { lines: 100, characters: 10_000, ...most })
      .text.split('\n')
      .slice(0, -1)

  test('are as many as asked for', () => {
    expect(kept({ lines: 2 }, line('a'), line('b'), line('c'))).toEqual([line('b'), line('c')])
  })

  test('are one for each commit', () => {
    expect(kept({}, line('a', { n: 1 }), line('b'), line('a', { n: 2 }))).toEqual([line('b'), line('a', { n: 2 })])
  })

  test('have no more characters than asked for', () => {
    const characters = 2 * (line('a').length + 1)
    expect(kept({ characters }, line('a'), line('b'), line('c'))).toEqual([line('b'), line('c')])
    expect(kept({ characters: characters - 1 }, line('a'), line('b'), line('c'))).toEqual([line('c')])
  })

  test('hold the newest however large it is', () => {
    expect(kept({ characters: 1 }, line('a'), line('b'))).toEqual([line('b')])
  })

  test('are the same chunk when all fit', () => {
    const chunk = { path: FILE, text: `${line('a')}\n${line('b')}\n` }
    expect(keepNewest(chunk, { lines: 2, characters: 1000 })).toBe(chunk)
  })
})
