import { flatten } from '../flatten.ts'
import { classTablesIn } from './classification-report.ts'
import { takeMatrices } from './confusion-matrix-json.ts'
import type { FileContent } from './file-content.ts'
import type { Findings, MetricFormat } from './format.ts'
import { listFindings, takePlots } from './json-table.ts'

/**
 * JSON (RFC 8259), with the NaN and Infinity that Python's json.dump writes. A confusion matrix in it becomes a matrix
 * instead of one metric per cell; a classification report in it is a table too; lists of objects are read as tables where
 * they are steps or plots.
 */
export const jsonFormat = {
  name: 'json',
  files: '*.json',
  recognises: ({ isJson }) => isJson,
  parse: parseJson,
} as const satisfies MetricFormat

function parseJson({ path, text, json }: FileContent): Findings {
  const list = listFindings(json(), path)
  if (list !== undefined) return list
  const { rest: unplotted, plots } = takePlots(json(), path)
  const { rest, matrices } = takeMatrices(unplotted, { file: path, text })
  const classTables = text.includes('"macro avg"') ? classTablesIn(rest, path) : []
  return {
    metrics: flatten(rest, path),
    matrices: [...matrices, ...plots.flatMap((plot) => plot.matrices ?? [])],
    classTables,
    curves: plots.flatMap(({ curves = [] }) => curves),
    rocs: plots.flatMap(({ rocs = [] }) => rocs),
  }
}
