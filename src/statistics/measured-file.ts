import { UserError } from '../errors.ts'
import { numberIn } from './cell.ts'
import { holdsPredictions, type Predictions, predictionsIn } from './predictions.ts'
import { readTable, type Table } from './table.ts'

/** What a file says of one model: its answers, its metrics from several runs, or one number for each metric. */
export type Measured =
  | { readonly kind: 'predictions'; readonly predictions: Predictions }
  | { readonly kind: 'runs'; readonly runs: Runs }
  | { readonly kind: 'summary'; readonly summary: Summary }

/** Metrics of several trainings; all lists are equally long. */
export interface Runs {
  readonly file: string
  readonly seeds?: readonly string[]
  readonly folds?: readonly string[]
  readonly metrics: ReadonlyMap<string, readonly number[]>
}

/** One value for each metric, with the number of examples where it is given. */
export interface Summary {
  readonly file: string
  readonly metrics: ReadonlyMap<string, { readonly value: number; readonly n?: number }>
}

/**
 * Reads what a model measured, by the header: `id` and `label` are predictions; `seed` or `fold` are runs, one column
 * for each metric; `metric` and `value`, with or without `n`, are a summary.
 * Throws UserError with file, line and column when it is none of these or a cell is wrong.
 */
export function readMeasured(text: string, file: string): Measured {
  const table = readTable(text, file)
  if (holdsPredictions(table)) return { kind: 'predictions', predictions: predictionsIn(table) }
  if (table.columns.has('seed') || table.columns.has('fold')) return { kind: 'runs', runs: runsIn(table) }
  if (table.columns.has('metric') && table.columns.has('value')) return { kind: 'summary', summary: summaryIn(table) }
  throw new UserError('The header names none of the columns that Serin compares.', {
    place: { file, line: 1 },
    fix: 'Write predictions (id, label, prediction), runs (seed and one column for each metric) or a summary (metric, value, n).',
  })
}

function runsIn(table: Table): Runs {
  const { file, columns } = table
  const [seeds, folds] = [columns.get('seed'), columns.get('fold')]
  const metrics = new Map<string, readonly number[]>()
  for (const [name, cells] of columns) {
    if (name === 'seed' || name === 'fold') continue
    metrics.set(
      name,
      cells.map((cell, row) => numberAt(table, { row, name, cell })),
    )
  }
  return { file, ...(seeds && { seeds }), ...(folds && { folds }), metrics }
}

function summaryIn(table: Table): Summary {
  const { file, columns } = table
  const [values, counts] = [columns.get('value'), columns.get('n')]
  const metrics = new Map<string, { readonly value: number; readonly n?: number }>()
  for (const [row, name] of (columns.get('metric') ?? []).entries()) {
    if (metrics.has(name)) {
      const place = { file, line: table.lineOf(row), key: 'metric' }
      throw new UserError(`The metric “${name.slice(0, 80)}” is there twice.`, { place })
    }
    const value = numberAt(table, { row, name: 'value', cell: values?.[row] ?? '' })
    const cell = counts?.[row] ?? ''
    metrics.set(name, cell === '' ? { value } : { value, n: countAt(table, row, cell) })
  }
  return { file, metrics }
}

function countAt(table: Table, row: number, cell: string): number {
  const n = numberAt(table, { row, name: 'n', cell })
  if (Number.isInteger(n) && n >= 1) return n
  const place = { file: table.file, line: table.lineOf(row), key: 'n' }
  throw new UserError(`${n} is no number of examples.`, { place, fix: 'Write a whole number from 1 on.' })
}

function numberAt(
  { file, lineOf }: Table,
  { row, name, cell }: { readonly row: number; readonly name: string; readonly cell: string },
): number {
  const value = numberIn(cell)
  if (value !== undefined) return value
  throw new UserError(cell === '' ? 'The cell is empty.' : `“${cell.slice(0, 40)}” is not a finite number.`, {
    place: { file, line: lineOf(row), key: name },
  })
}
