import type { ClassRow, ClassTable } from '../../metrics/class-table.ts'
import type { MetricValue } from '../../metrics/metric-value.ts'
import type { Report } from '../content.ts'
import { breakableCode, details, tableOf } from '../markdown.ts'
import { changeCells, valueCell } from '../number.ts'
import { callOf, partnerOf } from '../partner.ts'
import { fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** Beyond so many classes those come first that are recognised worst. */
const IN_THEIR_ORDER = 30

/** What the candidate reaches on each class, each table folded, with how F1 moved against main. */
export function classTables(report: Report, space: Space): Section {
  const tables = report.sources?.classTables ?? []
  if (tables.length === 0) return NOTHING
  const items = tables.flatMap((table) => rowsOf(table).map((row) => ({ table, row })))
  return fitItems({
    items,
    space,
    called: ['row per class', 'rows per class'],
    render: (some) =>
      [...Map.groupBy(some, ({ table }) => table)]
        .map(([table, found]) => {
          const title = tables.length === 1 ? 'Results per class' : `Results per class ${callOf(table)}`
          const main = partnerOf(report.baselineSources?.classTables, table)
          return details(
            title,
            render(
              found.map(({ row }) => row),
              main,
            ),
          )
        })
        .join('\n\n'),
  })
}

function rowsOf({ classes, averages }: ClassTable): readonly ClassRow[] {
  if (classes.length <= IN_THEIR_ORDER) return [...classes, ...averages]
  const size = ({ f1 }: ClassRow): number => (f1.kind === 'number' ? f1.value : Number.NEGATIVE_INFINITY)
  return [...averages, ...[...classes].sort((one, other) => size(one) - size(other))]
}

function render(rows: readonly ClassRow[], main: ClassTable | undefined): string {
  const before = new Map([...(main?.classes ?? []), ...(main?.averages ?? [])].map((row) => [row.label, row.f1]))
  const header = ['class', 'precision', 'recall', 'F1', ...(main === undefined ? [] : ['F1 change']), 'examples']
  const body = rows.map((row) => [
    breakableCode(row.label),
    valueCell(row.precision),
    valueCell(row.recall),
    valueCell(row.f1),
    ...(main === undefined ? [] : [changeOf(before.get(row.label), row.f1)]),
    valueCell(row.support),
  ])
  return tableOf([header, ...body], ['l', ...header.slice(1).map(() => 'r' as const)])
}

function changeOf(old: MetricValue | undefined, now: MetricValue): string {
  const change = old?.kind === 'number' && now.kind === 'number' ? now.value - old.value : undefined
  return changeCells({ file: '', name: '', old, new: now, change, relative: undefined }).change
}
