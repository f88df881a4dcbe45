import type { MetricChange } from '../metrics/diff.ts'
import type { MetricValue } from '../metrics/metric-value.ts'
import { formatMove, formatNumber, formatPercent } from '../metrics/number-text.ts'
import { rangeText } from '../metrics/range-text.ts'
import type { Unit } from '../metrics/unit.ts'
import { inlineCode } from './markdown.ts'

export { formatNumber } from '../metrics/number-text.ts'

/** What stands where there is no value. */
export const NO_VALUE = '–'
const LONGEST_VALUE = 60

/** How numbers of a unit are shown: times what, with which words behind a value and behind a difference. */
interface Shown {
  readonly factor: number
  readonly value: string
  readonly difference: string
}

/** A change as three cells of Markdown that agree with each other; `change` has an arrow, the sign and the percentage. */
export function changeCells(change: MetricChange): {
  readonly old: string
  readonly new: string
  readonly change: string
} {
  const { old, new: now, unit } = change
  if (old?.kind !== 'number' || now?.kind !== 'number') {
    return { old: valueCell(old, unit), new: valueCell(now, unit), change: NO_VALUE }
  }
  const { factor, value, difference } = shownAs(unit, old.value, now.value)
  const move = formatMove(old.value * factor, now.value * factor)
  const cells = { old: move.old + value, new: move.new + value }
  if (change.change === undefined || change.change === 0) return { ...cells, change: NO_VALUE }
  const percent = change.relative === undefined ? '' : ` (${formatPercent(change.relative)})`
  return { ...cells, change: `${change.change > 0 ? '▲' : '▼'} ${move.change}${difference}${percent}` }
}

/** One value as a cell of Markdown. */
export function valueCell(value: MetricValue | undefined, unit?: Unit): string {
  if (value === undefined) return NO_VALUE
  if (value.kind === 'text') return inlineCode(value.text, LONGEST_VALUE)
  const shown = shownAs(unit, value.value)
  return formatNumber(value.value * shown.factor) + shown.value
}

/** A parameter's value as a cell of Markdown: as code, with all digits of a number, for somebody typed them. */
export function exactCell(value: MetricValue | undefined): string {
  return value?.kind === 'number' ? inlineCode(String(value.value)) : valueCell(value)
}

/** A difference with its sign and two significant digits: `+0.013`, `-1.2 pp`. */
export function formatDifference(value: number, unit?: Unit): string {
  const { factor, difference } = shownAs(unit, value)
  return signed(formatNumber(value * factor, 2)) + difference
}

/** The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves. */
export function formatRange(lo: number, hi: number, unit?: Unit): string {
  const { factor, difference } = shownAs(unit, lo, hi)
  return rangeText(lo * factor, hi * factor) + difference
}

function signed(text: string): string {
  return /^-|^0(\.0*)?$/.test(text) ? text : `+${text}`
}

const TIMES: readonly (readonly [nanoseconds: number, name: string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
]

/** `sizes`: the numbers that are shown side by side, so that they all have one unit. */
function shownAs(unit: Unit | undefined, ...sizes: readonly number[]): Shown {
  if (unit === undefined) return { factor: 1, value: '', difference: '' }
  if (unit === 'percent') return { factor: 100, value: '%', difference: ' pp' }
  if (unit === 'ns') {
    const largest = Math.max(...sizes.map(Math.abs))
    const [nanoseconds, name] = TIMES.find(([least]) => largest >= least) ?? [1, 'ns']
    return { factor: 1 / nanoseconds, value: ` ${name}`, difference: ` ${name}` }
  }
  return { factor: 1, value: ` ${unit}`, difference: ` ${unit}` }
}
