import { type Curve, curveOf } from '../curve.ts'
import { directionOf } from '../direction.ts'
import { type MetricEntry, refuseTwice } from '../flatten.ts'
import { readWritten, type WrittenValue } from '../written-value.ts'
import type { Findings } from './format.ts'
import type { TextRow } from './table-text.ts'

/** In the order in which they count as the axis: a file of PyTorch Lightning has `epoch` and `step`. */
const STEP_WORDS = ['step', 'global_step', 'iteration', 'iter', 'epoch', 'round']
/** When a step ended says nothing about the model, and would differ in every run. */
const CLOCK_WORDS = ['timestamp', 'wall_time', 'wall time']

/** The column that counts steps: it is called so and holds whole numbers, or nothing. */
export function stepColumnOf(header: TextRow, rows: readonly TextRow[]): number | undefined {
  if (rows.length === 0) return undefined
  return countingColumns(header, rows)[0]
}

function countingColumns(header: TextRow, rows: readonly TextRow[]): readonly number[] {
  const names = header.cells.map((name) => name.toLowerCase())
  const columns = STEP_WORDS.map((word) => names.indexOf(word)).filter((column) => column >= 0)
  return columns.filter((column) => rows.every(({ cells }) => /^(\d+(\.0*)?)?$/.test(cells[column] ?? '')))
}

/** Rows by epoch and then by step, because steps may begin anew with each epoch; a row without one follows the one above. */
function inOrder(header: TextRow, rows: readonly TextRow[]): readonly TextRow[] {
  const columns = countingColumns(header, rows).toReversed()
  let above = columns.map(() => 0)
  const keyed = rows.map((row) => {
    above = columns.map((column, at) => (row.cells[column] ? Number(row.cells[column]) : (above[at] ?? 0)))
    return { row, key: above }
  })
  return keyed.sort((one, other) => byKey(one.key, other.key)).map(({ row }) => row)
}

function byKey(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

/**
 * The steps of a training: each column becomes a curve, its value of the largest step a metric of its name, and its best one
 * `<name>.best` where the name says which way is better. A step without a value in a column is left out there, as
 * loggers write training and validation in separate rows. Of a step that stands twice the later row counts last.
 */
export function stepFindings(table: {
  readonly file: string
  readonly header: TextRow
  readonly rows: readonly TextRow[]
  readonly step: number
}): Findings {
  const { file, header, step } = table
  const rows = inOrder(header, table.rows)
  const steps = rows.map(({ cells }) => (cells[step] ? Number(cells[step]) : undefined))
  const metrics: MetricEntry[] = []
  const curves: Curve[] = []
  for (const [column, name] of header.cells.entries()) {
    if (name === '' || CLOCK_WORDS.includes(name.toLowerCase())) continue
    const values = rows.map(({ cells }) => (cells[column] ? readWritten(cells[column]) : undefined))
    metrics.push({ name, ...(values.findLast((value) => value !== undefined) ?? readWritten('')) })
    if (STEP_WORDS.includes(name.toLowerCase())) continue
    const best = bestOf(name, values)
    if (best !== undefined) metrics.push({ name: `${name}.best`, ...best })
    const points = values.flatMap((written, row) => {
      const [at, value] = [steps[row], numberOf(written)]
      return at === undefined || value === undefined ? [] : [{ step: at, value }]
    })
    const curve = curveOf({ file, name, stepName: header.cells[step] ?? '' }, points)
    if (curve !== undefined) curves.push(curve)
  }
  refuseTwice(metrics, file)
  return { metrics, curves }
}

/** NaN and infinities too; undefined for other text. */
function numberOf(written: WrittenValue | undefined): number | undefined {
  if (written?.value.kind === 'number') return written.value.value
  return /^(?:NaN|-?Infinity)$/.test(written?.value.text ?? '') ? Number(written?.value.text) : undefined
}

function bestOf(name: string, values: readonly (WrittenValue | undefined)[]): WrittenValue | undefined {
  const direction = directionOf(name, [])
  if (direction === 'unknown') return undefined
  let best: { readonly written: WrittenValue; readonly number: number } | undefined
  for (const written of values) {
    if (written?.value.kind !== 'number') continue
    const number = written.value.value
    const isBetter = best === undefined || (direction === 'higher' ? number > best.number : number < best.number)
    if (isBetter) best = { written, number }
  }
  return best?.written
}
