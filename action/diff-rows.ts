import { diffMetrics, type MetricChange } from '../src/metrics/diff.ts'
import { type MetricValue, sameValue } from '../src/metrics/metric-value.ts'
import type { Metrics } from '../src/metrics/sources.ts'
import type { Unit } from '../src/metrics/unit.ts'

/**
 * One line of `serin diff --json`. `null`: this side has no such metric. A text is what the file has for a text, for null,
 * NaN, infinities, an empty list or mapping, a date, and an integer that no double holds.
 */
export interface DiffRow {
  readonly path: string
  readonly metric: string
  readonly old: number | string | boolean | null
  readonly new: number | string | boolean | null
  /** new − old between two numbers. */
  readonly change: number | null
  /** Of the numbers, which are those of the file; a `percent` is a share of 1. */
  readonly unit?: Unit
}

/**
 * The rows between two revisions, by path and then by name, in the order of code points.
 * As in `dvc metrics diff`, a file that was moved is two sets of rows and what did not change is left out unless `all`.
 */
export function diffRows(old: Metrics, candidate: Metrics, options: { readonly all: boolean }): readonly DiffRow[] {
  const files = new Map<string, DiffRow[]>()
  for (const change of diffMetrics(old, candidate, { movedFiles: 'separate' })) {
    if (!options.all && sameValue(change.old, change.new)) continue
    const rows = files.get(change.file)
    if (rows === undefined) files.set(change.file, [rowOf(change)])
    else rows.push(rowOf(change))
  }
  const sorted = [...files].sort(([one], [other]) => byCodePoint(one, other))
  return sorted.flatMap(([, rows]) => rows.sort((one, other) => byCodePoint(one.metric, other.metric)))
}

function rowOf({ file, name, old, new: now, change, unit }: MetricChange): DiffRow {
  const row = { path: file, metric: name, old: plain(old), new: plain(now), change: change ?? null }
  return unit === undefined ? row : { ...row, unit }
}

/** No double has more that count: toFixed beyond it gives the digits of its binary form. */
const MOST_DECIMALS = 17

/** Rounded for people to `precision` decimals; what would become zero by that keeps its first significant digits. */
export function showValue(value: DiffRow['old'], precision: number): string {
  if (value === null) return '-'
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  const rounded = Number(value.toFixed(precision))
  return String(rounded === 0 ? Number(value.toPrecision(Math.max(1, precision))) : rounded)
}

/** Both sides with at least `precision` decimals, and with as many as it takes for different values to look different. */
export function showPair({ old, new: now }: DiffRow, precision: number): readonly [string, string] {
  for (let decimals = precision; decimals <= MOST_DECIMALS; decimals += 1) {
    const [before, after] = [showValue(old, decimals), showValue(now, decimals)]
    if (before !== after || old === now) return [before, after]
  }
  return [String(old), String(now)]
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
