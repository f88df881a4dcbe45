import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, isSeq } from 'yaml'
import { UserError } from '../errors.ts'
import { insertEntry, insertRoot } from './insert.ts'
import { type Location, locate, offsetOf, refusal, refuseShared } from './locate.ts'
import { removeEntry } from './remove.ts'
import { replaceValue } from './replace.ts'
import { type DocumentSelector, selectDocument } from './select.ts'
import { applySplices, type Splice } from './splice.ts'
import { type Step, stepsToSet } from './step.ts'
import { parseStream, type StreamDocument, type YamlStream } from './stream.ts'
import { changeAt, isMapping, toYamlValue, valueAt, wrap, type YamlPath, type YamlValue } from './value.ts'

export interface YamlEdit {
  /** Which document: its index from 0, or its kind and `metadata.name`; default: the only one with content. */
  readonly document?: DocumentSelector
  /**
   * `set`: write the value there, parents included, instead of what is there. `insert`: before the list index that
   * ends the path, its length to append, or under a new key. `delete`: nothing happens where nothing is.
   */
  readonly op: 'set' | 'insert' | 'delete'
  readonly path: readonly (string | number)[]
  readonly value?: unknown
}

/** A change of the text and what its document then says. */
interface Change {
  readonly splices: readonly Splice[]
  readonly value: unknown
}

/**
 * Makes the edits in order, all or none, by replacing only the characters that must change, and proves each by parsing
 * the result: every document must say what it said before but for the edit. An equal value changes nothing. A text that
 * a reader of YAML 1.1 or 1.2 would take for something else is quoted.
 * Throws a UserError, with line and column where there is one, for what it cannot do safely: text that is not valid
 * YAML 1.2, templates, duplicate keys, aliases, tags, paths through single values, an unclear document.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): string {
  return edits.reduce(makeEdit, parseStream(text)).text
}

function makeEdit(stream: YamlStream, edit: YamlEdit): YamlStream {
  const path = checkPath(edit.path)
  const index = selectDocument(stream, edit.document)
  const document = documentOf(stream, index)
  return stepsOf(document, edit, path).reduce((now, step) => makeStep(now, index, step), stream)
}

function checkPath(path: YamlPath): YamlPath {
  const key = path.join('.')
  if (path.length === 0) throw new UserError('The path of an edit is empty.', { fix: 'Name the key to change.' })
  if (path.includes('<<')) throw new UserError('A merge key cannot be edited.', { place: { key } })
  if (path.every((step) => typeof step === 'string' || (Number.isSafeInteger(step) && step >= 0))) return path
  throw new UserError('A path holds keys and list indices from 0 only.', { place: { key } })
}

function stepsOf(document: StreamDocument, { op, value }: YamlEdit, path: YamlPath): readonly Step[] {
  if (op === 'delete') return [{ op, path }]
  const wanted = toYamlValue(value, path.join('.'))
  return op === 'set' ? stepsToSet(document, path, wanted) : [{ op, path, value: wanted }]
}

function makeStep(stream: YamlStream, index: number, step: Step): YamlStream {
  const document = documentOf(stream, index)
  const location = locate(stream, document, step.path)
  const change =
    step.op === 'delete' ? deletion(stream, document, location, step.path) : addition(stream, document, location, step)
  if (!change) return stream
  const offset = offsetIn(location, document)
  return prove(stream, index, change, (what, cause) => refusal(stream, offset, step.path, what, cause))
}

function offsetIn(location: Location, document: StreamDocument): number {
  if (location.kind === 'blank') return document.start
  return location.kind === 'missing' ? offsetOf(location.holder.collection) : location.entry.start
}

function deletion(
  stream: YamlStream,
  document: StreamDocument,
  location: Location,
  path: YamlPath,
): Change | undefined {
  if (location.kind !== 'found') {
    if (valueAt(document.value, path) === undefined) return undefined
    throw refusal(stream, offsetIn(location, document), path, 'This value comes from a merge key.')
  }
  const { holder, index } = location
  const value = changeAt(document.value, path, (parent, step) => {
    if (Array.isArray(parent)) return parent.toSpliced(index, 1)
    return Object.fromEntries(Object.entries(isMapping(parent) ? parent : {}).filter(([key]) => key !== String(step)))
  })
  return { splices: removeEntry(stream, holder, index), value }
}

function addition(
  stream: YamlStream,
  document: StreamDocument,
  location: Location,
  { op, path, value }: Exclude<Step, { op: 'delete' }>,
): Change {
  switch (location.kind) {
    case 'blank': {
      const root = wrap(path, value)
      return { splices: insertRoot(stream, document, root), value: root }
    }
    case 'empty': {
      const inner = wrap(path.slice(location.depth), value)
      const splices = replaceValue(stream, document, location, inner)
      return { splices, value: put(document.value, path.slice(0, location.depth), inner) }
    }
    case 'missing':
      return additionOfMissing(stream, document, location, path, value)
    case 'found': {
      const { holder, index, entry } = location
      if (op === 'insert' && isSeq(holder.collection)) {
        const change = changeAt(document.value, path, (list) => (list as unknown[]).toSpliced(index, 0, value))
        return { splices: insertEntry(stream, document, { holder, key: '', index, value }), value: change }
      }
      if (op === 'insert') throw refusal(stream, entry.start, path, 'This key is there already.')
      refuseReplacement(stream, document, entry.value, path)
      return { splices: replaceValue(stream, document, location, value), value: put(document.value, path, value) }
    }
  }
}

function additionOfMissing(
  stream: YamlStream,
  document: StreamDocument,
  { holder, depth, index }: Extract<Location, { kind: 'missing' }>,
  path: YamlPath,
  value: YamlValue,
): Change {
  const at = path.slice(0, depth + 1)
  if (depth < path.length - 1 && valueAt(document.value, at) !== undefined) {
    throw refusal(stream, offsetOf(holder.collection), path, `The value of ${at.join('.')} comes from a merge key.`)
  }
  const inner = wrap(path.slice(depth + 1), value)
  const splices = insertEntry(stream, document, { holder, key: String(path[depth]), index, value: inner })
  return { splices, value: put(document.value, at, inner) }
}

function put(root: unknown, path: YamlPath, value: YamlValue): unknown {
  return changeAt(root, path, (parent, step) => {
    if (Array.isArray(parent)) return parent.toSpliced(Number(step), 1, value)
    return { ...(isMapping(parent) ? parent : {}), [step]: value }
  })
}

function refuseReplacement(stream: YamlStream, document: StreamDocument, node: unknown, path: YamlPath): void {
  refuseShared(stream, document, node, path)
  if (isScalar(node) && node.type === 'PLAIN' && String(node.value).includes('{{')) {
    throw refusal(stream, offsetOf(node), path, 'This value is a template.')
  }
  if ((isMap(node) || isSeq(node)) && node.anchor) {
    throw refusal(stream, offsetOf(node), path, 'This value has an anchor.')
  }
}

/** The changed text, if it is valid and every document in it says what it should; else nothing. */
function prove(
  stream: YamlStream,
  index: number,
  { splices, value }: Change,
  refuse: (what: string, cause?: unknown) => UserError,
): YamlStream {
  const next = parseResult(applySplices(stream.text, splices), refuse)
  const same =
    next.documents.length === stream.documents.length &&
    next.documents.every((document, i) =>
      isDeepStrictEqual(document.value, i === index ? value : stream.documents[i]?.value),
    )
  if (!same) throw refuse('This cannot be changed without changing something else in the file.')
  return next
}

function parseResult(text: string, refuse: (what: string, cause?: unknown) => UserError): YamlStream {
  try {
    return parseStream(text)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw refuse('This cannot be changed so that the file stays valid YAML.', error)
  }
}

function documentOf(stream: YamlStream, index: number): StreamDocument {
  const document = stream.documents[index]
  if (!document) throw new Error(`The stream has no document ${index}.`)
  return document
}
