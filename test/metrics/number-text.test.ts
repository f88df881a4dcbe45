import { expect, test } from 'vitest'
import { formatApart, formatMove, formatNumber, formatPercent } from '../../src/metrics/number-text.ts'

test.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [150, '150'],
  [12345678, '12345678'],
  [0.9333333333333333, '0.9333'],
  [0.9, '0.9'],
  [0.99996, '1'],
  [0.99994, '0.9999'],
  [12345.678, '12346'],
  [999.96, '1000'],
  [123.456, '123.5'],
  [-0.05, '-0.05'],
  [0.0001, '0.0001'],
  [0.00012346, '0.0001235'],
  [1e-7, '1e-7'],
  [1.2345e-7, '1.235e-7'],
  [5e-324, '4.941e-324'],
  [1e15, '1e15'],
  [1.7976931348623157e308, '1.798e308'],
  [3.12e20, '3.12e20'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('%d is written %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test.each([
  [0.9333333, 0.9666666, ['0.9333', '0.9667', '+0.0333']],
  [0.9, 0.9123, ['0.9000', '0.9123', '+0.0123']],
  [0.5, 0.75, ['0.50', '0.75', '+0.25']],
  [0.95, 0.9, ['0.95', '0.90', '-0.05']],
  [0.94321, 0.94322, ['0.94321', '0.94322', '+0.00001']],
  [0.5, 0.5, ['0.5', '0.5', '0']],
  [10, 12, ['10', '12', '+2']],
  [0, 0.25, ['0.00', '0.25', '+0.25']],
  [1e-7, 2e-7, ['1e-7', '2e-7', '+1e-7']],
  [1, 1e-7, ['1', '1e-7', '-1']],
  [1e20, 2e20, ['1e20', '2e20', '+1e20']],
  [0.5, 0.5 + 2 ** -50, ['0.5', '0.500000000000001', '+8.882e-16']],
  [12345.678, 12345.789, ['12345.68', '12345.79', '+0.11']],
])('%d to %d is written %j', (old, candidate, [before, after, change]) => {
  expect(formatMove(old, candidate)).toEqual({ old: before, new: after, change })
})

test('a change that exists is always seen', () => {
  for (let exponent = -320; exponent < 300; exponent += 1) {
    for (const factor of [1.0000000001, 1.01, -1, 3e10, 0]) {
      const old = Number(`1.23456789e${exponent}`)
      if (old === old * factor) continue
      const text = formatMove(old, old * factor)
      expect(text.old).not.toBe(text.new)
      expect(Number(text.change)).not.toBe(0)
    }
  }
})

test('different numbers side by side look different', () => {
  expect(formatApart(0.89999, 0.9)).toEqual(['0.89999', '0.9'])
  expect(formatApart(1, 1)).toEqual(['1', '1'])
})

test.each([
  [0.0357, '+3.6%'],
  [-0.5, '-50%'],
  [0.00001, '+0.001%'],
  [12.345, '+1235%'],
  [0, '0%'],
])('%d is %s', (ratio, text) => {
  expect(formatPercent(ratio)).toBe(text)
})
