import { flatten } from '../flatten.ts'
import { classTablesIn } from './classification-report.ts'
import { takeMatrices } from './confusion-matrix-json.ts'
import type { FileContent } from './file-content.ts'
import type { Findings, MetricFormat } from './format.ts'

/**
 * JSON (RFC 8259), with the NaN and Infinity that Python's json.dump writes. A confusion matrix in it becomes a matrix
 * instead of one metric per cell; a classification report in it is a table too.
 */
export const jsonFormat = {
  name: 'json',
  files: '*.json',
  recognises: ({ isJson }) => isJson,
  parse: parseJson,
} as const satisfies MetricFormat

function parseJson({ path, text, json }: FileContent): Findings {
  const { rest, matrices } = takeMatrices(json(), { file: path, text })
  const classTables = text.includes('"macro avg"') ? classTablesIn(rest, path) : []
  return { metrics: flatten(rest, path), matrices, classTables }
}
