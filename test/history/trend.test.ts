import { expect, test } from 'vitest'
import type { HistoryRecord } from '../../src/history/history.ts'
import { trendOf } from '../../src/history/trend.ts'

const record = (
  sha: string,
  ...metrics: readonly (readonly [file: string, name: string, value: number | string])[]
): HistoryRecord => ({
  sha,
  measuredAt: '2026-11-21T07:00:00Z',
  metrics: metrics.map(([file, name, value]) => ({
    file,
    name,
    value: typeof value === 'number' ? { kind: 'number', value } : { kind: 'text', text: value },
  })),
  params: [],
})

const valuesOf = (records: readonly HistoryRecord[], ...names: readonly string[]) =>
  trendOf(records, names).map(({ file, name, points }) => [
    file,
    name,
    points.map(({ sha, value }) => `${sha}=${value}`).join(' '),
  ])

test('a metric goes from the oldest to the newest', () => {
  const records = [record('a', ['m.json', 'f1', 0.5]), record('b', ['m.json', 'f1', 0.7])]
  expect(valuesOf(records, 'f1')).toEqual([['m.json', 'f1', 'a=0.5 b=0.7']])
})

test('trends stand in the order of the names that were asked', () => {
  const records = [record('a', ['m.json', 'f1', 1], ['m.json', 'loss', 2], ['m.json', 'other', 3])]
  expect(valuesOf(records, 'loss', 'f1').map(([, name]) => name)).toEqual(['loss', 'f1'])
})

test('a commit counts once, as it was measured last', () => {
  const records = [record('a', ['m', 'f1', 1]), record('b', ['m', 'f1', 2]), record('a', ['m', 'f1', 3])]
  expect(valuesOf(records, 'f1')).toEqual([['m', 'f1', 'a=3 b=2']])
})

test('what is no number leaves a gap', () => {
  const records = [
    record('a', ['m', 'f1', 1]),
    record('b', ['m', 'f1', 'NaN']),
    record('c'),
    record('d', ['m', 'f1', 4]),
  ]
  expect(valuesOf(records, 'f1')).toEqual([['m', 'f1', 'a=1 d=4']])
})

test('files that define one name have a trend each', () => {
  expect(valuesOf([record('a', ['x', 'f1', 1], ['y', 'f1', 2])], 'f1')).toEqual([
    ['x', 'f1', 'a=1'],
    ['y', 'f1', 'a=2'],
  ])
})

test('an unknown name has none', () => {
  expect(trendOf([record('a', ['m', 'f1', 1])], ['constructor', 'f2'])).toEqual([])
})
