import type { Curve } from '../curve.ts'
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
  const names = header.cells.map((name) => name.toLowerCase())
  const columns = STEP_WORDS.map((word) => names.indexOf(word)).filter((column) => column >= 0)
  return columns.find((column) => rows.every(({ cells }) => /^(\d+(\.0*)?)?$/.test(cells[column] ?? '')))
}

/**
 * The steps of a training: each column becomes a curve, its last value a metric of its name, and its best one
 * `<name>.best` where the name says which way is better. A step without a value in a column is left out there, as
 * loggers write training and validation in separate rows. Of a step that stands twice the later row counts last.
 */
export function stepFindings(table: {
  readonly file: string
  readonly header: TextRow
  readonly rows: readonly TextRow[]
  readonly step: number
}): Findings {
  const { file, header, rows, step } = table
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
      const at = steps[row]
      return at !== undefined && written?.value.kind === 'number' ? [{ step: at, value: written.value.value }] : []
    })
    if (points.length > 0) curves.push({ file, name, stepName: header.cells[step] ?? '', points })
  }
  refuseTwice(metrics, file)
  return { metrics, curves }
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
