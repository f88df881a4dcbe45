import { type Coded, codedOne, numbersIn } from './cell.ts'
import type { OfBoth } from './of-both.ts'

/** A column that says something of an example, the same for both models: a country, a device. */
export interface SliceColumn extends Coded {
  readonly column: string
}

type Columns = ReadonlyMap<string, readonly string[]>

/** A column of more values is an id of some sort, not a way to slice. */
export const MOST_VALUES = 10_000

interface SortedColumns {
  readonly columns: ReadonlyMap<string, OfBoth<Float64Array>>
  readonly slices: readonly SliceColumn[]
  readonly notes: readonly string[]
}

/**
 * Tells further columns apart by what they hold. Numbers that differ between the models, or that are not all whole,
 * are each model's own score of an example; what is the same for both models describes the example and slices it.
 * `aligned` brings main's cells into the order of pr's rows.
 */
export function sortColumns(input: {
  readonly main: Columns
  readonly pr: Columns
  readonly aligned: (cells: readonly string[]) => readonly string[]
}): SortedColumns {
  const columns = new Map<string, OfBoth<Float64Array>>()
  const slices: SliceColumn[] = []
  const notes: string[] = []
  for (const [column, after] of input.pr) {
    const cells = input.main.get(column)
    if (cells === undefined) {
      notes.push(`The column \`${column}\` is not in main's file and was not used.`)
      continue
    }
    const before = input.aligned(cells)
    const found = sorted(column, before, after)
    if (typeof found === 'string') notes.push(found)
    else if ('codes' in found) slices.push(found)
    else columns.set(column, found)
  }
  return { columns, slices, notes }
}

function sorted(
  column: string,
  before: readonly string[],
  after: readonly string[],
): SliceColumn | OfBoth<Float64Array> | string {
  const same = after.every((cell, row) => cell === before[row])
  const pr = numbersIn(after)
  if (pr !== undefined && (!same || !pr.every(Number.isInteger))) {
    const main = same ? pr : numbersIn(before)
    return main === undefined
      ? `The column \`${column}\` holds numbers for one model only and was not used.`
      : { main, pr }
  }
  if (!same) return `The column \`${column}\` differs between the models for the same examples and was not used.`
  const { codes, names } = codedOne(after)
  return names.length > MOST_VALUES
    ? `The column \`${column}\` has ${names.length} different values, too many to be slices.`
    : { column, codes, names }
}
