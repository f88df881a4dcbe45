import { describe, expect, test } from 'vitest'
import { compareRuns, type RunDesign } from '../../src/statistics/seeds.ts'
import { compareTexts, rowOf } from './sample.ts'

const MAIN = [0.81, 0.82, 0.79, 0.83, 0.8]
const PR = [0.84, 0.83, 0.82, 0.86, 0.85]

/** Expected values are SciPy's `ttest_ind(equal_var=False)` and `ttest_rel`, and Nadeau & Bengio's formula in numpy. */
test.each<[string, number[], RunDesign, number, number, number]>([
  ['Welch t, 5 seeds', PR, { kind: 'independent' }, 0.006939958648, 0.05306004135, 0.01707168123],
  ['Welch t, 5 and 3 seeds', PR.slice(0, 3), { kind: 'independent' }, -0.002445886846, 0.04244588685, 0.07188659659],
  ['paired t, 5 seeds', PR, { kind: 'same seeds' }, 0.01244021934, 0.04755978066, 0.009014481334],
  [
    'Nadeau–Bengio t, 5 folds',
    PR,
    { kind: 'folds', testPerTrain: 1 / 4 },
    0.003660329007,
    0.05633967099,
    0.03410942317,
  ],
])('%s', (method, pr, design, lo, hi, p) => {
  const estimate = compareRuns({ main: MAIN, pr, design })
  expect(estimate.method).toBe(method)
  expect(estimate.noise).toMatchObject({
    kind: 'known',
    interval: { lo: expect.closeTo(lo, 8), hi: expect.closeTo(hi, 8) },
    p: expect.closeTo(p, 8),
  })
})

test.each([[[0.8, 0.9]], [[0.9, 0.9, 0.9]]])('runs %j and %j say nothing', (runs) => {
  expect(compareRuns({ main: runs, pr: runs, design: { kind: 'independent' } }).noise.kind).toBe('too few')
})

describe('a table of runs', () => {
  const table = (key: string, keys: readonly number[], values: readonly number[]) =>
    `${key},accuracy\n${keys.map((seed, at) => `${seed},${values[at]}\n`).join('')}`
  const method = (main: string, pr: string) => rowOf(compareTexts(main, pr), 'accuracy').method

  test('is paired by the same seeds, in any order', () => {
    const pr = table('seed', [5, 4, 3, 2, 1], [...PR].reverse())
    expect(rowOf(compareTexts(table('seed', [1, 2, 3, 4, 5], MAIN), pr), 'accuracy')).toMatchObject({
      p: expect.closeTo(0.009014481334, 8),
      n: 5,
      label: 'better',
    })
  })

  test('is not paired by other seeds', () => {
    expect(method(table('seed', [1, 2, 3, 4, 5], MAIN), table('seed', [1, 2, 3, 4, 6], PR))).toBe('Welch t, 5 seeds')
  })

  test('counts that folds overlap', () => {
    const folds = [1, 2, 3, 4, 5]
    expect(method(table('fold', folds, MAIN), table('fold', folds, PR))).toBe('Nadeau–Bengio t, 5 folds')
  })

  test('has no range for other folds', () => {
    const comparison = compareTexts(table('fold', [1, 2, 3], MAIN), table('fold', [1, 2, 3, 4], PR))
    expect(rowOf(comparison, 'accuracy').label).toBe('unknown')
    expect(comparison.notes[0]).toContain('folds')
  })

  test('names a metric that main lacks', () => {
    const pr = 'seed,accuracy,f1\n1,0.5,0.5\n2,0.6,0.6\n3,0.7,0.7\n'
    expect(compareTexts(table('seed', [1, 2, 3], MAIN), pr).notes).toEqual([
      'Main’s runs have no `f1`.'.replace('’', "'"),
    ])
  })
})
