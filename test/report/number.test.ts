import { expect, test } from 'vitest'
import { diffMetrics } from '../../src/metrics/diff.ts'
import type { Metric } from '../../src/metrics/metrics.ts'
import type { Unit } from '../../src/metrics/unit.ts'
import { changeCells } from '../../src/report/number.ts'

const metric = (value: number, unit?: Unit): Metric => ({
  file: 'm.json',
  name: 'x',
  value: { kind: 'number', value },
  ...(unit !== undefined && { unit }),
})

test.each([
  ['percent', 0.9, 0.93, { old: '90%', new: '93%', change: '▲ +3 pp (+3.3%)' }],
  ['ms', 12.5, 10, { old: '12.5 ms', new: '10.0 ms', change: '▼ -2.5 ms (-20%)' }],
  ['ns', 2_947_276, 3_000_000, { old: '2.947 ms', new: '3.000 ms', change: '▲ +0.053 ms (+1.8%)' }],
  ['ns', 999_000, 1_001_000, { old: '0.999 ms', new: '1.001 ms', change: '▲ +0.002 ms (+0.2%)' }],
  ['ns', 61_000_000_000, 0, { old: '61 s', new: '0 s', change: '▼ -61 s (-100%)' }],
  ['ns', 90, 90, { old: '90 ns', new: '90 ns', change: '–' }],
  ['bytes', 100, 150, { old: '100 bytes', new: '150 bytes', change: '▲ +50 bytes (+50%)' }],
  ['requests/s', 100, 100, { old: '100 requests/s', new: '100 requests/s', change: '–' }],
  [undefined, 1, 2, { old: '1', new: '2', change: '▲ +1 (+100%)' }],
] as const)('a number in %s is shown with its unit', (unit, old, candidate, cells) => {
  const [change] = diffMetrics([metric(old, unit)], [metric(candidate, unit)])
  expect(change && changeCells(change)).toEqual(cells)
})

test('a metric that is new, or gone, has its unit too', () => {
  const [added] = diffMetrics([], [metric(0.5, 'percent')])
  const [gone] = diffMetrics([metric(3, 's')], [])
  expect(added && changeCells(added).new).toBe('50%')
  expect(gone && changeCells(gone).old).toBe('3 s')
})

test('the unit comes with the candidate when the history has none', () => {
  const [change] = diffMetrics([metric(0.9)], [metric(0.93, 'percent')])
  expect(change && changeCells(change).old).toBe('90%')
})
