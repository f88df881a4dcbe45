import { expect, test } from 'vitest'
import { judgeLimits } from '../../src/statistics/limit.ts'
import { benjaminiHochberg, holm } from '../../src/statistics/several-tests.ts'

const P = [0.001, 0.02, 0.04, 0.012, 0.3, 0.0049, 0.011]
const bits = (stands: readonly boolean[]) => stands.map(Number).join('')

/** Expected values are statsmodels' `multipletests`. */
test.each([
  [holm, 0.05, '1000010'],
  [holm, 0.025, '1000000'],
  [benjaminiHochberg, 0.1, '1111011'],
  [benjaminiHochberg, 0.02, '1000010'],
])('%o at %d', (procedure, level, expected) => {
  expect(bits(procedure(P, level))).toBe(expected)
})

test('nothing stands among nothing', () => {
  expect(holm([], 0.05)).toEqual([])
  expect(benjaminiHochberg([], 0.05)).toEqual([])
})

const range = (lo: number, hi: number) => ({ lo, hi, centre: (lo + hi) / 2, df: 30 })

test.each([
  [-0.004, 0.01, 'pass'],
  [-0.005, 0.01, 'pass'],
  [-0.02, 0.001, 'unclear'],
  [-0.02, -0.005, 'unclear'],
  [-0.02, -0.006, 'fail'],
])('a range from %d to %d against a limit of 0.005: %s', (lo, hi, verdict) => {
  expect(judgeLimits([{ interval: range(lo, hi), most: 0.005 }])).toEqual([verdict])
})

test('one of many limits must be broken more clearly', () => {
  const slightly = { interval: range(-0.02, -0.006), most: 0.005 }
  const clearly = { interval: range(-0.02, -0.016), most: 0.005 }
  expect(judgeLimits([slightly, slightly, slightly])).toEqual(['unclear', 'unclear', 'unclear'])
  expect(judgeLimits([slightly, clearly])).toEqual(['fail', 'fail'])
})
