import { metricKey } from '../metrics/diff.ts'
import type { HistoryRecord } from './record.ts'

/** How one metric went, oldest first. */
export interface MetricTrend {
  readonly file: string
  readonly name: string
  readonly points: readonly { readonly sha: string; readonly measuredAt: string; readonly value: number }[]
}

/**
 * How metrics went over records (oldest first), one trend for each file that has the name, in the order of the names.
 * A commit that was measured again counts once, as it was measured last, where it was measured first. Records without
 * the metric, or in which it is no number, have no point; a metric without points has no trend.
 */
export function trendOf(records: readonly HistoryRecord[], names: readonly string[]): readonly MetricTrend[] {
  const wanted = new Set(names)
  const found = new Map<string, MetricTrend & { readonly points: MetricTrend['points'][number][] }>()
  for (const { sha, measuredAt, metrics } of newestOfEach(records)) {
    for (const { file, name, value } of metrics) {
      if (value.kind !== 'number' || !wanted.has(name)) continue
      const key = metricKey({ file, name })
      const trend = found.get(key) ?? { file, name, points: [] }
      trend.points.push({ sha, measuredAt, value: value.value })
      found.set(key, trend)
    }
  }
  const trends = [...found.values()]
  return [...wanted].flatMap((name) => trends.filter((trend) => trend.name === name))
}

function newestOfEach(records: readonly HistoryRecord[]): readonly HistoryRecord[] {
  return [...new Map(records.map((record) => [record.sha, record])).values()]
}
