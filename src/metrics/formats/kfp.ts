import { type MetricEntry, refuseTwice } from '../flatten.ts'
import type { MetricFormat } from './format.ts'
import { entryOf, isList, isObject, type JsonObject, notOfFormat } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

/**
 * The metrics file of Kubeflow Pipelines v1, `mlpipeline-metrics.json`:
 * `{"metrics": [{"name": "auroc", "numberValue": 0.8, "format": "RAW" | "PERCENTAGE"}]}`.
 * A PERCENTAGE is a fraction of 1 that is shown times 100 (`kubeflow/pipelines` backend/api, RunMetric.Format).
 */
export const kfpFormat = {
  name: 'kfp',
  files: "Kubeflow Pipelines' mlpipeline-metrics.json",
  recognises: ({ isJson, json }) => isJson && metricsOf(json()) !== undefined,
  parse: ({ path, json }) => {
    const items = metricsOf(json())
    if (items === undefined)
      throw notOfFormat(path, 'a metrics file of Kubeflow Pipelines ({"metrics": [{"name": …}]})')
    const metrics = items.map(metricOf)
    refuseTwice(metrics, path)
    return { metrics }
  },
} as const satisfies MetricFormat

function metricsOf(document: JsonValue): readonly JsonObject[] | undefined {
  if (!isObject(document) || document.size !== 1) return undefined
  const items = document.get('metrics')
  if (!isList(items) || items.length === 0) return undefined
  const isMetric = (item: JsonValue): item is JsonObject =>
    isObject(item) && typeof item.get('name') === 'string' && item.has('numberValue')
  return items.every(isMetric) ? items : undefined
}

function metricOf(item: JsonObject): MetricEntry {
  const unit = item.get('format') === 'PERCENTAGE' ? 'percent' : undefined
  return entryOf(String(item.get('name')), item.get('numberValue'), unit)
}
