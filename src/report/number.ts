import type { MetricChange } from '../metrics/diff.ts'
import type { MetricValue } from '../metrics/metric-value.ts'
import { formatMove, formatNumber, formatPercent } from '../metrics/number-text.ts'
import type { Unit } from '../metrics/unit.ts'
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
  const { old, new: now, unit } = change
  if (old?.kind !== 'number' || now?.kind !== 'number') {
    return { old: cellOf(old, unit), new: cellOf(now, unit), change: NO_VALUE }
  }
  const { factor, symbol, ofChange } = shownUnit(unit)
  const move = formatMove(old.value * factor, now.value * factor)
  const cells = { old: `${move.old}${symbol}`, new: `${move.new}${symbol}` }
  if (change.change === undefined || change.change === 0) return { ...cells, change: NO_VALUE }
  const percent = change.relative === undefined ? '' : ` (${formatPercent(change.relative)})`
  return { ...cells, change: `${change.change > 0 ? '▲' : '▼'} ${move.change}${ofChange}${percent}` }
}

/** How numbers of a unit are shown: times `factor`, and what stands behind them and behind their difference. */
function shownUnit(unit: Unit | undefined): {
  readonly factor: number
  readonly symbol: string
  readonly ofChange: string
} {
  switch (unit) {
    case undefined:
      return { factor: 1, symbol: '', ofChange: '' }
    case 'percent':
      // A difference of percentages is counted in points: `+3%` would read as a ratio.
      return { factor: 100, symbol: '%', ofChange: ' points' }
    case 'bytes':
      return { factor: 1, symbol: ' B', ofChange: ' B' }
    case 'ns':
    case 'ms':
    case 's':
    case 'requests/s':
      return { factor: 1, symbol: ` ${unit}`, ofChange: ` ${unit}` }
  }
}

/** A parameter's value as a cell of Markdown: as code, with all digits of a number, for somebody typed them. */
export function exactCell(value: MetricValue | undefined): string {
  return value?.kind === 'number' ? inlineCode(String(value.value)) : cellOf(value)
}

function cellOf(value: MetricValue | undefined, unit?: Unit): string {
  if (value === undefined) return NO_VALUE
  const { factor, symbol } = shownUnit(unit)
  return value.kind === 'number'
    ? `${formatNumber(value.value * factor)}${symbol}`
    : inlineCode(value.text, LONGEST_VALUE)
}
