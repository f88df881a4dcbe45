import { expect, test } from 'vitest'
import type { Report } from '../../src/report/content.ts'
import { training } from '../../src/report/sections/training.ts'
import { exampleReport } from './example-report.ts'

const textOf = (given: Partial<Report>): string =>
  training({ ...exampleReport({ values: { f1: 1 } }), ...given }, { size: 1000, sizeOf: (text) => text.length }).text

test.each([
  [720, 420, 'Training took 12 min (main: 7 min, +71%).'],
  [420, 720, 'Training took 7 min (main: 12 min, -42%).'],
  [424, 420, 'Training took 7 min 4 s (main: 7 min).'],
  [3, 1, 'Training took 3 s (main: 1 s).'],
  [60, undefined, 'Training took 1 min.'],
])('a training of %i s, on main %s s', (trainingSeconds, main, text) => {
  expect(textOf({ trainingSeconds, ...(main !== undefined && { baselineTrainingSeconds: main }) })).toBe(text)
})

const MB = 1e6
test.each([
  ['grew', { bytes: 48 * MB, mainBytes: 30 * MB }, '`a` has 48 MB (main: 30 MB, +60%).'],
  ['shrank', { bytes: 3 * MB, mainBytes: 30 * MB }, '`a` has 3 MB (main: 30 MB, -90%).'],
  ['hardly moved', { bytes: 31 * MB, mainBytes: 30 * MB }, ''],
  ['is small', { bytes: 900_000, mainBytes: 1000 }, ''],
  ['is new and large', { bytes: 64 * MB }, '`a` has 64 MB.'],
  ['is new and usual', { bytes: 4 * MB }, ''],
  ['was empty', { bytes: 4 * MB, mainBytes: 0 }, '`a` has 4 MB (main: 0 B).'],
])('a file that %s', (_, size, text) => {
  expect(textOf({ files: [{ name: 'a', ...size }] })).toBe(text)
})

test('of many files the three that moved most are told', () => {
  const files = [2, 9, 5, 7].map((times) => ({ name: `f${times}`, bytes: times * 2 * MB, mainBytes: MB }))
  expect(textOf({ files })).toMatch(/^`f9`.*`f7`.*`f5`[^f]*$/)
})
