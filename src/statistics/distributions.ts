import betainc from '@stdlib/math-base-special-betainc'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import studentCdf from '@stdlib/stats-base-dists-t-cdf'
import studentQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Degrees of freedom of the normal distribution. */
export const NORMAL = Number.POSITIVE_INFINITY

/** From here on Student's t is the normal distribution to five digits, and its series lose more than that. */
const NEARLY_NORMAL = 1e7

/** The probability that Student's t with `df` > 0 degrees of freedom is at most `t`; `NORMAL` for the normal one. */
export function lowerTail(t: number, df: number): number {
  return df >= NEARLY_NORMAL ? normalCdf(t, 0, 1) : studentCdf(t, df)
}

/** The value that Student's t with `df` > 0 degrees of freedom stays below with probability `p`, 0 < p < 1. */
export function quantile(p: number, df: number): number {
  return df >= NEARLY_NORMAL ? normalQuantile(p, 0, 1) : studentQuantile(p, df)
}

/**
 * The probability of at most `k` heads in `n` tosses of a fair coin, 0 ≤ k ≤ n; by the incomplete beta function
 * (Abramowitz & Stegun 26.5.24).
 */
export function fairCoinTail(k: number, n: number): number {
  return k >= n ? 1 : betainc(0.5, n - k, k + 1)
}
