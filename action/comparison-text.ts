import { formatDifference, formatNumber, formatRange } from '../src/report/number.ts'
import { visibleText } from '../src/report/visible-text.ts'
import type { Comparison } from '../src/statistics/comparison.ts'
import { differingText } from '../src/statistics/differing.ts'
import { type Compared, isEqualEverywhere, isUndefined, type Row } from '../src/statistics/row.ts'
import { byDrop, MOST_SMALL, smallSlices, worstSlice } from '../src/statistics/slice.ts'
import { plainRows } from './text-table.ts'

const NOTHING = '–'
const MOST_SLICES = 10
const LONGEST_NOTE = 500

/** A comparison as text for a terminal: a table, what this test set can see, the slices that matter, what to know. */
export function comparisonText(comparison: Comparison): string {
  const rows = comparison.rows.map(({ row }) => row)
  const parts = [
    rows.length === 0 ? '' : table(rows),
    summary(comparison, rows),
    slicesText(comparison.slices),
    comparison.notes.map((note) => `${visibleText(note.replaceAll('`', ''), LONGEST_NOTE)}\n`).join(''),
  ]
  return parts.filter(Boolean).join('\n')
}

function table(rows: readonly Row[], { withSizes = false } = {}): string {
  const gated = rows.some(({ gate }) => gate !== null)
  const header = [
    'metric',
    'main',
    'candidate',
    'change',
    '95 % range',
    'verdict',
    ...(gated ? ['gate'] : []),
    ...(withSizes ? ['n'] : []),
    'method',
  ]
  const body = rows.map((row) => [
    visibleText(row.metric, 80),
    number(row.main),
    number(row.pr),
    row.delta === null ? NOTHING : formatDifference(row.delta),
    row.lo === null || row.hi === null ? NOTHING : formatRange(row.lo, row.hi),
    verdict(row),
    ...(gated ? [row.gate ?? NOTHING] : []),
    ...(withSizes ? [row.n === null ? NOTHING : row.n.toLocaleString('en-US')] : []),
    row.method,
  ])
  return plainRows([header, ...body])
}

function number(value: number | null): string {
  return value === null ? NOTHING : formatNumber(value)
}

/** `noise` says from which size on a change would be seen, everything else how sure it is. */
function verdict(row: Row): string {
  const { label, p, mde, lo, hi } = row
  if (isUndefined(row)) return 'undefined'
  // Examples without any difference are not proof that there is none, so that what they can see is said all the same.
  if (isEqualEverywhere(row)) return `no difference${mde === null ? '' : `, sees ${formatNumber(mde, 2)} or more`}`
  switch (label) {
    case 'better':
    case 'worse':
      return p === null ? label : `${label} (p ${p < 0.0001 ? '< 0.0001' : `= ${formatNumber(p, 2)}`})`
    case 'noise':
      if (lo !== null && hi !== null && lo * hi > 0) return 'noise among so many'
      return mde === null ? label : `noise, sees ${formatNumber(mde, 2)} or more`
    case 'too few':
      return 'too few to say'
    case 'unknown':
      return p === null ? 'not known' : 'differs'
  }
}

function summary(comparison: Comparison, rows: readonly Row[]): string {
  const { basis } = comparison
  const n = Math.max(0, ...rows.map((row) => row.n ?? 0))
  if (n === 0) return ''
  if (basis === 'runs') return `${n} ${n === 1 ? 'run' : 'runs'} of each model.\n`
  const differ = differingText(comparison)
  return `${n.toLocaleString('en-US')} test ${n === 1 ? 'example' : 'examples'}${differ === '' ? '' : `, the two models ${differ}`}.\n`
}

function slicesText(slices: readonly Compared[]): string {
  const worst = worstSlice(slices)
  if (slices.length === 0) return ''
  const few = smallSlices(slices)
  const telling = slices.filter(({ row }) => row.label === 'worse' || row.label === 'better').sort(byDrop)
  const shown = worst === undefined ? few.slice(0, MOST_SMALL) : [...new Set([worst, ...telling])].slice(0, MOST_SLICES)
  const all = `${slices.length} ${slices.length === 1 ? 'slice' : 'slices'}, ${few.length} of them with too few examples that differ`
  const rest = few.length > MOST_SMALL ? `And ${few.length - MOST_SMALL} more.\n` : ''
  const body =
    shown.length === 0
      ? ''
      : table(
          shown.map(({ row }) => row),
          { withSizes: true },
        )
  if (worst === undefined) return `${all}; none has enough to say, lowest first:\n${body}${rest}`
  return `${all}; worst first: ${visibleText(worst.row.metric, 120)}\n${body}`
}
