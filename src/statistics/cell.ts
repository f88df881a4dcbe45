const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const WHOLE = /^[-+]?\d+$/

/** The number that a cell holds; undefined for text, an empty cell, NaN and infinities. */
export function numberIn(cell: string): number | undefined {
  if (!NUMBER.test(cell)) return undefined
  const value = Number(cell)
  return Number.isFinite(value) ? value : undefined
}

/** All cells as numbers; undefined when one of them is none. */
export function numbersIn(cells: readonly string[]): Float64Array | undefined {
  const values = new Float64Array(cells.length)
  for (const [row, cell] of cells.entries()) {
    const value = numberIn(cell)
    if (value === undefined) return undefined
    values[row] = value
  }
  return values
}

/** A label in one spelling: `1.0` and `+1` are `1`; whole numbers beyond 2^53 and text stay as they are. */
export function labelIn(cell: string): string {
  const value = numberIn(cell)
  if (value === undefined || (WHOLE.test(cell) && !Number.isSafeInteger(value))) return cell
  return String(value + 0)
}

/** Cells as numbers of the distinct texts, in the order in which those first appear. */
export interface Coded {
  readonly codes: Int32Array
  readonly names: readonly string[]
}

/** Numbers the distinct texts of several columns together. */
export function coded(...columns: readonly (readonly string[])[]): {
  readonly codes: readonly Int32Array[]
  readonly names: readonly string[]
} {
  const known = new Map<string, number>()
  const codes = columns.map((cells) =>
    Int32Array.from(cells, (cell) => {
      const code = known.get(cell) ?? known.size
      if (code === known.size) known.set(cell, code)
      return code
    }),
  )
  return { codes, names: [...known.keys()] }
}

/** Numbers the distinct texts of one column. */
export function codedOne(cells: readonly string[]): Coded {
  const { codes, names } = coded(cells)
  return { codes: codes[0] ?? new Int32Array(), names }
}
