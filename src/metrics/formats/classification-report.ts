import type { ClassRow, ClassTable } from '../class-table.ts'
import { flatten } from '../flatten.ts'
import { metricValueOf } from '../metric-value.ts'
import type { MetricFormat } from './format.ts'
import { isObject, type JsonObject, notOfFormat } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

const AVERAGES = ['micro avg', 'macro avg', 'weighted avg', 'samples avg']
const COLUMNS = ['precision', 'recall', 'f1-score', 'support']

/**
 * scikit-learn's `classification_report(output_dict=True)` as JSON: each class and each average with precision, recall,
 * f1-score and support, and `accuracy` or `micro avg`. The metrics have the names that plain JSON gives them.
 */
export const classificationReportFormat = {
  name: 'classification-report',
  files: "scikit-learn's classification report as JSON",
  recognises: ({ isJson, json }) => isJson && isReport(json()),
  parse: ({ path, json }) => {
    const document = json()
    if (!isReport(document)) throw notOfFormat(path, 'a classification report of scikit-learn (output_dict=True)')
    return { metrics: flatten(document, path), classTables: classTablesIn(document, path) }
  },
} as const satisfies MetricFormat

/** The classification reports anywhere in the objects of a document. */
export function classTablesIn(document: JsonValue, file: string): readonly ClassTable[] {
  const tables: ClassTable[] = []
  visit(document, '')
  return tables

  function visit(node: JsonValue, name: string): void {
    if (!isObject(node)) return
    if (isReport(node)) {
      tables.push(tableOf(node, { file, name }))
      return
    }
    for (const [key, child] of node as JsonObject) visit(child, name === '' ? key : `${name}.${key}`)
  }
}

function isReport(node: JsonValue): node is JsonObject {
  if (!isObject(node) || !isRow(node.get('macro avg')) || !isRow(node.get('weighted avg'))) return false
  return [...node].every(([key, value]) => isRow(value) || (key === 'accuracy' && typeof value === 'number'))
}

function isRow(node: JsonValue | undefined): node is JsonObject {
  return (
    isObject(node) && node.size === COLUMNS.length && COLUMNS.every((column) => typeof node.get(column) === 'number')
  )
}

function tableOf(report: JsonObject, place: { readonly file: string; readonly name: string }): ClassTable {
  const rows = [...report].flatMap(([label, node]) => (isRow(node) ? [rowOf(label, node)] : []))
  return {
    ...place,
    classes: rows.filter(({ label }) => !AVERAGES.includes(label)),
    averages: rows.filter(({ label }) => AVERAGES.includes(label)),
  }
}

function rowOf(label: string, node: JsonObject): ClassRow {
  const value = (column: string) => metricValueOf(node.get(column))
  return {
    label,
    precision: value('precision'),
    recall: value('recall'),
    f1: value('f1-score'),
    support: value('support'),
  }
}
