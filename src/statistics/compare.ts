import { UserError } from '../errors.ts'
import { comparePredictions } from './compare-predictions.ts'
import { compareRunTables } from './compare-runs.ts'
import { compareSummaries } from './compare-summaries.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import { judgeLimits } from './limit.ts'
import type { Measured } from './measured-file.ts'
import { type Compared, type Row, upward } from './row.ts'

export type { CompareOptions, Comparison } from './comparison.ts'

/**
 * Compares what two models measured: paired by examples where it can be, else by repeated runs, else by proportions and
 * their counts, else without an estimate of noise, which the rows and notes say. No randomness, no resampling.
 * Throws UserError when the files hold different things or an asked metric cannot be computed.
 */
export function compare(main: Measured, pr: Measured, options: CompareOptions = {}): Comparison {
  const comparison = compareKinds(main, pr, options)
  return options.limit === undefined ? comparison : { ...comparison, rows: withGates(comparison.rows, options.limit) }
}

function compareKinds(main: Measured, pr: Measured, options: CompareOptions): Comparison {
  if (main.kind === 'predictions' && pr.kind === 'predictions') {
    return comparePredictions(main.predictions, pr.predictions, options)
  }
  if (main.kind === 'runs' && pr.kind === 'runs') return compareRunTables(main.runs, pr.runs, options)
  if (main.kind === 'summary' && pr.kind === 'summary') return compareSummaries(main.summary, pr.summary, options)
  throw new UserError(`One file holds ${main.kind} and the other ${pr.kind}.`, {
    fix: 'Compare two files of one kind.',
  })
}

/** The rows as the JSON output has them: metrics, then slices. */
export function rowsOf({ rows, slices }: Comparison): readonly Row[] {
  return [...rows, ...slices].map(({ row }) => row)
}

function withGates(rows: readonly Compared[], limit: NonNullable<CompareOptions['limit']>): readonly Compared[] {
  const limits = rows.map(({ interval, better, row }) => {
    const range = interval && upward(interval, better)
    const most = limit.unit === 'absolute' ? limit.amount : (limit.amount / 100) * Math.abs(row.main ?? Number.NaN)
    return range && Number.isFinite(most) ? { interval: range, most } : undefined
  })
  const verdicts = judgeLimits(limits.filter((found) => found !== undefined))
  let next = 0
  return rows.map((compared, at) => {
    const gate = limits[at] === undefined ? 'unclear' : (verdicts[next++] ?? 'unclear')
    return { ...compared, row: { ...compared.row, gate } }
  })
}
