import { expect, test } from 'vitest'
import { rangeText } from '../../src/metrics/range-text.ts'

test.each([
  [0.00177, 0.117, '+0.002 … +0.117'],
  [-0.0772, -0.0131, '-0.077 … -0.013'],
  [0, 0.12, '0.00 … +0.12'],
  [-0.004, 0.5, '-0.004 … +0.500'],
  [1e-9, 0.12, '+1e-9 … +0.12'],
  [0, 0, '0 … 0'],
  [-12, 30, '-12 … +30'],
  [-0.0096, 0.4, '-0.010 … +0.400'],
])('%d to %d is %s', (lo, hi, text) => {
  expect(rangeText(lo, hi)).toBe(text)
})
