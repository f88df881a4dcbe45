import type { Direction } from '../metrics/direction.ts'
import type { Estimate } from './estimate.ts'
import { type Interval, negated, smallestVisible } from './interval.ts'

/**
 * What the numbers say of the candidate's model, not of the edit that led to it. `noise`: the difference is within what
 * chance does; `too few`: too little to say; `unknown`: nothing says how large chance is, or which way is better.
 */
export type Label = 'better' | 'worse' | 'noise' | 'too few' | 'unknown'

/** Whether a limit on how much worse a metric may get is kept; `unclear`: this test set cannot tell. */
export type GateVerdict = 'pass' | 'fail' | 'unclear'

/** One compared metric, as the JSON output has it. Numbers are in the metric's own unit; null: there is none. */
export interface Row {
  readonly metric: string
  readonly main: number | null
  readonly pr: number | null
  /** pr − main. */
  readonly delta: number | null
  /** The 95 % range of delta. */
  readonly lo: number | null
  readonly hi: number | null
  /** Two-sided p value of no difference. */
  readonly p: number | null
  readonly se: number | null
  readonly n: number | null
  /** Examples on which the two models differ. */
  readonly n_disagree: number | null
  /** The smallest change that this test set sees in 80 % of cases. */
  readonly mde: number | null
  readonly method: string
  readonly label: Label
  /** Null where no limit is set. */
  readonly gate: GateVerdict | null
}

/** A row with the range it was made from. */
export interface Compared {
  readonly row: Row
  readonly better: Direction
  readonly interval: Interval | undefined
}

const ALPHA = 0.05

/** Puts an estimate into words: better or worse only when the range and the p value both say so. */
export function comparedBy(metric: string, estimate: Estimate, better: Direction): Compared {
  const { noise, method } = estimate
  const main = finite(estimate.main)
  const pr = finite(estimate.pr)
  const known = noise.kind === 'known' ? noise : undefined
  const row: Row = {
    metric,
    main,
    pr,
    delta: main === null || pr === null ? null : pr - main,
    lo: finite(known?.interval.lo),
    hi: finite(known?.interval.hi),
    p: finite(known?.p),
    se: finite(known?.se),
    n: finite(estimate.n),
    n_disagree: finite(estimate.disagree),
    mde: known?.se === undefined ? null : finite(smallestVisible(known.se)),
    method,
    label: labelOf(estimate, better),
    gate: null,
  }
  return { row, better, interval: known?.interval }
}

/** The range with up as better; undefined where it is not known which way that is. */
export function upward(interval: Interval, better: Direction): Interval | undefined {
  if (better === 'unknown') return undefined
  return better === 'higher' ? interval : negated(interval)
}

/** Whether both models gave the same on every example: these show no difference, others still may. */
export function isEqualEverywhere({ n_disagree, delta }: Pick<Row, 'n_disagree' | 'delta'>): boolean {
  return n_disagree === 0 && delta === 0
}

/** Whether the metric does not exist for either model, such as an area under the curve with one class only. */
export function isUndefined({ main, pr }: Pick<Row, 'main' | 'pr'>): boolean {
  return main === null && pr === null
}

function labelOf({ noise }: Estimate, better: Direction): Label {
  switch (noise.kind) {
    case 'none':
      return 'unknown'
    case 'too few':
      return 'too few'
    case 'known': {
      const { lo, hi } = noise.interval
      if (!(noise.p < ALPHA && (lo > 0 || hi < 0))) return 'noise'
      if (better === 'unknown') return 'unknown'
      return lo > 0 === (better === 'higher') ? 'better' : 'worse'
    }
  }
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
