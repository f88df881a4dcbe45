/** How far a metric may get worse than on main. `percent` is of main's value; amount is zero or more. */
export interface Regression {
  readonly amount: number
  readonly unit: 'absolute' | 'percent'
}

/** One line under `gates:`. `metric` is a glob over dotted names; `min` and `max` are inclusive. */
export interface GateRule {
  readonly metric: string
  readonly min?: number
  readonly max?: number
  readonly maxRegression?: Regression
  /** Says the direction where the name does not; on its own it judges nothing. */
  readonly better?: 'higher' | 'lower'
  /** What becomes of `max-regression` when the metric's range cannot tell; default: warn. */
  readonly whenUnclear?: WhenUnclear
}

/** `warn` passes and says so, `fail` puts the burden of proof on the candidate, `pass` blocks only proven harm. */
export type WhenUnclear = 'pass' | 'warn' | 'fail'

/** Whether the rule judges anything, or only says a direction. */
export function judges(rule: GateRule): boolean {
  return rule.min !== undefined || rule.max !== undefined || rule.maxRegression !== undefined
}
