import type { ConfusionMatrix } from '../confusion-matrix.ts'
import { isList, isObject } from './json-part.ts'
import type { JsonValue } from './json-text.ts'

const MATRIX_NAME = /confusion[ _-]?matrix/i
const LABEL_NAMES = ['labels', 'classes', 'class_names', 'target_names', 'categories']

/**
 * Takes the confusion matrices out of a document: square lists of lists of numbers under a key that says
 * `confusion_matrix`, as scikit-learn's `confusion_matrix(…).tolist()` gives them (rows are the truth). The classes'
 * names are the list of texts of that length beside it, called `labels`, `classes` or alike, else their indexes.
 */
export function takeMatrices(
  document: JsonValue,
  { file, text }: { readonly file: string; readonly text: string },
): { readonly rest: JsonValue; readonly matrices: readonly ConfusionMatrix[] } {
  const matrices: ConfusionMatrix[] = []
  const rest = text.includes('onfusion') ? visit(document, '') : document
  return { rest, matrices }

  function visit(node: JsonValue, prefix: string): JsonValue {
    if (!isObject(node)) return node
    const kept = new Map<string, JsonValue>()
    for (const [key, value] of node) {
      const counts = MATRIX_NAME.test(key) ? squareOf(value) : undefined
      if (counts === undefined) kept.set(key, visit(value, `${prefix}${key}.`))
      else matrices.push({ file, name: `${prefix}${key}`, labels: labelsBeside(node, counts.length), counts })
    }
    return kept
  }
}

function squareOf(value: JsonValue): readonly (readonly number[])[] | undefined {
  if (!isList(value) || value.length === 0) return undefined
  const isRow = (row: JsonValue): row is readonly number[] =>
    isList(row) && row.length === value.length && row.every((cell) => typeof cell === 'number' && Number.isFinite(cell))
  return value.every(isRow) ? value : undefined
}

function labelsBeside(node: ReadonlyMap<string, JsonValue>, length: number): readonly string[] {
  const lists = LABEL_NAMES.map((name) => node.get(name)).filter(isList)
  const labels = lists.find((list) => list.length === length && list.every((label) => typeof label !== 'object'))
  return labels === undefined ? Array.from({ length }, (_, index) => String(index)) : labels.map(String)
}
