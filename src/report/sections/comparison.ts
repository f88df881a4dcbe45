import type { Unit } from '../../metrics/unit.ts'
import type { Comparison } from '../../statistics/comparison.ts'
import { differingText } from '../../statistics/differing.ts'
import { type Row as Compared, isUndefined } from '../../statistics/row.ts'
import { byDrop, MOST_SMALL, smallSlices, worstSlice } from '../../statistics/slice.ts'
import type { Report } from '../content.ts'
import { breakableCode, details, inlineCode, list, prose, tableOf, unbroken } from '../markdown.ts'
import { formatDifference, formatNumber, formatRange, NO_VALUE } from '../number.ts'
import { counted, fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** Of so many metrics the smallest visible change is told; the others stand in the fold. */
const MOST_NAMED = 3
const LABELS: Readonly<Record<Compared['label'], string>> = {
  better: 'better',
  worse: 'worse',
  noise: 'noise',
  'too few': 'too few',
  unknown: 'not known',
}

const WEIGHTS: readonly Compared['label'][] = ['worse', 'better', 'noise', 'unknown', 'too few']

/** What the comparison stands on: the examples, the smallest change they can show, the worst slice. */
export function comparisonLines(report: Report, space: Space): Section {
  const { comparison } = report
  if (comparison === undefined) return NOTHING
  const lines = [
    [examplesText(report), smallestText(report)].filter(Boolean).join(' '),
    sliceText(report),
    ...comparison.notes.map(prose),
  ]
  return fitItems({
    items: lines.filter(Boolean),
    space,
    called: ['remark on the comparison', 'remarks on the comparison'],
    render: (some) => (some.length === 1 ? (some[0] ?? '') : list(some)),
  })
}

/** Every compared metric and slice, and how it was compared. */
export function comparisonDetails(report: Report, space: Space): Section {
  const { comparison } = report
  if (comparison === undefined) return NOTHING
  const { told, rest } = toldSlices(comparison.slices)
  const rows = [...comparison.rows, ...told].map(({ row }) => row)
  const slices = comparison.slices.length
  const title = `How the models were compared${slices === 0 ? '' : `, ${counted(slices, ['slice', 'slices'])}`}`
  return fitItems({
    items: rows,
    space,
    called: ['compared metric', 'compared metrics'],
    render: (some) => {
      const body = some.map((row) => [
        breakableCode(row.metric),
        row.delta === null ? NO_VALUE : formatDifference(row.delta, unitOf(report, row)),
        rangeCell(row, unitOf(report, row)),
        isUndefined(row) ? 'undefined' : LABELS[row.label],
        row.n === null ? NO_VALUE : thousands(row.n),
        row.mde === null ? NO_VALUE : formatNumber(row.mde, 2),
        unbroken(prose(row.method)),
      ])
      const header = ['metric', 'change', '95% range', 'verdict', 'n', 'smallest visible', 'method']
      const table = tableOf([header, ...body], ['l', 'r', 'r', 'l', 'r', 'r', 'l'])
      return details(title, rest === 0 ? table : `${table}\n\n${restText(rest)}`)
    },
  })
}

/** What is said of something first, as there may be thousands; of what says nothing only the lowest are told. */
function toldSlices(slices: Comparison['slices']): { readonly told: Comparison['slices']; readonly rest: number } {
  const weight = ({ row }: (typeof slices)[number]): number => WEIGHTS.indexOf(row.label)
  const telling = slices.filter(({ row }) => row.label !== 'too few')
  const small = smallSlices(slices)
  return {
    told: [
      ...[...telling].sort((one, other) => weight(one) - weight(other) || byDrop(one, other)),
      ...small.slice(0, MOST_SMALL),
    ],
    rest: Math.max(0, small.length - MOST_SMALL),
  }
}

function restText(rest: number): string {
  return `And ${thousands(rest)} ${rest === 1 ? 'slice' : 'slices'} with too few examples to say anything.`
}

/** The 95 % range of a difference as a cell. */
export function rangeCell({ lo, hi }: Compared, unit: Unit | undefined): string {
  return lo === null || hi === null ? NO_VALUE : unbroken(formatRange(lo, hi, unit))
}

function examplesText({ comparison }: Report): string {
  const rows = comparison?.rows.map(({ row }) => row) ?? []
  const n = Math.max(...rows.map((row) => row.n ?? 0), 0)
  if (n === 0 || comparison === undefined) return ''
  if (comparison.basis === 'runs') return `${counted(n, ['run', 'runs'])} of each model.`
  const differ = differingText(comparison)
  return `${n === 1 ? '1 test example' : `${thousands(n)} test examples`}${differ === '' ? '' : `; the two models ${differ}`}.`
}

function smallestText(report: Report): string {
  const gated = new Set(report.gate.rules.map(({ metric }) => metric))
  const seen = (report.comparison?.rows ?? []).map(({ row }) => row).filter(({ mde }) => mde !== null)
  const first = [...seen.filter(({ metric }) => gated.has(metric)), ...seen.filter(({ metric }) => !gated.has(metric))]
  if (first.length === 0) return ''
  const each = first.slice(0, MOST_NAMED).map((row) => {
    const size = formatDifference(row.mde ?? 0, unitOf(report, row)).replace(/^\+/, '')
    return `${inlineCode(row.metric)} ${size}`
  })
  return `The smallest change that they can show: ${each.join(', ')}.`
}

function sliceText(report: Report): string {
  const slices = report.comparison?.slices ?? []
  const worst = worstSlice(slices)?.row
  if (worst === undefined) return smallText(report, slices)
  if (worst.delta === null) return ''
  const change = formatDifference(worst.delta, unitOf(report, worst))
  const range = worst.lo === null ? '' : ` (${rangeCell(worst, unitOf(report, worst))})`
  const n = worst.n === null ? '' : `, n = ${thousands(worst.n)}`
  const said = worst.label === 'unknown' ? '' : `, ${LABELS[worst.label]}`
  return `Worst of ${counted(slices.length, ['slice', 'slices'])}: ${inlineCode(worst.metric)} ${change}${range}${said}${n}.`
}

/** Where no slice has enough examples, where to look all the same. */
function smallText(report: Report, slices: Comparison['slices']): string {
  const lowest = smallSlices(slices)[0]?.row
  if (lowest === undefined || lowest.delta === null) return ''
  const change = formatDifference(lowest.delta, unitOf(report, lowest))
  const all = counted(slices.length, ['slice', 'slices'])
  return `None of ${all} has enough examples to say; lowest: ${inlineCode(lowest.metric)} ${change}, n = ${thousands(lowest.n ?? 0)}.`
}

function unitOf({ changes }: Report, { metric }: Compared): Unit | undefined {
  return changes.find(({ name }) => name === metric)?.unit
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}
