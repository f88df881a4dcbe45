import { describe, expect, test } from 'vitest'
import { fairCoinTail, lowerTail, NORMAL, quantile } from '../../src/statistics/distributions.ts'
import { mcnemarMidP } from '../../src/statistics/mcnemar.ts'

/** Expected values are SciPy 1.17's `t.cdf`, `t.ppf`, `norm` and `binom`. */
describe('Student’s t', () => {
  test.each([
    [-2.5, 3, 0.04385332350403278],
    [-1, 1.5, 0.22556768363835517],
    [-4, 30, 0.0001909228180418782],
    [-8, 12.3, 1.6033391537288536e-6],
    [0.3, 999, 0.6178802167150942],
    [-2, 5e6, 0.022750158943665028],
    [-1.3, 1e8, 0.09680048608380015],
    [-30, 9, 1.2418523520791317e-10],
    [-1.96, NORMAL, 0.024997895148220435],
  ])('is below %d with %d degrees of freedom', (t, df, expected) => {
    expect(Math.abs(lowerTail(t, df) / expected - 1)).toBeLessThan(1e-7)
  })

  test.each([
    [0.975, 3, 3.1824463052837078],
    [0.975, 1.5, 6.016663104427929],
    [0.975, 999, 1.9623414611334493],
    [0.975, 9999, 1.960201263621357],
    [0.975, 999999, 1.9599663568164791],
    [0.975, 5e6, 1.9599644589944127],
    [0.8, NORMAL, 0.8416212339323552],
    [0.975, NORMAL, 1.959963984540054],
  ])('has its %d quantile with %d degrees of freedom', (p, df, expected) => {
    expect(quantile(p, df)).toBeCloseTo(expected, 8)
  })
})

test.each([
  [0, 5, 0.03125],
  [3, 10, 0.171875],
  [40, 100, 0.028443966820490444],
  [450, 1000, 0.0008652680424881513],
  [4900, 10000, 0.023292763852473225],
  [10, 10, 1],
  [1, 1, 1],
])('at most %d heads of %d tosses', (k, n, expected) => {
  expect(fairCoinTail(k, n)).toBeCloseTo(expected, 10)
})

test.each([
  [0, 0, 1],
  [5, 5, 1],
  [0, 1, 0.5],
  [1, 8, 0.021484374999999983],
  [10, 25, 0.011330984183587134],
  [200, 212, 0.5549202498498117],
  [123, 98, 0.09314509859731976],
])('mid-p with %d only main’s and %d only pr’s', (onlyMain, onlyPr, expected) => {
  expect(mcnemarMidP(onlyMain, onlyPr)).toBeCloseTo(expected, 10)
})
