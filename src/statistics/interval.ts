import { lowerTail, quantile } from './distributions.ts'

/** Two-sided confidence of every range. */
export const CONFIDENCE = 0.95
const UPPER = 1 - (1 - CONFIDENCE) / 2
/** The share of real differences that the smallest visible change is seen with. */
const POWER = 0.8

/** A 95 % range of a difference, with what is needed to ask it other questions. In the metric's own unit. */
export interface Interval {
  readonly lo: number
  readonly hi: number
  /** Where the range is centred before it is cut to what is possible. */
  readonly centre: number
  /** Degrees of freedom of Student's t; `NORMAL` for a normal range. */
  readonly df: number
}

/** centre ± t(0.975, df) · se, cut to `within`. */
export function intervalAround(input: {
  readonly centre: number
  readonly se: number
  readonly df: number
  readonly within?: readonly [least: number, most: number]
}): Interval {
  const { centre, se, df, within: [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] } = input
  const half = quantile(UPPER, df) * se
  return { lo: Math.max(least, centre - half), hi: Math.min(most, centre + half), centre, df }
}

/** The two-sided p value of a difference of zero: 2 · T(−|delta| / se). */
export function twoSidedP(delta: number, se: number, df: number): number {
  return 2 * lowerTail(-Math.abs(delta) / se, df)
}

/**
 * The one-sided p value of the claim that the difference is at least `limit`: below 0.025 exactly when the range ends
 * below the limit. The distance from the centre to the upper end is the measure, so uneven ranges have theirs.
 */
export function pAtLeast({ hi, centre, df }: Interval, limit: number): number {
  const se = (hi - centre) / quantile(UPPER, df)
  return lowerTail((centre - limit) / se, df)
}

/** The range of the difference the other way round. */
export function negated({ lo, hi, centre, df }: Interval): Interval {
  return { lo: -hi, hi: -lo, centre: -centre, df }
}

/** The smallest true change that is seen in 80 % of cases: (1.960 + 0.8416) · se. It knows nothing of the change found. */
export function smallestVisible(se: number): number {
  return (quantile(UPPER, Number.POSITIVE_INFINITY) + quantile(POWER, Number.POSITIVE_INFINITY)) * se
}

/** How many examples a test set needs to see a change of `target` when one of `n` examples sees `visible`. */
export function examplesNeeded(n: number, visible: number, target: number): number {
  return Math.ceil(n * (visible / target) ** 2)
}
