import type { MetricFormat } from './format.ts'
import { tableFindings } from './table.ts'
import { readTable } from './table-text.ts'

/** Comma-separated values; semicolons, where the header has them and no comma. What the table means: tableFindings. */
export const csvFormat = {
  name: 'csv',
  files: '*.csv',
  recognises: ({ ending }) => ending === '.csv',
  parse: ({ path, text }) => tableFindings(readTable(text, { file: path, delimiter: delimiterOf(text) })),
} as const satisfies MetricFormat

/** A semicolon, where the header has one and no comma. */
export function delimiterOf(text: string): string {
  const header = text.split(/\r|\n/, 1)[0] ?? ''
  return header.includes(';') && !header.includes(',') ? ';' : ','
}
