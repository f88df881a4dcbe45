import { expect, test } from 'vitest'
import { formatDuration } from '../../src/report/duration.ts'

test.each([
  [0, '0 s'],
  [0.42, '0.4 s'],
  [9.96, '10 s'],
  [12.4, '12 s'],
  [59.6, '1 min'],
  [192.3, '3 min 12 s'],
  [3600, '1 h'],
  [7384, '2 h 3 min'],
  [100_000, '1 d 3 h'],
  [1e9, '11574 d 1 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})
