import { CsvError, parse } from 'csv-parse/sync'
import { UserError } from '../../errors.ts'

/** A table as text, with the line of the file (from 1) that each row begins in. */
export interface TextTable {
  readonly file: string
  readonly rows: readonly TextRow[]
}

export interface TextRow {
  readonly line: number
  /** As many as every other row has, without the spaces around them. */
  readonly cells: readonly string[]
}

/** More rows than any training has steps; the memory of a table grows with its cells. */
export const MAX_ROWS = 200_000
const MAX_CELLS = 2_000_000
/** Characters of one row; csv-parse needs a microsecond for each. */
const LONGEST_ROW = 1_000_000

/**
 * Reads comma- or tab-separated text (RFC 4180; quotes, line ends inside quotes, CR, LF and CRLF). Empty lines and
 * lines that begin with `#` do not count. Throws UserError with the line for a quote that does not end, for a row with
 * more or fewer cells than the first, and for more than MAX_ROWS rows or two million cells.
 */
export function readTable(text: string, { file, delimiter }: { file: string; delimiter: string }): TextTable {
  if (text.split(/[\r\n]/).some((line) => line.length > LONGEST_ROW)) throw rowTooLong(file)
  const rows: TextRow[] = []
  let cells = 0
  try {
    parse(text, {
      delimiter,
      trim: delimiter !== '\t',
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      relax_quotes: true,
      max_record_size: LONGEST_ROW,
      on_record: (record: string[], { lines }) => {
        cells += record.length
        if (rows.length >= MAX_ROWS || cells > MAX_CELLS) throw tooLarge(file)
        rows.push({ line: lines, cells: record.map((cell) => cell.trim()) })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw notATable(error, file)
  }
  if (rows.length === 0) {
    throw new UserError('The table has no rows.', {
      place: { file },
      fix: 'Let the training write a header and a row.',
    })
  }
  return { file, rows }
}

/** The mistake of a table that no training writes. */
export function tooLarge(file: string): UserError {
  return new UserError(`The table has more than ${MAX_ROWS} rows or ${MAX_CELLS} cells.`, {
    place: { file },
    fix: 'Write one row per epoch or every n-th step; predictions of single examples belong under `predictions:`.',
  })
}

function rowTooLong(file: string): UserError {
  return new UserError(`The table has a row of more than ${LONGEST_ROW} characters.`, {
    place: { file },
    fix: 'If it is text, look for a quote that has no end; if it has that many columns, write them as rows.',
  })
}

function notATable(error: CsvError, file: string): UserError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return rowTooLong(file)
  const line = typeof error.lines === 'number' ? { line: error.lines } : {}
  const what =
    error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote has no end' : error.message.replace(/ on line \d+.*$/s, '')
  return new UserError(`The file is not a table: ${what}.`, {
    place: { file, ...line },
    fix: 'Correct it there.',
    cause: error,
  })
}
