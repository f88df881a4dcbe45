import { holm } from '../../statistics/several-tests.ts'
import type { Report } from '../content.ts'
import { inlineCode, list } from '../markdown.ts'
import { changeCells, formatDifference, formatRange } from '../number.ts'
import type { Row, Rows } from '../rows.ts'
import { fitItems, type Section, type Space } from '../section.ts'

/** Of so many metrics the line under the verdict tells. */
const MOST_NAMED = 3
/** The chance that one of the metrics is called proven although none of them is worse. */
const ALPHA = 0.05

/** What the gate does not judge and nobody may miss: metrics that are no numbers any more, and proven worsenings. */
export function alarms(report: Report, { main, more }: Rows, space: Space): Section {
  const loose = [...main, ...more].filter(({ gate }) => gate === undefined || gate === 'not-judged')
  const lines = [lostLine(loose), worseLine(report, loose)].filter((line) => line !== undefined)
  return fitItems({
    items: lines,
    space,
    called: ['warning', 'warnings'],
    render: (some) => (some.length === 0 ? '' : list([...some])),
  })
}

function lostLine(rows: readonly Row[]): string | undefined {
  const lost = rows.filter(({ movement }) => movement === 'lost')
  const each = ({ change }: Row): string => {
    const cells = changeCells(change)
    return `${inlineCode(change.name, 60)} (${cells.old} → ${cells.new})`
  }
  if (lost.length === 0) return undefined
  const words =
    lost.length === 1
      ? 'is no number any more, and no check of the gate judges it'
      : 'are no numbers any more, and no check of the gate judges them'
  return `⚠️ ${named(lost, each)} ${words}.`
}

/** Over all compared metrics together (Holm), for with many of them one looks worse by chance. */
function worseLine(report: Report, rows: readonly Row[]): string | undefined {
  const tested = (report.comparison?.rows ?? []).map(({ row }) => row).filter(({ p }) => p !== null)
  const stands = holm(
    tested.map(({ p }) => p ?? 1),
    ALPHA,
  )
  const proven = tested.filter(({ label }, at) => label === 'worse' && stands[at])
  const rowOf = new Map(rows.map((row) => [row.compared, row]))
  const worse = proven.flatMap((compared) => rowOf.get(compared) ?? [])
  if (worse.length === 0) return undefined
  return `⚠️ Worse beyond chance, and no check of the gate judges it: ${named(worse, differenceOf)}.`
}

function differenceOf({ change, compared }: Row): string {
  const { delta = null, lo = null, hi = null } = compared ?? {}
  const moved = delta === null ? '' : ` ${formatDifference(delta, change.unit)}`
  const range = lo === null || hi === null ? '' : ` (${formatRange(lo, hi, change.unit)})`
  return `${inlineCode(change.name, 60)}${moved}${range}`
}

function named(rows: readonly Row[], each: (row: Row) => string): string {
  const rest = rows.length - MOST_NAMED
  return rows.slice(0, MOST_NAMED).map(each).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
