import type { MetricEntry } from '../flatten.ts'
import type { Unit } from '../unit.ts'
import type { MetricFormat } from './format.ts'
import { entryOf, isList, isObject, type JsonObject, notOfFormat } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

/**
 * `vegeta report -type=json`. Durations, nanoseconds in the file, become milliseconds; the length of the attack becomes
 * seconds. The dates of the first and last request are no metrics. Names are the file's, and those of the text report.
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

/** The units of vegeta's numbers, and what its durations are divided by; the part of the name before a dot counts. */
export const VEGETA_UNITS: Readonly<Record<string, { readonly unit: Unit; readonly nanoseconds?: number }>> = {
  latencies: { unit: 'ms', nanoseconds: 1e6 },
  wait: { unit: 'ms', nanoseconds: 1e6 },
  duration: { unit: 's', nanoseconds: 1e9 },
  bytes_in: { unit: 'bytes' },
  bytes_out: { unit: 'bytes' },
  rate: { unit: 'requests/s' },
  throughput: { unit: 'requests/s' },
  success: { unit: 'percent' },
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
  const { unit, nanoseconds = 1 } = VEGETA_UNITS[name.split('.', 1)[0] ?? ''] ?? {}
  return entryOf(name, typeof value === 'number' ? value / nanoseconds : value, unit)
}
