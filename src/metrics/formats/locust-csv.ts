import { UserError } from '../../errors.ts'
import type { Curve } from '../curve.ts'
import { refuseTwice } from '../flatten.ts'
import { readWritten } from '../written-value.ts'
import type { FileContent } from './file-content.ts'
import type { Findings, MetricFormat } from './format.ts'
import { metricsOfEntry } from './locust-entry.ts'
import { readTable, type TextRow, type TextTable } from './table-text.ts'

/**
 * The files of `locust --csv`: `…_stats.csv` has the metrics (the median, which is `p50`, once), `…_stats_history.csv`
 * the curves of the whole run, `…_failures.csv` and `…_exceptions.csv` how often each message came.
 */
export const locustCsvFormat = {
  name: 'locust-csv',
  files: "Locust's statistics as CSV",
  recognises: ({ ending, text }) => ending === '.csv' && kindOf(text) !== undefined,
  parse: parseLocust,
} as const satisfies MetricFormat

type Kind = 'stats' | 'history' | 'failures' | 'exceptions'

const HEADERS: readonly (readonly [kind: Kind, beginning: string])[] = [
  ['stats', 'Type,Name,Request Count,Failure Count,'],
  ['history', 'Timestamp,User Count,Type,Name,'],
  ['failures', 'Method,Name,Error,Occurrences'],
  ['exceptions', 'Count,Message,Traceback,Nodes'],
]

function kindOf(text: string): Kind | undefined {
  return HEADERS.find(([, beginning]) => text.replaceAll('"', '').startsWith(beginning))?.[0]
}

function parseLocust({ path, text }: FileContent): Findings {
  const kind = kindOf(text.slice(0, 1000))
  if (kind === undefined) {
    throw new UserError('The file is none that `locust --csv` writes.', {
      place: { file: path, line: 1 },
      fix: 'Name the file that ends in `_stats.csv`, or leave `format` out.',
    })
  }
  const table = readTable(text, { file: path, delimiter: ',' })
  const findings = findingsOf(kind, table)
  refuseTwice(findings.metrics, path)
  return findings
}

function findingsOf(kind: Kind, table: TextTable): Findings {
  const rows = recordsOf(table)
  switch (kind) {
    case 'stats':
      return { metrics: rows.flatMap((row) => metricsOfEntry(entryOf(row))) }
    case 'history':
      return { metrics: [], curves: curvesOf(rows, table.file) }
    case 'failures':
      return {
        metrics: rows.map((row) => countOf(`failures.${labelOf(row, 'Method')}: ${row('Error')}`, row('Occurrences'))),
      }
    case 'exceptions':
      return { metrics: rows.map((row) => countOf(`exceptions.${row('Message')}`, row('Count'))) }
  }
}

/** A row, asked by the name of a column. */
interface Row {
  (column: string): string
  readonly columns: readonly string[]
}

function recordsOf({ rows: [header, ...rows] }: TextTable): readonly Row[] {
  const columns = header?.cells ?? []
  return rows.map(({ cells }: TextRow) =>
    Object.assign((column: string) => cells[columns.indexOf(column)] ?? '', { columns }),
  )
}

function labelOf(row: Row, method: 'Type' | 'Method'): string {
  return [row(method), row('Name')].filter(Boolean).join(' ')
}

function entryOf(row: Row): Parameters<typeof metricsOfEntry>[0] {
  const number = (column: string): number => (row(column) === '' ? Number.NaN : Number(row(column)))
  const percents = row.columns.filter((column) => /^\d+(\.\d+)?%$/.test(column) && column !== '100%')
  return {
    label: labelOf(row, 'Type'),
    requests: number('Request Count'),
    failures: number('Failure Count'),
    meanTime: number('Average Response Time'),
    minTime: number('Min Response Time'),
    maxTime: number('Max Response Time'),
    meanSize: number('Average Content Size'),
    requestsPerSecond: number('Requests/s'),
    failuresPerSecond: number('Failures/s'),
    percentiles: percents.map((column) => [`p${column.slice(0, -1)}`, readWritten(row(column)).value]),
  }
}

/** The columns of the run as a whole that a reader follows, over the seconds since its first line. */
const CURVES: readonly (readonly [column: string, name: string])[] = [
  ['User Count', 'users'],
  ['Requests/s', 'requests_per_second'],
  ['Failures/s', 'failures_per_second'],
  ['50%', 'response_time.p50'],
  ['95%', 'response_time.p95'],
  ['99%', 'response_time.p99'],
]

function curvesOf(rows: readonly Row[], file: string): readonly Curve[] {
  const whole = rows.filter((row) => row('Name') === 'Aggregated')
  const start = Number(whole[0]?.('Timestamp'))
  return CURVES.flatMap(([column, name]) => {
    const points = whole.flatMap((row) => {
      const { value } = readWritten(row(column))
      return value.kind === 'number' ? [{ step: Number(row('Timestamp')) - start, value: value.value }] : []
    })
    return points.length === 0 ? [] : [{ file, name: `Aggregated.${name}`, stepName: 'second', points }]
  })
}

function countOf(name: string, count: string): Findings['metrics'][number] {
  return { name, ...readWritten(count) }
}
