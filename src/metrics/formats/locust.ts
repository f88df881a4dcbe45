import { refuseTwice } from '../flatten.ts'
import type { MetricFormat } from './format.ts'
import { isList, isObject, type JsonObject, notOfFormat, numberIn } from './json-part.ts'
import type { JsonValue } from './json-text.ts'
import { type LocustEntry, metricsOfEntry } from './locust-entry.ts'

/**
 * What `locust --json` prints and `--json-file` writes: one object per endpoint, with a histogram of response times in
 * milliseconds. The mean, the percentiles, the rates and the aggregate are made of it as Locust makes them for its CSV
 * (`locust/stats.py`, StatsEntry).
 */
export const locustFormat = {
  name: 'locust',
  files: "Locust's statistics as JSON",
  recognises: ({ isJson, json }) => isJson && entriesOf(json()) !== undefined,
  parse: ({ path, json }) => {
    const entries = entriesOf(json())
    if (entries === undefined) throw notOfFormat(path, 'what `locust --json` prints')
    const counted = entries.map(countsOf)
    const metrics = [...counted, sumOf(counted)].flatMap((counts) => metricsOfEntry(entryOf(counts)))
    refuseTwice(metrics, path)
    return { metrics }
  },
} as const satisfies MetricFormat

const KEYS = ['name', 'method', 'num_requests', 'num_failures', 'response_times', 'total_response_time']
const PERCENTILES = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99]

function entriesOf(document: JsonValue): readonly JsonObject[] | undefined {
  if (!isList(document) || document.length === 0) return undefined
  const isEntry = (item: JsonValue): item is JsonObject => isObject(item) && KEYS.every((key) => item.has(key))
  return document.every(isEntry) ? document : undefined
}

interface Counts {
  readonly label: string
  readonly requests: number
  readonly untimed: number
  readonly failures: number
  readonly time: number
  readonly size: number
  readonly minTime: number
  readonly maxTime: number
  /** Unix time in seconds. */
  readonly start: number
  readonly end: number
  /** Response time in milliseconds → how many requests took it. */
  readonly times: ReadonlyMap<number, number>
}

function countsOf(entry: JsonObject): Counts {
  const number = (key: string): number => numberIn(entry.get(key)) ?? Number.NaN
  const histogram = entry.get('response_times')
  const times = isObject(histogram) ? [...histogram].map(([time, count]) => [Number(time), Number(count)] as const) : []
  const method = entry.get('method')
  return {
    label: [method, entry.get('name')].filter((part) => typeof part === 'string' && part !== '').join(' '),
    requests: number('num_requests'),
    untimed: numberIn(entry.get('num_none_requests')) ?? 0,
    failures: number('num_failures'),
    time: number('total_response_time'),
    size: number('total_content_length'),
    minTime: number('min_response_time'),
    maxTime: number('max_response_time'),
    start: number('start_time'),
    end: number('last_request_timestamp'),
    times: new Map(times),
  }
}

function sumOf(all: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number): number => all.reduce((total, counts) => total + of(counts), 0)
  const times = new Map<number, number>()
  for (const counts of all) for (const [time, count] of counts.times) times.set(time, (times.get(time) ?? 0) + count)
  return {
    label: 'Aggregated',
    requests: sum(({ requests }) => requests),
    untimed: sum(({ untimed }) => untimed),
    failures: sum(({ failures }) => failures),
    time: sum(({ time }) => time),
    size: sum(({ size }) => size),
    minTime: all.reduce((least, { minTime }) => Math.min(least, minTime), Number.POSITIVE_INFINITY),
    maxTime: all.reduce((most, { maxTime }) => Math.max(most, maxTime), 0),
    start: all.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: all.reduce((most, { end }) => Math.max(most, end), 0),
    times,
  }
}

function entryOf(counts: Counts): LocustEntry {
  const { label, requests, failures, minTime, maxTime } = counts
  const seconds = counts.end - counts.start
  return {
    label,
    requests,
    failures,
    minTime,
    maxTime,
    meanTime: counts.time / (requests - counts.untimed),
    meanSize: counts.size / requests,
    requestsPerSecond: requests / seconds,
    failuresPerSecond: failures / seconds,
    percentiles: PERCENTILES.map((percent) => [
      `p${percent}`,
      { kind: 'number', value: percentileOf(counts, percent / 100) },
    ]),
  }
}

/** The largest time with at most ⌊n · fraction⌋ requests below it; 0 without any. */
function percentileOf({ times, requests }: Counts, fraction: number): number {
  const rank = Math.floor(requests * fraction)
  let slower = 0
  for (const [time, count] of [...times].sort(([one], [other]) => other - one)) {
    slower += count
    if (requests - slower <= rank) return time
  }
  return 0
}
