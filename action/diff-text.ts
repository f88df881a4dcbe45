import { UserError } from '../src/errors.ts'
import { type DiffRow, showValue } from './diff-rows.ts'
import { markdownRows, plainRows } from './text-table.ts'

const DEFAULT_PRECISION = 5
const LARGEST_PRECISION = 17

/** The rows of `serin diff` as a table for a terminal, or as Markdown. Throws UserError for a wrong precision. */
export function diffText(
  rows: readonly DiffRow[],
  asked: {
    readonly names: readonly [string, string]
    readonly md?: boolean
    readonly params?: boolean
    readonly precision?: string
  },
): string {
  const precision = precisionOf(asked.precision)
  const shown = rows.map((row) => [
    row.path,
    row.metric,
    showValue(row.old, precision),
    showValue(row.new, precision),
    showValue(row.change, precision),
  ])
  const header = ['Path', asked.params ? 'Param' : 'Metric', ...asked.names, 'Change']
  if (asked.md) return markdownRows([header, ...shown])
  return rows.length === 0 ? '' : plainRows([header, ...shown])
}

function precisionOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PRECISION
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= LARGEST_PRECISION) return value
  throw new UserError('`--precision` is not a number of decimals.', {
    fix: `Write a whole number from 0 to ${LARGEST_PRECISION}.`,
  })
}
