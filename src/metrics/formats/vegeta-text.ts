import { UserError } from '../../errors.ts'
import type { MetricEntry } from '../flatten.ts'
import { readWritten } from '../written-value.ts'
import type { MetricFormat } from './format.ts'
import { vegetaUnit } from './vegeta.ts'

/**
 * `vegeta report`, the text that people see: `Latencies [min, mean, 50, …] 1.2ms, 3ms, …`. Gives the same
 * names, numbers and units as the JSON report, so durations are in nanoseconds; which columns there are is read from the brackets, because they differ by version.
 */
export const vegetaTextFormat = {
  name: 'vegeta-text',
  files: "vegeta's report as text",
  recognises: ({ text }) => /^\s*Requests\s+\[total\b[^\]\n]*\]/.test(text),
  parse: ({ path, text }) => {
    const [report = '', errors = ''] = text.split(/^Error Set:[^\S\n]*\r?$/m)
    const metrics = report.split(/\r?\n/).flatMap((line, index) => metricsOf(line, { file: path, line: index + 1 }))
    if (metrics.length === 0) throw notAReport({ file: path })
    const messages = errors.split(/\r?\n/).filter((message) => message.trim() !== '')
    return { metrics: [...metrics, ...messages.map(errorOf)] }
  },
} as const satisfies MetricFormat

interface LinePlace {
  readonly file: string
  readonly line?: number
}

const ROW = /^([A-Z][A-Za-z ]*?)\s+\[([^\]]*)\]\s*(.*)$/

function metricsOf(line: string, place: LinePlace): readonly MetricEntry[] {
  if (line.trim() === '') return []
  const [, title = '', columns = '', values = ''] = ROW.exec(line) ?? []
  if (title === '') throw notAReport(place)
  if (columns === 'code:count') return values.split(/\s+/).filter(Boolean).map(statusOf)
  const written = values.split(/,\s*/)
  return columns.split(/,\s*/).flatMap((column, index) => {
    const name = nameOf(title.toLowerCase().replace(' ', '_'), column)
    return name === undefined ? [] : [entryOf(name, written[index] ?? '')]
  })
}

/** The names of the JSON report. The total duration is the attack's and the wait's, which are there. */
function nameOf(title: string, column: string): string | undefined {
  switch (title) {
    case 'requests':
      return column === 'total' ? 'requests' : column
    case 'duration':
      if (column === 'total') return undefined
      return column === 'attack' ? 'duration' : column
    case 'success':
      return 'success'
    default:
      return `${title}.${/^\d/.test(column) ? `${column}th` : column}`
  }
}

function entryOf(name: string, written: string): MetricEntry {
  const unit = vegetaUnit(name)
  const duration = unit === 'ns' ? goDuration(written) : undefined
  const value = duration === undefined ? readWritten(written).value : ({ kind: 'number', value: duration } as const)
  return { name, value, ...(unit !== undefined && { unit }) }
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  h: 3.6e12,
  m: 6e10,
  s: 1e9,
  ms: 1e6,
  µs: 1e3,
  μs: 1e3,
  us: 1e3,
  ns: 1,
}

const LONGEST_DURATION = 50

/** Go's time.Duration.String (`1m30.5s`, `145.08ms`, `90µs`) in nanoseconds, of which there are whole ones only. */
function goDuration(written: string): number | undefined {
  if (written.length > LONGEST_DURATION) return undefined
  if (!/^-?(\d+(\.\d+)?(h|ms|m|s|[µμu]s|ns))+$/.test(written)) return written === '0' ? 0 : undefined
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|[µμu]s|ns)/g)]
  const total = parts.reduce((sum, [, number, unit]) => sum + Number(number) * (NANOSECONDS[unit ?? ''] ?? 0), 0)
  return Math.round(written.startsWith('-') ? -total : total)
}

function statusOf(written: string): MetricEntry {
  const [code = '', count = ''] = written.split(':')
  return { name: `status_codes.${code}`, ...readWritten(count) }
}

function errorOf(message: string, index: number): MetricEntry {
  return { name: `errors.${index}`, value: { kind: 'text', text: message.trim() } }
}

function notAReport(place: LinePlace): UserError {
  return new UserError('This is no line of a text report of vegeta.', {
    place,
    fix: 'Write the file with `vegeta report > report.txt` and nothing else, or use `-type=json`.',
  })
}
