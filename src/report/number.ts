import type { MetricChange } from '../metrics/diff.ts'
import type { MetricValue } from '../metrics/metric-value.ts'
import { formatMove, formatNumber, formatPercent } from '../metrics/number-text.ts'
import { inlineCode } from './markdown.ts'

export { formatNumber } from '../metrics/number-text.ts'

/** What stands where there is no value. */
export const NO_VALUE = '–'
const LONGEST_VALUE = 60

/** A change as three cells of Markdown that agree with each other; `change` has an arrow, the sign and the percentage. */
export function changeCells(change: MetricChange): {
  readonly old: string
  readonly new: string
  readonly change: string
} {
  const { old, new: now } = change
  if (old?.kind !== 'number' || now?.kind !== 'number') return { old: cellOf(old), new: cellOf(now), change: NO_VALUE }
  const move = formatMove(old.value, now.value)
  const cells = { old: move.old, new: move.new }
  if (change.change === undefined || change.change === 0) return { ...cells, change: NO_VALUE }
  const percent = change.relative === undefined ? '' : ` (${formatPercent(change.relative)})`
  return { ...cells, change: `${change.change > 0 ? '▲' : '▼'} ${move.change}${percent}` }
}

/** A parameter's value as a cell of Markdown: as code, with all digits of a number, for somebody typed them. */
export function exactCell(value: MetricValue | undefined): string {
  return value?.kind === 'number' ? inlineCode(String(value.value)) : cellOf(value)
}

function cellOf(value: MetricValue | undefined): string {
  if (value === undefined) return NO_VALUE
  return value.kind === 'number' ? formatNumber(value.value) : inlineCode(value.text, LONGEST_VALUE)
}
