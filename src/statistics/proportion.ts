import { NORMAL, quantile } from './distributions.ts'
import { type Estimate, NO_NOISE } from './estimate.ts'
import { CONFIDENCE, twoSidedP } from './interval.ts'

/** A share of `n` examples, and how many there are; no more is known of them. */
export interface Proportion {
  /** 0 to 1. */
  readonly value: number
  /** At least 1. */
  readonly n: number
}

/**
 * The 95 % range of one proportion: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927; Newcombe 1998).
 */
export function wilson({ value, n }: Proportion): { readonly lo: number; readonly hi: number } {
  const z = quantile(1 - (1 - CONFIDENCE) / 2, NORMAL)
  const centre = value + z ** 2 / (2 * n)
  const half = z * Math.sqrt((value * (1 - value)) / n + z ** 2 / (4 * n ** 2))
  const scale = 1 + z ** 2 / n
  return { lo: Math.max(0, (centre - half) / scale), hi: Math.min(1, (centre + half) / scale) }
}

/**
 * Two proportions as if of different examples: Newcombe's method 10 (1998) from the Wilson ranges (l, u) of both,
 * δ − √((p1−l1)² + (u2−p2)²) … δ + √((u1−p1)² + (p2−l2)²), with the pooled two-proportion z test. Too wide where the
 * same examples were used, never too narrow.
 */
export function unpairedProportions(main: Proportion, pr: Proportion): Estimate {
  const delta = pr.value - main.value
  const before = wilson(main)
  const after = wilson(pr)
  const lo = delta - Math.hypot(pr.value - after.lo, before.hi - main.value)
  const hi = delta + Math.hypot(after.hi - pr.value, main.value - before.lo)
  const pooled = (main.value * main.n + pr.value * pr.n) / (main.n + pr.n)
  const se = Math.sqrt(pooled * (1 - pooled) * (1 / main.n + 1 / pr.n))
  return {
    main: main.value,
    pr: pr.value,
    n: Math.min(main.n, pr.n),
    disagree: undefined,
    noise: {
      kind: 'known',
      interval: { lo, hi, centre: delta, df: NORMAL },
      se: (hi - lo) / (2 * quantile(1 - (1 - CONFIDENCE) / 2, NORMAL)),
      p: se > 0 ? twoSidedP(delta, se, NORMAL) : 1,
    },
    method: 'unpaired (Newcombe 10)',
  }
}

/** Two numbers of which nothing more is known. */
export function withoutNoise(main: number | undefined, pr: number | undefined): Estimate {
  return { main, pr, n: undefined, disagree: undefined, noise: NO_NOISE, method: 'no noise estimate' }
}
