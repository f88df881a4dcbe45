import { UserError } from '../../errors.ts'
import { type MetricEntry, refuseTwice } from '../flatten.ts'
import { readWritten } from '../written-value.ts'
import type { Findings } from './format.ts'
import { plotFindings } from './plot-table.ts'
import { stepColumnOf, stepFindings } from './step-table.ts'
import type { TextRow, TextTable } from './table-text.ts'

const NAME_WORDS = ['name', 'metric', 'key', 'metric_name']
const VALUE_WORDS = ['value', 'score', 'metric_value', '0']
const EXAMPLE = 'Write one header and one row, or the columns name,value, or a column `step` or `epoch`.'

/**
 * What a table means, by its shape:
 * - a `step`, `epoch` or `iteration` column: the steps of a training, see stepFindings;
 * - `fpr,tpr`, `precision,recall` or `actual,predicted`: a plot, see plotFindings;
 * - two columns of which the first names and the second values, with or without a header: one metric per row;
 * - a header and one row: one metric per column;
 * - a first column of different texts before other columns: one metric per cell, called `label.column`.
 * Throws UserError for any other shape, and for two metrics of one name.
 */
export function tableFindings(table: TextTable): Findings {
  const [header, ...rows] = table.rows
  if (header === undefined) throw new Error('readTable gives at least one row')
  const step = stepColumnOf(header, rows)
  if (step !== undefined) return stepFindings({ file: table.file, header, rows, step })
  const plot = plotFindings({ ...table, name: '', header: header.cells, rows: rows.map(({ cells }) => cells) })
  if (plot !== undefined) return plot
  const metrics = pairs(header, rows) ?? oneRow(header, rows) ?? labelled(header, rows)
  if (metrics === undefined) throw noShape(table.file, header, rows)
  refuseTwice(metrics, table.file)
  return { metrics }
}

function pairs(header: TextRow, rows: readonly TextRow[]): readonly MetricEntry[] | undefined {
  const [name = '', value = ''] = header.cells
  if (header.cells.length !== 2) return undefined
  if (isNumber(value) && !isNumber(name) && !VALUE_WORDS.includes(value)) return [header, ...rows].map(pairOf)
  const isHeader = VALUE_WORDS.includes(value.toLowerCase()) && (name === '' || NAME_WORDS.includes(name.toLowerCase()))
  if (isHeader) return rows.map(pairOf)
  // pandas writes `,0` above a Series; `errors,0` is a pair.
  return isNumber(value) && name !== '' ? [header, ...rows].map(pairOf) : undefined
}

function pairOf({ cells: [name = '', value = ''] }: TextRow): MetricEntry {
  return { name, ...readWritten(value) }
}

function oneRow(header: TextRow, rows: readonly TextRow[]): readonly MetricEntry[] | undefined {
  const [row] = rows
  if (row === undefined || rows.length > 1 || header.cells.every(isNumber)) return undefined
  return header.cells.flatMap((name, column) =>
    name === '' ? [] : [{ name, ...readWritten(row.cells[column] ?? '') }],
  )
}

function labelled(header: TextRow, rows: readonly TextRow[]): readonly MetricEntry[] | undefined {
  const labels = rows.map(({ cells }) => cells[0] ?? '')
  const areNames = labels.every((label) => label !== '' && !isNumber(label)) && new Set(labels).size === labels.length
  if (!areNames || rows.length === 0 || header.cells.length < 2) return undefined
  return rows.flatMap(({ cells }) =>
    cells.slice(1).map((cell, column) => ({
      name: `${cells[0]}.${header.cells[column + 1]}`,
      ...readWritten(cell),
    })),
  )
}

function isNumber(cell: string): boolean {
  return readWritten(cell).value.kind === 'number'
}

function noShape(file: string, header: TextRow, rows: readonly TextRow[]): UserError {
  const what =
    rows.length === 0
      ? 'The table has a header and no row.'
      : `The table has ${rows.length} rows, and nothing in it says what they are.`
  return new UserError(what, { place: { file, line: header.line }, fix: EXAMPLE })
}
