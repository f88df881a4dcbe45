import { CsvError, parse } from 'csv-parse/sync'
import { UserError } from '../errors.ts'

/** A file of rows, column by column; all cells are text, a missing one is empty. */
export interface Table {
  readonly file: string
  /** By header, in the order of the file. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  readonly size: number
  /** The line of the file, from 1, that a row (from 0) ends on. */
  readonly lineOf: (row: number) => number
}

const MOST_ROWS = 5_000_000
const MOST_COLUMNS = 1_000
const MOST_CELLS = 50_000_000

/**
 * Reads comma-, tab- or semicolon-separated values with a header, or JSON lines (one object in each), told apart by
 * their first characters. Columns without a name (a data frame's index) are left out.
 * Throws UserError with the file, and with the line where there is one.
 */
export function readTable(text: string, file: string): Table {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (content.trim() === '') {
    throw new UserError('The file is empty.', { place: { file }, fix: 'Let the evaluation write its rows there.' })
  }
  if (content.startsWith('version https://git-lfs.github.com/spec/')) {
    const fix = 'Check out with `lfs: true`, or keep the file out of LFS.'
    throw new UserError('The file is a Git LFS pointer, not the rows themselves.', { place: { file }, fix })
  }
  return /^\s*\{/.test(content) ? readJsonLines(content, file) : readSeparated(content, file)
}

function readSeparated(text: string, file: string): Table {
  const header = text.slice(0, /[\r\n]/.exec(text)?.index)
  const delimiter = ['\t', ';'].find((mark) => header.includes(mark) && !header.includes(',')) ?? ','
  return readPlain(text, delimiter, file) ?? readQuoted(text, delimiter, file)
}

/** Most files quote nothing, and to split those takes a tenth of the time. Undefined for all others, mistakes included. */
function readPlain(text: string, delimiter: string, file: string): Table | undefined {
  if (text.includes('"') || text.includes('\r')) return undefined
  const reader = new RowReader(file)
  let [line, cells] = [0, 0]
  for (let at = 0; at < text.length; line += 1) {
    const end = text.indexOf('\n', at)
    const written = text.slice(at, end === -1 ? text.length : end)
    at = end === -1 ? text.length : end + 1
    if (written === '') continue
    const record = written.split(delimiter)
    if (cells !== 0 && record.length !== cells) return undefined
    cells = record.length
    reader.take(record, line + 1)
  }
  return reader.table()
}

function readQuoted(text: string, delimiter: string, file: string): Table {
  const reader = new RowReader(file)
  try {
    parse(text, {
      delimiter,
      skip_empty_lines: true,
      on_record: (record: string[], { lines }: { readonly lines: number }) => {
        reader.take(record, lines)
        return undefined
      },
    })
  } catch (error) {
    throw error instanceof CsvError ? syntaxError(error, file) : error
  }
  return reader.table()
}

/** Puts rows into columns as they come, so that no row is kept. */
class RowReader {
  readonly #file: string
  #columns: { readonly name: string; readonly at: number; readonly cells: string[] }[] | undefined
  readonly #lines: number[] = []

  constructor(file: string) {
    this.#file = file
  }

  take(record: readonly string[], line: number): void {
    if (this.#columns === undefined) {
      this.#columns = headerOf(record, this.#file)
      return
    }
    for (const { at, cells } of this.#columns) cells.push((record[at] ?? '').trim())
    this.#lines.push(line)
    refuseTooLarge(this.#lines.length, this.#columns.length, this.#file)
  }

  table(): Table {
    const columns = new Map(this.#columns?.map(({ name, cells }) => [name, cells]))
    return { file: this.#file, columns, size: this.#lines.length, lineOf: (row) => this.#lines[row] ?? 0 }
  }
}

function headerOf(record: readonly string[], file: string) {
  const named = record.map((name, at) => ({ name: name.trim(), at, cells: [] })).filter(({ name }) => name !== '')
  if (named.length > MOST_COLUMNS) throw tooLarge(file)
  const seen = new Set<string>()
  for (const { name } of named) {
    if (seen.has(name)) throw new UserError('Two columns have this name.', { place: { file, line: 1, key: name } })
    seen.add(name)
  }
  return named
}

function readJsonLines(text: string, file: string): Table {
  const columns = new Map<string, string[]>()
  const lines: number[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const size = lines.length
    for (const [name, value] of Object.entries(objectOf(line, { file, line: at + 1 }))) {
      const cells = columns.get(name) ?? []
      if (!columns.has(name)) columns.set(name, cells)
      while (cells.length < size) cells.push('')
      cells.push(cellOf(value))
    }
    lines.push(at + 1)
    refuseTooLarge(lines.length, columns.size, file)
  }
  for (const cells of columns.values()) while (cells.length < lines.length) cells.push('')
  return { file, columns, size: lines.length, lineOf: (row) => lines[row] ?? 0 }
}

function objectOf(line: string, place: { readonly file: string; readonly line: number }): object {
  const fix = 'Write one JSON object on each line, for example {"id": "a", "label": 1, "prediction": 0}.'
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new UserError('The line is not JSON.', { place, fix, cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new UserError('The line is not a JSON object.', { place, fix })
}

function cellOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim()
}

function refuseTooLarge(rows: number, columns: number, file: string): void {
  if (rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS) throw tooLarge(file)
}

function tooLarge(file: string): UserError {
  return new UserError(
    `The file has more than ${MOST_ROWS} rows, ${MOST_COLUMNS} columns or ${MOST_CELLS} cells in all.`,
    { place: { file }, fix: 'Keep only the columns that are compared, or a fixed sample of the examples.' },
  )
}

function syntaxError(error: CsvError, file: string): UserError {
  const line = typeof error.lines === 'number' ? error.lines : undefined
  const place = { file, ...(line !== undefined && { line }) }
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return new UserError('The row has another number of cells than the header.', {
        place,
        fix: 'Quote cells that hold the separator.',
        cause: error,
      })
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UserError('A quote is never closed.', { place, fix: 'Close it, or double it inside.', cause: error })
    default:
      return new UserError('The row cannot be read.', { place, fix: 'Double a quote inside quotes.', cause: error })
  }
}
