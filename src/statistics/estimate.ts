import type { Interval } from './interval.ts'

/** What is known of the noise in a difference. */
export type Noise =
  | {
      readonly kind: 'known'
      readonly interval: Interval
      /** The two-sided p value of no difference. */
      readonly p: number
      /** The standard error of the difference, in the metric's unit; missing for ranges that are uneven. */
      readonly se?: number
    }
  /** The examples or runs do not suffice for a range that keeps its promise. */
  | { readonly kind: 'too few' }
  /** Nothing says how much the numbers would move by chance. */
  | { readonly kind: 'none' }

/** One metric of two models and what is known of its difference; `main` is compared with, `pr` is the candidate. */
export interface Estimate {
  /** Undefined where the metric does not exist: recall without a positive example. */
  readonly main: number | undefined
  readonly pr: number | undefined
  /** Examples (or runs, for repeated seeds) that the metric is over. */
  readonly n: number | undefined
  /** Examples on which the two models differ; undefined where that is not known. */
  readonly disagree: number | undefined
  readonly noise: Noise
  /** How it was found, for people. */
  readonly method: string
}

export const TOO_FEW: Noise = { kind: 'too few' }
export const NO_NOISE: Noise = { kind: 'none' }

/** The method of a metric that needs two classes, or one that is not there. */
export const ONE_CLASS = 'undefined: only one class'

/** A noise that is known, unless its standard error is no number above the rounding of `delta`. */
export function knownNoise(found: { interval: Interval; p: number; se: number }, delta: number): Noise {
  return found.se > 1e-12 * Math.abs(delta) ? { kind: 'known', ...found } : TOO_FEW
}
