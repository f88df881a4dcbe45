import type { ConfusionMatrix } from '../confusion-matrix.ts'
import { flatten, type MetricEntry, refuseTwice } from '../flatten.ts'
import type { Roc, RocPoint } from '../roc.ts'
import type { Findings, MetricFormat } from './format.ts'
import { isList, isObject, type JsonObject, notOfFormat, numberIn } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

/**
 * What components of Kubeflow Pipelines v2 log: an artifact's metadata with `confusionMatrix` and `confidenceMetrics`
 * (ClassificationMetrics), an artifact around it, or a component's `executor_output.json` with any number of them; the
 * numbers of `Metrics` artifacts in it are metrics. Shapes: `kfp.dsl.types.artifact_types` of the KFP SDK 2.
 */
export const kfpClassificationFormat = {
  name: 'kfp-classification',
  files: "Kubeflow Pipelines' executor_output.json",
  recognises: ({ isJson, json }) => isJson && artifactsIn(json()).length > 0,
  parse: ({ path, json }) => {
    const artifacts = artifactsIn(json())
    if (artifacts.length === 0) throw notOfFormat(path, 'ClassificationMetrics of Kubeflow Pipelines')
    return findingsOf(artifacts, path)
  },
} as const satisfies MetricFormat

interface Artifact {
  readonly name: string
  readonly metadata: JsonObject
}

const CLASSIFICATION_KEYS = ['confusionMatrix', 'confidenceMetrics']

function artifactsIn(document: JsonValue): readonly Artifact[] {
  if (!isObject(document)) return []
  const outputs = document.get('artifacts')
  if (isObject(outputs)) return [...outputs].flatMap(([name, output]) => artifactsOf(name, output))
  const metadata = document.get('metadata')
  const found = isObject(metadata) ? metadata : document
  return isClassification(found) ? [{ name: '', metadata: found }] : []
}

function artifactsOf(name: string, output: JsonValue): readonly Artifact[] {
  const list = isObject(output) ? output.get('artifacts') : undefined
  return (isList(list) ? list : []).flatMap((artifact) => {
    const metadata = isObject(artifact) ? artifact.get('metadata') : undefined
    if (!isObject(artifact) || !isObject(metadata) || metadata.size === 0) return []
    return isClassification(metadata) || isMetrics(artifact) ? [{ name, metadata }] : []
  })
}

function isMetrics(artifact: JsonObject): boolean {
  const type = artifact.get('type')
  return isObject(type) && type.get('schemaTitle') === 'system.Metrics'
}

function isClassification(metadata: JsonObject): boolean {
  const matrix = metadata.get('confusionMatrix')
  return (
    (isObject(matrix) && isList(matrix.get('annotationSpecs')) && isList(matrix.get('rows'))) ||
    isList(metadata.get('confidenceMetrics'))
  )
}

function findingsOf(artifacts: readonly Artifact[], file: string): Findings {
  const metrics = artifacts.flatMap(({ name, metadata }) => metricsOf(name, metadata, file))
  refuseTwice(metrics, file)
  return {
    metrics,
    matrices: artifacts.flatMap(({ name, metadata }) => matrixOf(metadata.get('confusionMatrix'), { file, name })),
    rocs: artifacts.flatMap(({ name, metadata }) => rocOf(metadata.get('confidenceMetrics'), { file, name })),
  }
}

/** Everything in the metadata that is not drawn; of what should be and cannot, why. */
function metricsOf(name: string, metadata: JsonObject, file: string): readonly MetricEntry[] {
  const rest = new Map([...metadata].filter(([key]) => !CLASSIFICATION_KEYS.includes(key)))
  const [matrix, readings] = CLASSIFICATION_KEYS.map((key) => metadata.get(key))
  if (isObject(matrix) && matrixOf(matrix, { file, name }).length === 0) {
    rest.set('confusionMatrix', 'not drawn: its rows are not as many numbers as it has classes')
  }
  if (isList(readings) && readings.length > 0 && rocOf(readings, { file, name }).length === 0) {
    rest.set('confidenceMetrics', 'not drawn: fewer than two of them have a recall and a falsePositiveRate')
  }
  if (rest.size === 0) return []
  return flatten(rest, file).map((entry) => (name === '' ? entry : { ...entry, name: `${name}.${entry.name}` }))
}

interface Home {
  readonly file: string
  readonly name: string
}

/** A matrix whose rows do not fit its labels is none. */
function matrixOf(matrix: JsonValue | undefined, home: Home): readonly ConfusionMatrix[] {
  if (!isObject(matrix)) return []
  const specs = matrix.get('annotationSpecs')
  const rows = matrix.get('rows')
  if (!isList(specs) || !isList(rows)) return []
  const labels = specs.map((spec) => String((isObject(spec) && spec.get('displayName')) || ''))
  const counts = rows.map((row) => {
    const cells = isObject(row) ? row.get('row') : row
    return isList(cells) ? cells.map((cell) => numberIn(cell) ?? Number.NaN) : []
  })
  const fits = counts.length === labels.length && counts.every((row) => row.length === labels.length)
  return fits && counts.flat().every(Number.isFinite) ? [{ ...home, labels, counts }] : []
}

function rocOf(readings: JsonValue | undefined, home: Home): readonly Roc[] {
  if (!isList(readings)) return []
  const points = readings.flatMap((reading): readonly RocPoint[] => {
    if (!isObject(reading)) return []
    const falsePositiveRate = numberIn(reading.get('falsePositiveRate'))
    const truePositiveRate = numberIn(reading.get('recall'))
    if (falsePositiveRate === undefined || truePositiveRate === undefined) return []
    const threshold = numberIn(reading.get('confidenceThreshold'))
    return [{ falsePositiveRate, truePositiveRate, threshold: Number.isFinite(threshold) ? threshold : undefined }]
  })
  return points.length < 2 ? [] : [{ ...home, points }]
}
