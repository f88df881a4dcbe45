import type { MetricFormat } from './format.ts'
import { tableFindings } from './table.ts'
import { readTable } from './table-text.ts'

/** Tab-separated values, as DVCLive writes them. What the table means: tableFindings. */
export const tsvFormat = {
  name: 'tsv',
  files: '*.tsv',
  recognises: ({ ending }) => ending === '.tsv',
  parse: ({ path, text }) => tableFindings(readTable(text, { file: path, delimiter: '\t' })),
} as const satisfies MetricFormat
