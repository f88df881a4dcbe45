import type { MetricEntry } from '../flatten.ts'
import type { MetricValue } from '../metric-value.ts'
import type { Unit } from '../unit.ts'

/** What Locust counts of one endpoint, or of all (`Aggregated`); times are milliseconds, sizes bytes. */
export interface LocustEntry {
  /** `GET /predict`; `Aggregated` for all. */
  readonly label: string
  readonly requests: number
  readonly failures: number
  readonly meanTime: number
  readonly minTime: number
  readonly maxTime: number
  readonly meanSize: number
  readonly requestsPerSecond: number
  readonly failuresPerSecond: number
  /** By name: `p95`. */
  readonly percentiles: readonly (readonly [name: string, time: MetricValue])[]
}

/** The metrics of one endpoint, with the same names whichever file Locust wrote them to. */
export function metricsOfEntry(entry: LocustEntry): readonly MetricEntry[] {
  const { label, requests, failures } = entry
  const metric = (name: string, value: MetricValue, unit?: Unit): MetricEntry => ({
    name: `${label}.${name}`,
    value,
    ...(unit !== undefined && { unit }),
  })
  return [
    metric('requests', measured(requests)),
    metric('failures', measured(failures)),
    metric('failure_ratio', measured(failures / requests), 'percent'),
    metric('requests_per_second', measured(entry.requestsPerSecond), 'requests/s'),
    metric('failures_per_second', measured(entry.failuresPerSecond), 'requests/s'),
    metric('response_time.mean', measured(entry.meanTime), 'ms'),
    metric('response_time.min', measured(entry.minTime), 'ms'),
    metric('response_time.max', measured(entry.maxTime), 'ms'),
    ...entry.percentiles.map(([name, time]) => metric(`response_time.${name}`, time, 'ms')),
    metric('content_size.mean', measured(entry.meanSize), 'bytes'),
  ]
}

/** A number, or the text of what is none: no requests at all have no mean. */
function measured(value: number): MetricValue {
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'text', text: String(value) }
}
