import { UserError } from '../../errors.ts'
import { flatten, type MetricEntry } from '../flatten.ts'
import type { FileContent } from './file-content.ts'
import type { Findings, MetricFormat } from './format.ts'
import { readJson } from './json-text.ts'
import { stepColumnOf, stepFindings } from './step-table.ts'
import { MAX_ROWS, type TextRow, tooLarge } from './table-text.ts'

/**
 * One JSON object a line, as training loops log their steps (jsonlines.org). The lines are the rows of a table whose
 * columns are all the names in it; what a line does not name has no value there. Without a `step`, `epoch` or the like
 * each line is a step.
 */
export const jsonLinesFormat = {
  name: 'jsonl',
  files: '*.jsonl',
  recognises: ({ ending }) => ending === '.jsonl' || ending === '.ndjson',
  parse: parseJsonLines,
} as const satisfies MetricFormat

const MAX_CELLS = 2_000_000

function parseJsonLines({ path, text }: FileContent): Findings {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }))
  const written = lines.filter(({ line }) => line.trim() !== '')
  const objects = written.map(({ line, number }) => ({ number, entries: entriesOf(line, { path, number }) }))
  const [only] = objects
  if (only !== undefined && objects.length === 1) return { metrics: only.entries }
  const names = [...new Set(objects.flatMap(({ entries }) => entries.map(({ name }) => name)))]
  if (objects.length > MAX_ROWS || objects.length * names.length > MAX_CELLS) throw tooLarge(path)
  const rows = objects.map(({ entries, number }): TextRow => ({ line: number, cells: cellsOf(entries, names) }))
  const header = { line: 0, cells: names }
  const step = stepColumnOf(header, rows)
  if (step !== undefined) return stepFindings({ file: path, header, rows, step })
  const counted = rows.map(({ line, cells }, index) => ({ line, cells: [String(index + 1), ...cells] }))
  return stepFindings({ file: path, header: { line: 0, cells: ['step', ...names] }, rows: counted, step: 0 })
}

/** The place is that of the file, not of the line alone. */
function entriesOf(line: string, { path, number }: { path: string; number: number }): readonly MetricEntry[] {
  try {
    return flatten(readJson(line, path), path)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.what, { place: { ...error.place, line: number }, ...(error.fix && { fix: error.fix }) })
  }
}

function cellsOf(entries: readonly MetricEntry[], names: readonly string[]): readonly string[] {
  const values = new Map(entries.map(({ name, value }) => [name, value]))
  return names.map((name) => {
    const value = values.get(name)
    if (value === undefined) return ''
    return value.kind === 'number' ? String(value.value) : value.text
  })
}
