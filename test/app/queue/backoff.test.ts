import { expect, test } from 'vitest'
import { backoffMs } from '../../../app/queue/backoff.ts'

test.each([
  [1, 1_000, 2_000],
  [2, 4_000, 8_000],
  [3, 16_000, 32_000],
  [4, 64_000, 128_000],
  [50, 300_000, 600_000],
])('after attempt %i a job waits from %i ms to %i ms', (attempt, least, most) => {
  expect([backoffMs(attempt, 0), backoffMs(attempt, 1)]).toEqual([least, most])
})
