import type { MetricChange } from '../metrics/diff.ts'
import type { Direction } from '../metrics/direction.ts'
import type { GateRule, WhenUnclear } from './rule.ts'

export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** What one check of one rule found for one metric. */
export interface RuleResult {
  readonly rule: GateRule
  /** The metric's name; the rule's glob when no metric fits it. */
  readonly metric: string
  /** The metric's file, when a metric fits the rule. */
  readonly file?: string
  readonly check: 'min' | 'max' | 'max-regression' | 'present'
  /** `not-judged`: there is nothing to compare with yet; it counts neither for nor against. */
  readonly verdict: Verdict | 'not-judged'
  /** What was found, for people: `0.8667`, or `0.93 → 0.92, worse by 0.01`. Text values stand in backticks. */
  readonly seen: string
  /** What the rule asks: `at least 0.9`. */
  readonly asked: string
  /** Why it could not be judged, and what to do; with `inconclusive`, `not-judged`, and by `unclear`. */
  readonly reason?: string
  /** The range of the change cannot tell, and the verdict is what this `when-unclear` makes of it. */
  readonly unclear?: WhenUnclear
  /** What the reader must know of a check all the same, as sentences. */
  readonly warning?: string
}

/** What a check of one metric looks at. */
export interface Judged {
  readonly rule: GateRule
  readonly change: MetricChange
  readonly direction: Direction
  readonly hasBaseline: boolean
}

/**
 * Whether `value` is above `limit` by more than the rounding of the numbers it was computed from: four units in the last
 * place of the largest of them. So 0.95 − 0.945 is not above 0.005, although a double says 0.0050000000000000044.
 */
export function exceeds(value: number, limit: number, ...computedFrom: readonly number[]): boolean {
  const largest = Math.max(...[value, limit, ...computedFrom].map(Math.abs))
  return value - limit > 4 * Number.EPSILON * largest
}
