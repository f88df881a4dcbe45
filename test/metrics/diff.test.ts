import { expect, test } from 'vitest'
import { diffMetrics } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'

const metrics = (values: unknown, path = 'm.json') => parseMetrics([{ path, text: JSON.stringify(values) }])

test('a change is new minus old, and relative to the size of old', () => {
  expect(diffMetrics(metrics({ loss: -2 }), metrics({ loss: -1 }))).toMatchObject([{ change: 1, relative: 0.5 }])
})

test('a change from zero has no relative size', () => {
  expect(diffMetrics(metrics({ a: 0 }), metrics({ a: 3 }))).toMatchObject([{ change: 3, relative: undefined }])
})

test('a number that becomes text has no change', () => {
  expect(diffMetrics(metrics({ a: 1 }), metrics({ a: null }))).toMatchObject([
    { new: { kind: 'text', text: 'null' }, change: undefined, relative: undefined },
  ])
})

test('a change too large for a number is none', () => {
  expect(diffMetrics(metrics({ a: -1.7e308 }), metrics({ a: 1.7e308 }))).toMatchObject([{ change: undefined }])
})

test('new metrics have no old, gone ones no new and come last', () => {
  const rows = diffMetrics(metrics({ gone: 1, kept: 1 }), metrics({ added: 1, kept: 1 }))
  expect(rows.map(({ name, old, new: now }) => [name, old !== undefined, now !== undefined])).toEqual([
    ['added', false, true],
    ['kept', true, true],
    ['gone', true, false],
  ])
})

test('a metrics file that moved changes no metric', () => {
  const rows = diffMetrics(metrics({ f1: 0.5 }, 'm.json'), metrics({ f1: 0.75 }, 'out/m.yaml'))
  expect(rows).toMatchObject([{ file: 'out/m.yaml', name: 'f1', change: 0.25 }])
})

test('moves can be kept separate, as DVC does', () => {
  const rows = diffMetrics(metrics({ f1: 0.5 }, 'a.json'), metrics({ f1: 0.5 }, 'b.json'), { movedFiles: 'separate' })
  expect(rows.map(({ file }) => file)).toEqual(['b.json', 'a.json'])
})

test('a name that moved from one file to two is not guessed about', () => {
  const both = [...metrics({ f1: 1 }, 'b.json'), ...metrics({ f1: 1 }, 'c.json')]
  expect(diffMetrics(metrics({ f1: 1 }, 'a.json'), both)).toHaveLength(3)
})
