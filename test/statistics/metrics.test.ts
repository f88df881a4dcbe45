import { describe, expect, test } from 'vitest'
import { binaryAnswers, classAnswers, compareRows, measures, rowOf, without } from './sample.ts'

/** Expected values are scikit-learn's, SciPy's `ttest_rel`, statsmodels' clustered OLS and numeric derivatives. */
const DIGITS = 6

function expectNumbers(row: object, expected: Readonly<Record<string, number>>) {
  for (const [key, value] of Object.entries(expected)) {
    expect({ [key]: row[key as keyof typeof row] }).toEqual({ [key]: expect.closeTo(value, DIGITS) })
  }
}

const binary = binaryAnswers()
const ungrouped = { main: without(binary.main, 'group'), pr: without(binary.pr, 'group') }

describe('answers of two classes', () => {
  const comparison = compareRows(ungrouped.main, ungrouped.pr)

  test.each([
    ['accuracy', 0.9266666667, 0.8633333333, -0.1105187348, -0.01530907977, 0.02428862361, 0.00907334034, 300, 53],
    ['recall', 0.9268292683, 0.8902439024, -0.1316146727, 0.06018610127, 0.04892966796, 0.454498291, 82, 15],
    ['specificity', 0.9266055046, 0.8532110092, -0.1282466632, -0.01720788224, 0.02832674015, 0.009475304, 218, 38],
    ['f1', 0.8735632184, 0.7807486631, -0.1675815784, -0.01804753221, 0.03799273, 0.01514609, 300, 53],
    ['precision', 0.8260869565, 0.6952380952, -0.2243387889, -0.03735893368, 0.04750674, 0.006241735, 300, 53],
    ['roc_auc', 0.9780711569, 0.9469400313, -0.05985008468, -0.002412166384, 0.01465279943, 0.03362121291, 300, 0],
    ['log_loss', 0.3970888626, 0.4515538583, 0.02269702754, 0.08623296376, 0.01614283712, 0.00083872, 300, 294],
    ['brier', 0.1152093333, 0.1404986667, 0.01149870154, 0.03907996513, 0.007007685291, 0.00036049909, 300, 294],
  ])('%s', (metric, main, pr, lo, hi, se, p, n, disagree) => {
    const row = rowOf(comparison, metric)
    expectNumbers(row, { main, pr, delta: pr - main, lo, hi, se, p, n, mde: 2.8015852 * se })
    if (disagree > 0) expect(row.n_disagree).toBe(disagree)
  })

  test('are labelled by range and p value', () => {
    expect(comparison.rows.map(({ row }) => [row.metric, row.label])).toEqual([
      ['accuracy', 'worse'],
      ['precision', 'worse'],
      ['recall', 'noise'],
      ['specificity', 'worse'],
      ['f1', 'worse'],
      ['roc_auc', 'worse'],
      ['log_loss', 'worse'],
      ['brier', 'worse'],
    ])
  })

  test('say the same the other way round', () => {
    const back = compareRows(ungrouped.pr, ungrouped.main)
    for (const { row } of comparison.rows) {
      const other = rowOf(back, row.metric)
      expectNumbers(other, { delta: -(row.delta ?? 0), lo: -(row.hi ?? 0), hi: -(row.lo ?? 0), p: row.p ?? 0 })
    }
  })

  test('say the same in any order of rows', () => {
    const rows = compareRows([...ungrouped.main].reverse(), ungrouped.pr).rows.map(({ row }) => row)
    expect(rows).toEqual(comparison.rows.map(({ row }) => row))
  })
})

describe('grouped rows', () => {
  const comparison = compareRows(binary.main, binary.pr)

  test.each([
    ['accuracy', 0.02437779504, -0.1138897859, -0.01277688074, 0.01641836903],
    ['roc_auc', 0.01828067921, -0.06904293381, 0.006780682744, 0.1026653927],
    ['f1', 0.03892278, -0.1735354585, -0.01209365211, 0.02614767304],
  ])('%s is by the cluster formula', (metric, se, lo, hi, p) => {
    const row = rowOf(comparison, metric)
    expect(row.se).toBeCloseTo(se, DIGITS)
    expect(row.lo).toBeCloseTo(lo, DIGITS)
    expect(row.hi).toBeCloseTo(hi, DIGITS)
    expect(row.p).toBeCloseTo(p, DIGITS)
    expect(row.method).toContain('grouped')
  })

  test('one group says nothing', () => {
    const inOne = (rows: typeof binary.main) => rows.map((row) => ({ ...row, group: 1 }))
    expect(rowOf(compareRows(inOne(binary.main), inOne(binary.pr)), 'accuracy').label).toBe('too few')
  })
})

describe('answers of several classes', () => {
  const { main, pr } = classAnswers()
  const comparison = compareRows(main, pr)

  test('have accuracy and macro-F1', () => {
    expect(comparison.rows.map(({ row }) => row.metric)).toEqual(['accuracy', 'macro_f1'])
    expectNumbers(rowOf(comparison, 'accuracy'), { main: 0.86, pr: 0.88 })
    expectNumbers(rowOf(comparison, 'macro_f1'), {
      main: 0.8065895058,
      pr: 0.8099172146,
      se: 0.04284367,
      lo: -0.08105448,
      hi: 0.0877099,
      p: 0.9381522,
      n_disagree: 58,
    })
  })

  test('may be text', () => {
    const named = (rows: typeof main) =>
      rows.map(({ id, label, prediction }) => ({ id, label: `c${label}`, prediction: `c${prediction}` }))
    expect(rowOf(compareRows(named(main), named(pr)), 'macro_f1')).toEqual(rowOf(comparison, 'macro_f1'))
  })

  test('may be written as whole or as real numbers', () => {
    const real = pr.map(({ id, label, prediction }) => ({ id, label: `${label}.0`, prediction: `${prediction}.0` }))
    expect(rowOf(compareRows(main, real), 'accuracy')).toEqual(rowOf(comparison, 'accuracy'))
  })
})

describe('measures', () => {
  const grouped = measures()
  const main = without(grouped.main, 'group')
  const pr = without(grouped.pr, 'group')

  test('have RMSE, MAE and R²', () => {
    const comparison = compareRows(main, pr)
    expect(comparison.rows.map(({ row }) => [row.metric, row.label])).toEqual([
      ['rmse', 'better'],
      ['mae', 'better'],
      ['r2', 'better'],
    ])
    expectNumbers(rowOf(comparison, 'rmse'), {
      main: 0.8857621389,
      pr: 0.7667786132,
      se: 0.04402418274,
      lo: -0.2061558045,
      hi: -0.03181124687,
      p: 0.007884506626,
    })
    expectNumbers(rowOf(comparison, 'mae'), {
      main: 0.8025,
      pr: 0.6592583333,
      se: 0.04778729276,
      lo: -0.2378652792,
      hi: -0.04861805417,
      p: 0.003314381697,
    })
    expectNumbers(rowOf(comparison, 'r2'), { main: 0.898638454, pr: 0.9240410448, se: 0.009399017994 })
  })

  test('may be grouped', () => {
    expectNumbers(rowOf(compareRows(grouped.main, grouped.pr), 'rmse'), { se: 0.0448785296 })
  })

  test('have the metric that was asked for', () => {
    const comparison = compareRows(main, pr, { metrics: ['Mean Squared Error'] })
    expect(comparison.rows.map(({ row }) => row.metric)).toEqual(['mse'])
    expectNumbers(rowOf(comparison, 'mse'), { main: 0.7845745667, pr: 0.5879494417, se: 0.07275175606 })
  })

  test('may have the model’s own score of each example', () => {
    const scored = (rows: typeof main, more: number) =>
      rows.map((row, at) => ({ ...row, pinball_loss: (at % 7) * 0.1 + (at % 3 === 0 ? more : 0) }))
    const row = rowOf(compareRows(scored(main, 0), scored(pr, 0.05)), 'pinball_loss')
    expect(row).toMatchObject({
      delta: expect.closeTo(0.05 / 3, 9),
      n_disagree: 40,
      label: 'worse',
      method: 'paired t',
    })
  })
})

describe('too few disagreements', () => {
  const { main } = measures()

  test('leave a mean without a range, never ±0', () => {
    const pr = main.map((row, at) => (at < 9 ? { ...row, prediction: row.prediction + 1 } : row))
    expect(rowOf(compareRows(main, pr), 'mae')).toMatchObject({ n_disagree: 9, lo: null, p: null, label: 'too few' })
  })

  test('leave accuracy a range all the same', () => {
    const row = rowOf(compareRows(ungrouped.main, ungrouped.main), 'accuracy')
    expect(row).toMatchObject({ delta: 0, n_disagree: 0, p: 1, label: 'noise' })
    expect(row.hi).toBeGreaterThan(0)
  })

  test.each(['f1', 'precision'])('leave %s a range all the same', (metric) => {
    expect(rowOf(compareRows(ungrouped.main, ungrouped.main), metric).hi).toBeGreaterThan(0)
  })

  test.each(['roc_auc', 'log_loss'])('leave %s none', (metric) => {
    expect(rowOf(compareRows(ungrouped.main, ungrouped.main), metric)).toMatchObject({ lo: null, label: 'too few' })
  })
})
