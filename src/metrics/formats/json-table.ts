import type { Findings } from './format.ts'
import { isList, isObject } from './json-part.ts'
import type { JsonValue } from './json-text.ts'
import { plotFindings } from './plot-table.ts'
import { stepColumnOf, stepFindings } from './step-table.ts'
import type { TextTable } from './table-text.ts'

/** A list of objects without anything nested, as a table; undefined for anything else. */
export function objectsAsTable(list: JsonValue, file: string): TextTable | undefined {
  if (!isList(list) || list.length === 0) return undefined
  const objects = list.filter(isObject)
  if (objects.length < list.length) return undefined
  const columns = [...new Set(objects.flatMap((object) => [...object.keys()]))]
  if (objects.some((object) => [...object.values()].some((value) => isObject(value) || isList(value)))) return undefined
  const rows = objects.map((object) => ({ line: 1, cells: columns.map((column) => cellOf(object.get(column))) }))
  return { file, rows: [{ line: 1, cells: columns }, ...rows] }
}

/** What a document that is a list of objects shows, as DVC's plots are written: steps, or see plotFindings. */
export function listFindings(document: JsonValue, file: string): Findings | undefined {
  const [header, ...rows] = objectsAsTable(document, file)?.rows ?? []
  if (header === undefined) return undefined
  const step = stepColumnOf(header, rows)
  if (step !== undefined) return stepFindings({ file, header, rows, step })
  return plotFindings({ file, name: '', header: header.cells, rows: rows.map(({ cells }) => cells) })
}

/** Takes the lists that are plots out of an object's values, as DVCLive writes `{"roc": [{"fpr": …, "tpr": …}, …]}`. */
export function takePlots(
  document: JsonValue,
  file: string,
): { readonly rest: JsonValue; readonly plots: readonly Findings[] } {
  if (!isObject(document)) return { rest: document, plots: [] }
  const plots = new Map<string, Findings>()
  for (const [name, value] of document) {
    const found = isList(value) ? plotIn(value, { file, name }) : undefined
    if (found !== undefined) plots.set(name, found)
  }
  // A copy of a million metrics takes as long as reading them.
  if (plots.size === 0) return { rest: document, plots: [] }
  return { rest: new Map([...document].filter(([name]) => !plots.has(name))), plots: [...plots.values()] }
}

function plotIn(list: JsonValue, { file, name }: { readonly file: string; readonly name: string }) {
  const [header, ...rows] = objectsAsTable(list, file)?.rows ?? []
  if (header === undefined) return undefined
  return plotFindings({ file, name, header: header.cells, rows: rows.map(({ cells }) => cells) })
}

function cellOf(value: JsonValue | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}
