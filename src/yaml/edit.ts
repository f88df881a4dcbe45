import { UserError } from '../errors.ts'
import { planChange } from './change.ts'
import { makeProven, type Proven } from './prove.ts'
import { pathToPrune } from './prune.ts'
import { type DocumentSelector, selectDocument } from './select.ts'
import { type Step, stepsToSet } from './step.ts'
import { parseStream, type StreamDocument, withoutMark, type YamlStream } from './stream.ts'
import { toYamlValue, type YamlPath } from './value.ts'

export interface YamlEdit {
  /** Which document: its index from 0, or its kind and `metadata.name`; default: the only one with content. */
  readonly document?: DocumentSelector
  /**
   * `set`: write the value there, parents included, instead of what is there. `insert`: before the list index that
   * ends the path, its length to append, or under a new key. `delete`: nothing happens where nothing is. `prune`: deletes
   * the mapping around it too, when nobody wrote anything else there.
   */
  readonly op: 'set' | 'insert' | 'delete' | 'prune'
  readonly path: readonly (string | number)[]
  readonly value?: unknown
}

/**
 * Makes the edits in order, all or none, by replacing only the characters that must change, and proves each by parsing
 * the result: every document must say what it said before but for the edit. An equal value changes nothing. A text that
 * a reader of YAML 1.1 or 1.2 would take for something else is quoted.
 * Throws a UserError, with line and column where there is one, for what it cannot do safely: text that is not valid
 * YAML 1.2, templates, duplicate keys, aliases, tags, paths through single values, an unclear document.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): string {
  const { mark, rest } = withoutMark(text)
  const stream = parseStream(rest)
  return mark + edits.reduce(makeEdit, { text: rest, stream: () => stream }).text
}

function makeEdit(proven: Proven, edit: YamlEdit): Proven {
  const path = checkPath(edit.path)
  const stream = proven.stream()
  const index = selectDocument(stream, edit.document)
  const document = documentOf(stream, index)
  return stepsOf(stream, document, edit, path).reduce((now, step) => makeStep(now, index, step), proven)
}

function checkPath(path: YamlPath): YamlPath {
  const key = path.join('.')
  if (path.length === 0) throw new UserError('The path of an edit is empty.', { fix: 'Name the key to change.' })
  if (path.includes('<<')) throw new UserError('A merge key cannot be edited.', { place: { key } })
  if (path.every((step) => typeof step === 'string' || (Number.isSafeInteger(step) && step >= 0))) return path
  throw new UserError('A path holds keys and list indices from 0 only.', { place: { key } })
}

function stepsOf(
  stream: YamlStream,
  document: StreamDocument,
  { op, value }: YamlEdit,
  path: YamlPath,
): readonly Step[] {
  if (op === 'delete') return [{ op, path }]
  if (op === 'prune') return [{ op: 'delete', path: pathToPrune(stream, document, path) }]
  const wanted = toYamlValue(value, path.join('.'))
  return op === 'set' ? stepsToSet(document, path, wanted) : [{ op, path, value: wanted }]
}

function makeStep(proven: Proven, index: number, step: Step): Proven {
  const stream = proven.stream()
  const change = planChange(stream, documentOf(stream, index), step)
  return change ? makeProven(stream, index, change, step.path) : proven
}

function documentOf(stream: YamlStream, index: number): StreamDocument {
  const document = stream.documents[index]
  if (!document) throw new Error(`The stream has no document ${index}.`)
  return document
}
