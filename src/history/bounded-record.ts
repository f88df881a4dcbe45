import type { Metric } from '../metrics/metrics.ts'
import { type HistoryRecord, renderEntry, renderRecord } from './record.ts'

/** Half a chunk; some 20,000 metrics. */
const LARGEST_RECORD_BYTES = 2_000_000
/** One value that is a long text leaves room for all others. */
const LARGEST_ENTRY_BYTES = 20_000

/**
 * The record as it is kept: a larger one than 2 MB keeps the metrics that a gate judges, then the parameters, then as many
 * other metrics as fit, in their order, and says how many it leaves out.
 * @param isJudged whether a gate's rule names the metric.
 */
export function boundRecord(record: HistoryRecord, isJudged: (name: string) => boolean): HistoryRecord {
  if (Buffer.byteLength(renderRecord(record)) <= LARGEST_RECORD_BYTES) return record
  const { metrics, params } = record
  const bare = renderRecord({ ...record, metrics: [], params: [], leftOut: metrics.length + params.length })
  let room = LARGEST_RECORD_BYTES - Buffer.byteLength(bare)
  const kept = new Set<Metric>()
  const judged = metrics.filter(({ name }) => isJudged(name))
  for (const entry of new Set([...judged, ...params, ...metrics])) {
    const size = Buffer.byteLength(renderEntry(entry)) + 1
    if (size > room || size > LARGEST_ENTRY_BYTES) continue
    room -= size
    kept.add(entry)
  }
  const isKept = (entry: Metric) => kept.has(entry)
  const leftOut = metrics.length + params.length - kept.size
  return { ...record, metrics: metrics.filter(isKept), params: params.filter(isKept), leftOut }
}
