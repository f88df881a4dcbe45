import type { MetricEntry } from '../flatten.ts'
import type { Unit } from '../unit.ts'
import type { MetricFormat } from './format.ts'
import { entryOf, isList, isObject, type JsonObject, notOfFormat } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

/**
 * `vegeta report -type=json`. Numbers stay those of the file, so durations are in nanoseconds. The dates of the first and last request are no metrics. Names are the file's, and those of the text report.
 */
export const vegetaFormat = {
  name: 'vegeta',
  files: "vegeta's report as JSON",
  recognises: ({ isJson, json }) => isJson && isReport(json()),
  parse: ({ path, json }) => {
    const document = json()
    if (!isReport(document)) throw notOfFormat(path, 'a report of vegeta (vegeta report -type=json)')
    return { metrics: [...document].flatMap(([key, value]) => metricsOf(key, value)) }
  },
} as const satisfies MetricFormat

/** The units of vegeta's numbers; the part of the name before a dot counts. */
const UNITS: Readonly<Record<string, Unit>> = {
  latencies: 'ns',
  wait: 'ns',
  duration: 'ns',
  bytes_in: 'bytes',
  bytes_out: 'bytes',
  rate: 'requests/s',
  throughput: 'requests/s',
  success: 'percent',
}

/** The unit that a number of this name has in vegeta's JSON report. */
export function vegetaUnit(name: string): Unit | undefined {
  return UNITS[name.split('.', 1)[0] ?? '']
}

const DATES = ['earliest', 'latest', 'end']

function isReport(document: JsonValue): document is JsonObject {
  if (!isObject(document)) return false
  const latencies = document.get('latencies')
  const hasParts = ['bytes_in', 'bytes_out', 'status_codes'].every((key) => isObject(document.get(key)))
  return hasParts && isObject(latencies) && latencies.has('mean') && document.has('success')
}

function metricsOf(key: string, value: JsonValue): readonly MetricEntry[] {
  if (DATES.includes(key)) return []
  if (isObject(value)) return [...value].map(([part, inner]) => metricOf(`${key}.${part}`, inner))
  if (isList(value)) return value.map((item, index) => metricOf(`${key}.${index}`, item))
  return value === null ? [] : [metricOf(key, value)]
}

function metricOf(name: string, value: JsonValue): MetricEntry {
  return entryOf(name, value, vegetaUnit(name))
}
