import { UserError } from '../errors.ts'
import { type Curve, curveOf } from './curve.ts'
import type { PlotAxes } from './dvc-axes.ts'
import { delimiterOf } from './formats/csv.ts'
import { openFile } from './formats/file-content.ts'
import { isObject } from './formats/json-part.ts'
import { objectsAsTable } from './formats/json-table.ts'
import { readTable, type TextTable } from './formats/table-text.ts'
import { readWritten } from './written-value.ts'

/**
 * The curves of a plot whose axes are named: CSV, TSV, or JSON with a list of objects. Rows without a number on the x axis
 * have no point, columns that the file has not no curve; a text that is not of its format has none at all.
 */
export function curvesOver({ path, text }: { path: string; text: string }, { x, y }: PlotAxes): readonly Curve[] {
  const [header, ...rows] = tableOrNothing(path, text)?.rows ?? []
  if (header === undefined || (x !== undefined && !header.cells.includes(x))) return []
  return y.flatMap((name) => {
    const column = header.cells.indexOf(name)
    const points = rows.flatMap(({ cells }, index) => {
      const step = x === undefined ? index : numberIn(cells[header.cells.indexOf(x)])
      const value = numberIn(cells[column])
      return step === undefined || !Number.isFinite(step) || value === undefined ? [] : [{ step, value }]
    })
    const curve = curveOf({ file: path, name, stepName: x ?? 'row' }, points)
    return curve === undefined ? [] : [curve]
  })
}

function tableOrNothing(path: string, text: string): TextTable | undefined {
  try {
    return tableIn(path, text)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function tableIn(path: string, text: string): TextTable | undefined {
  const { ending, isJson, json } = openFile(path, text)
  if (ending === '.csv') return readTable(text, { file: path, delimiter: delimiterOf(text) })
  if (ending === '.tsv') return readTable(text, { file: path, delimiter: '\t' })
  if (!isJson) return undefined
  const document = json()
  const lists = isObject(document) ? [...document.values()] : [document]
  return lists.map((list) => objectsAsTable(list, path)).find((table) => table !== undefined)
}

function numberIn(cell: string | undefined): number | undefined {
  const { value } = readWritten(cell ?? '')
  if (value.kind === 'number') return value.value
  return /^(?:NaN|-?Infinity)$/.test(value.text) ? Number(value.text) : undefined
}
