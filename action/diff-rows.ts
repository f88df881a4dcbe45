import { diffMetrics } from '../src/metrics/diff.ts'
import { sameValue } from '../src/metrics/metric-value.ts'
import type { Metrics, MetricValue } from '../src/metrics/metrics.ts'

/** One line of `serin diff --json`. `null`: this side has no such metric. */
export interface DiffRow {
  readonly path: string
  readonly metric: string
  readonly old: number | string | boolean | null
  readonly new: number | string | boolean | null
  /** new − old between two numbers. */
  readonly change: number | null
}

/**
 * The rows between two revisions, by path and then by name, in the order of code points.
 * As in `dvc metrics diff`, a file that was moved is two sets of rows and what did not change is left out unless `all`.
 */
export function diffRows(old: Metrics, candidate: Metrics, options: { readonly all: boolean }): readonly DiffRow[] {
  return diffMetrics(old, candidate, { movedFiles: 'separate' })
    .filter((change) => options.all || !sameValue(change.old, change.new))
    .map(({ file, name, old: before, new: after, change }) => ({
      path: file,
      metric: name,
      old: plain(before),
      new: plain(after),
      change: change ?? null,
    }))
    .sort((a, b) => byCodePoint(a.path, b.path) || byCodePoint(a.metric, b.metric))
}

/** Rounded for people to `precision` decimals; what would become zero by that keeps its first significant digits. */
export function showValue(value: DiffRow['old'], precision: number): string {
  if (value === null) return '-'
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  const rounded = Number(value.toFixed(precision))
  return String(rounded === 0 ? Number(value.toPrecision(Math.max(1, precision))) : rounded)
}

function plain(value: MetricValue | undefined): DiffRow['old'] {
  if (value === undefined) return null
  if (value.kind === 'number') return value.value
  return value.text === 'true' || value.text === 'false' ? value.text === 'true' : value.text
}

function byCodePoint(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
