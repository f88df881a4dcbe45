import { UserError } from '../src/errors.ts'
import { type DiffRow, showPair, showValue } from './diff-rows.ts'
import { markdownRows, plainRows } from './text-table.ts'

const DEFAULT_PRECISION = 5
const LARGEST_PRECISION = 17

/**
 * The rows of `serin diff` as a table for a terminal, or as Markdown; as in DVC parameters have no column for the change.
 * Without a `precision` different values never look the same. Throws UserError for a wrong precision.
 */
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
  const shown = rows.map((row) => {
    const sides = precision === undefined ? showPair(row, DEFAULT_PRECISION) : sidesOf(row, precision)
    const cells = [row.path, row.metric, ...sides]
    return asked.params ? cells : [...cells, showValue(row.change, precision ?? DEFAULT_PRECISION)]
  })
  const header = asked.params ? ['Path', 'Param', ...asked.names] : ['Path', 'Metric', ...asked.names, 'Change']
  if (asked.md) return markdownRows([header, ...shown])
  return rows.length === 0 ? '' : plainRows([header, ...shown])
}

function sidesOf(row: DiffRow, precision: number): readonly [string, string] {
  return [showValue(row.old, precision), showValue(row.new, precision)]
}

function precisionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= LARGEST_PRECISION) return value
  throw new UserError('`--precision` is not a number of decimals.', {
    fix: `Write a whole number from 0 to ${LARGEST_PRECISION}.`,
  })
}
