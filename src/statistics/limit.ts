import { CONFIDENCE, type Interval, pAtLeast } from './interval.ts'
import type { GateVerdict } from './row.ts'
import { holm } from './several-tests.ts'

/** A range whose up is better, and by how much the metric may get worse, zero or more, in its own unit. */
export interface Limited {
  readonly interval: Interval
  readonly most: number
}

/** The share of wrong failures among all limits together, one-sided. */
const ALPHA = (1 - CONFIDENCE) / 2

/**
 * Judges limits that belong to one gate. Kept when the range's worst end is within the limit (non-inferiority with
 * 2.5 % on that side). Broken when the whole range is beyond it, with Holm's correction over all of the gate's limits,
 * because one broken limit fails the gate; that all must be kept needs no correction (Berger 1982). Else unclear.
 */
export function judgeLimits(limits: readonly Limited[]): readonly GateVerdict[] {
  const broken = holm(
    limits.map(({ interval, most }) => pAtLeast(interval, -most)),
    ALPHA,
  )
  return limits.map(({ interval, most }, at) => {
    if (interval.lo >= -most) return 'pass'
    return broken[at] && interval.hi < -most ? 'fail' : 'unclear'
  })
}
