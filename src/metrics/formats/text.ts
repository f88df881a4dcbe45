import { UserError } from '../../errors.ts'
import { type MetricEntry, refuseTwice } from '../flatten.ts'
import { readWritten } from '../written-value.ts'
import type { MetricFormat } from './format.ts'

/**
 * Plain text, `name: value` or `name = value` on each line, as training scripts write it for a report:
 * `Accuracy: 0.93`, `Variance explained: 86.2%`, `Accuracy = 0.93, F1 = 0.9.` Empty lines, headings (`#`), rules
 * (`---`, `===`) and code fences are no metrics; every other line must be one, so that nothing is lost unseen.
 */
export const textFormat = {
  name: 'text',
  files: '*.txt',
  recognises: ({ ending, text }) => ending === '.txt' || (ending === '' && beginsWithMetric(text)),
  parse: ({ path, text }) => {
    const lines = linesOf(text)
    if (lines.length > MAX_LINES) throw tooLong(path)
    const metrics = lines.flatMap(({ line, content }) => metricsIn(content) ?? refuseLine(path, line))
    if (metrics.length === 0) {
      throw new UserError('The file holds no metrics.', { place: { file: path }, fix: 'Write `name: value` lines.' })
    }
    refuseTwice(metrics, path)
    return { metrics }
  },
} as const satisfies MetricFormat

interface Line {
  readonly line: number
  readonly content: string
}

const NO_METRIC = /^(#.*|[-=*_]{3,}|[`~]{3}.*)?$/
const LONGEST_LINE = 10_000
/** A text for people is shorter, and ten patterns are tried on each line. */
const MAX_LINES = 100_000

function linesOf(text: string): readonly Line[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ line: index + 1, content: content.trim() }))
    .filter(({ content }) => !NO_METRIC.test(content))
}

function beginsWithMetric(text: string): boolean {
  const first = linesOf(text.slice(0, LONGEST_LINE))[0]
  return metricsIn(first?.content ?? '')?.[0]?.value.kind === 'number'
}

/** `undefined` for a line that names nothing. */
function metricsIn(content: string): readonly MetricEntry[] | undefined {
  if (content.length > LONGEST_LINE) return undefined
  const line = content.replace(/^[-*+•]\s+/, '').replaceAll(/\*\*|`/g, '')
  const parts = line.split(/[,;]\s+/).map(metricIn)
  if (parts.length > 1 && parts.every((part) => part?.value.kind === 'number')) return parts.filter((part) => !!part)
  const whole = metricIn(line)
  return whole === undefined ? undefined : [whole]
}

/** The last separator when a number stands behind it (`val: loss: 0.1`), else the first. */
function metricIn(part: string): MetricEntry | undefined {
  const number = splitAt(part, Math.max(part.lastIndexOf(':'), part.lastIndexOf('=')))
  if (number?.value.kind === 'number') return number
  return splitAt(part, part.search(/[:=]/))
}

function splitAt(part: string, at: number): MetricEntry | undefined {
  const name = part.slice(0, Math.max(at, 0)).trim()
  const written = part.slice(at + 1).trim()
  if (name === '' || written === '') return undefined
  return { name, ...readWritten(/\d\.$/.test(written) ? written.slice(0, -1) : written) }
}

function tooLong(file: string): UserError {
  return new UserError(`The file has more than ${MAX_LINES} lines.`, {
    place: { file },
    fix: 'Write so many metrics as JSON, and only the summary as text.',
  })
}

function refuseLine(file: string, line: number): never {
  throw new UserError('This line is not `name: value`.', {
    place: { file, line },
    fix: 'Write one metric on each line, and "#" before everything else.',
  })
}
