import type { ConfusionMatrix } from '../confusion-matrix.ts'
import { curveOf } from '../curve.ts'
import type { Roc } from '../roc.ts'
import { readWritten } from '../written-value.ts'
import type { Findings } from './format.ts'

/** A table that is drawn: names of columns, and cells as text. */
export interface PlotTable {
  readonly file: string
  /** Where in the file it stands, dotted; empty when it is the whole file. */
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Beside the axes; pandas writes an index without a name. */
const BESIDE = ['threshold', 'thresholds', '']
/** More classes than anybody compares; a column of measured values has as many as rows. */
const MOST_CLASSES = 200
const FRACTION = /^[+-]?\d*\.\d*[1-9]/

/**
 * What DVC, DVCLive and scikit-learn draw from a table, by the names of its columns: `fpr,tpr` is a ROC curve,
 * `precision,recall` a curve of precision over recall, both with thresholds or without, and `actual,predicted` counts into
 * a confusion matrix. Undefined for any other table, for one row, and for predictions that are no classes.
 */
export function plotFindings(table: PlotTable): Findings | undefined {
  if (table.rows.length < 2) return undefined
  const names = table.header.map((name) => name.toLowerCase())
  const has = (...axes: readonly string[]): boolean => axes.every((axis) => names.includes(axis))
  const hasOnly = (...axes: readonly string[]): boolean =>
    has(...axes) && names.every((name) => [...axes, ...BESIDE].includes(name))
  const column = (name: string): number => names.indexOf(name)
  if (hasOnly('fpr', 'tpr')) return { metrics: [], rocs: rocOf(table, column) }
  if (hasOnly('precision', 'recall')) return { metrics: [], curves: precisionOverRecall(table, column) }
  if (!has('actual', 'predicted')) return undefined
  const matrix = countedMatrix(table, column('actual'), column('predicted'))
  return matrix === undefined ? undefined : { metrics: [], matrices: [matrix] }
}

type ColumnOf = (name: string) => number

function rocOf({ file, name, rows }: PlotTable, column: ColumnOf): readonly Roc[] {
  const points = rows.flatMap((row) => {
    const falsePositiveRate = numberAt(row, column('fpr'))
    const truePositiveRate = numberAt(row, column('tpr'))
    const threshold = numberAt(row, Math.max(column('threshold'), column('thresholds')))
    const isPoint = falsePositiveRate !== undefined && truePositiveRate !== undefined
    return isPoint ? [{ falsePositiveRate, truePositiveRate, threshold }] : []
  })
  return points.length === 0 ? [] : [{ file, name, points }]
}

function precisionOverRecall({ file, name, rows }: PlotTable, column: ColumnOf) {
  const points = rows.flatMap((row) => {
    const [step, value] = [numberAt(row, column('recall')), numberAt(row, column('precision'))]
    return step === undefined || value === undefined ? [] : [{ step, value }]
  })
  const curve = curveOf({ file, name: name === '' ? 'precision' : `${name}.precision`, stepName: 'recall' }, points)
  return curve === undefined ? [] : [curve]
}

function countedMatrix(
  { file, name, rows }: PlotTable,
  actual: number,
  predicted: number,
): ConfusionMatrix | undefined {
  const pairs = rows.map((row) => [row[actual] ?? '', row[predicted] ?? ''] as const)
  const labels = [...new Set(pairs.flat())].sort(byNumberOrText)
  if (labels.length < 2 || labels.length > MOST_CLASSES) return undefined
  if (labels.some((label) => label === '' || FRACTION.test(label))) return undefined
  const places = new Map(labels.map((label, place) => [label, place]))
  const counts = labels.map(() => labels.map(() => 0))
  for (const [truth, prediction] of pairs) {
    const row = counts[places.get(truth) ?? -1]
    const place = places.get(prediction) ?? -1
    if (row?.[place] !== undefined) row[place] += 1
  }
  return { file, name, labels, counts }
}

function byNumberOrText(one: string, other: string): number {
  const difference = Number(one) - Number(other)
  if (Number.isFinite(difference) && difference !== 0) return difference
  return one < other ? -1 : Number(one > other)
}

function numberAt(row: readonly string[], column: number): number | undefined {
  const { value } = readWritten(row[column] ?? '')
  return value.kind === 'number' ? value.value : undefined
}
