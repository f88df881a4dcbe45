import { UserError } from '../errors.ts'
import type { Metric, Metrics, MetricValue } from '../metrics/metrics.ts'

/** What main measured at one commit. */
export interface HistoryRecord {
  readonly sha: string
  /** The commit's git tree: what was measured is the same wherever the files are. */
  readonly tree?: string
  /** The commit whose measurement this is, when a commit with the same tree was not trained again. */
  readonly reusedFrom?: string
  /** ISO 8601. */
  readonly measuredAt: string
  readonly metrics: Metrics
  readonly params: Metrics
  readonly trainingSeconds?: number
  readonly verdict?: RecordedVerdict
  /** The git blob of the predictions that the metrics were computed from; the data branch's history keeps it. */
  readonly predictions?: string
  /** The SHA-256 of the ids and labels that the model was judged on. */
  readonly testSet?: string
  /** The git blob of what the metrics files held beside metrics; see extras.ts. */
  readonly extras?: string
  /** How many metrics and parameters were measured and are not here: see bounded-record.ts. */
  readonly leftOut?: number
}

export type RecordedVerdict = (typeof VERDICTS)[number]
const SHA = /^[0-9a-f]{7,64}$/
const NAMES = ['tree', 'reusedFrom', 'predictions', 'testSet', 'extras'] as const
const VERDICTS = ['pass', 'fail', 'inconclusive'] as const

/** One line of a history file, without its line end; the commit stands first. Numbers stay numbers; whatever was no number is a text. */
export function renderRecord(record: HistoryRecord): string {
  const entries = (metrics: Metrics) => metrics.map(entryOf)
  const { sha, ...rest } = record
  return JSON.stringify({ sha, ...rest, metrics: entries(record.metrics), params: entries(record.params) })
}

/** A metric as a record holds it. */
export function renderEntry(metric: Metric): string {
  return JSON.stringify(entryOf(metric))
}

function entryOf({ file, name, value }: Metric) {
  return { file, name, value: plain(value) }
}

/**
 * Reads one line of a history file. Fields that it does not know are left alone, as a later version may have
 * written them; a line that is no record throws a UserError with its place.
 */
export function parseRecord(line: string, place: { file: string; line: number }): HistoryRecord {
  const value = parseJson(line, place)
  const broken = (key: string, wanted: string) => brokenLine(`${key} must be ${wanted}.`, { ...place, key })
  const { sha, measuredAt, metrics, params, trainingSeconds, verdict, leftOut } = value
  if (typeof sha !== 'string' || !SHA.test(sha)) throw broken('sha', 'a commit sha')
  if (typeof measuredAt !== 'string' || Number.isNaN(Date.parse(measuredAt))) throw broken('measuredAt', 'a date')
  const known = VERDICTS.find((name) => name === verdict)
  return {
    sha,
    measuredAt,
    metrics: parseEntries(metrics, () => broken('metrics', 'a list of {file, name, value}')),
    params: parseEntries(params ?? [], () => broken('params', 'a list of {file, name, value}')),
    ...(typeof trainingSeconds === 'number' ? { trainingSeconds } : {}),
    ...(known === undefined ? {} : { verdict: known }),
    ...(typeof leftOut === 'number' && leftOut > 0 ? { leftOut } : {}),
    ...hashesIn(value),
  }
}

/** The hashes that belong to the record, as far as they are written as hashes are. */
function hashesIn(value: Record<string, unknown>): Partial<Pick<HistoryRecord, (typeof NAMES)[number]>> {
  const named = NAMES.flatMap((key) => {
    const name = value[key]
    return typeof name === 'string' && SHA.test(name) ? [[key, name] as const] : []
  })
  return Object.fromEntries(named)
}

function parseJson(line: string, place: { file: string; line: number }): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw brokenLine('This line is not JSON.', place, cause)
  }
  if (!isObject(value)) throw brokenLine('This line is not a JSON object.', place)
  return value
}

function parseEntries(entries: unknown, broken: () => UserError): Metrics {
  if (!Array.isArray(entries)) throw broken()
  return entries.map((entry: unknown): Metric => {
    if (!isObject(entry) || typeof entry.file !== 'string' || typeof entry.name !== 'string') throw broken()
    return { file: entry.file, name: entry.name, value: parseValue(entry.value) }
  })
}

function parseValue(value: unknown): MetricValue {
  if (typeof value === 'number') return { kind: 'number', value }
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value ?? null) }
}

function plain(value: MetricValue): number | string {
  switch (value.kind) {
    case 'number':
      return value.value
    case 'text':
      return value.text
  }
}

function brokenLine(what: string, place: { file: string; line: number; key?: string }, cause?: unknown): UserError {
  return new UserError(what, { place, fix: 'Delete or repair the line on the branch that holds the history.', cause })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
