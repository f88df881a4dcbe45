import { isMap, isScalar, isSeq } from 'yaml'
import { insertEntry, insertRoot } from './insert.ts'
import { type Holder, type Location, locate, offsetOf, refusal, refuseShared } from './locate.ts'
import { removeEntry } from './remove.ts'
import { replaceValue } from './replace.ts'
import { lineBreak, type Splice } from './splice.ts'
import type { Step } from './step.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import { changeAt, isMapping, valueAt, wrap, type YamlPath, type YamlValue } from './value.ts'

/** A change of the text, and what its document must say then. */
export interface Change {
  readonly splices: readonly Splice[]
  readonly value: unknown
  /** Where it happens, for the message when it cannot be proved. */
  readonly offset: number
  /** The collections on the way there, from the root of the document. */
  readonly holders: readonly Holder[]
}

/**
 * What one step changes; undefined when nothing is there to delete.
 * Throws a UserError with line and column for what is not safe to change.
 */
export function planChange(stream: YamlStream, document: StreamDocument, step: Step): Change | undefined {
  const location = locate(stream, document, step.path)
  const offset = offsetIn(location, document)
  const change =
    step.op === 'delete' ? deletion(stream, document, location, step.path) : addition(stream, document, location, step)
  return (
    change && {
      value: change.value,
      splices: closed(stream.text, change.splices),
      offset,
      holders: holdersOf(location),
    }
  )
}

type Planned = Pick<Change, 'splices' | 'value'>

function holdersOf(location: Location): readonly Holder[] {
  if (location.kind === 'blank') return []
  const holders: Holder[] = []
  for (let holder: Holder | undefined = location.holder; holder; holder = holder.parent) holders.unshift(holder)
  return holders
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
): Planned | undefined {
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
): Planned {
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
      refuseLostTemplate(stream, entry.value, value, path)
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
): Planned {
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

/** What envsubst, docker compose and others put a value in the place of. */
const TEMPLATE = /\$\{[^}\n]*\}/g

/** Something else fills in the template before the value is used, and would have nothing to fill in any more. */
function refuseLostTemplate(stream: YamlStream, node: unknown, value: YamlValue, path: YamlPath): void {
  if (!isScalar(node) || typeof node.value !== 'string') return
  const lost = node.value.match(TEMPLATE)?.find((part) => typeof value !== 'string' || !value.includes(part))
  if (lost === undefined) return
  throw refusal(stream, offsetOf(node), path, `This value is a template: ${lost.slice(0, 60)} is filled in later.`)
}

/** A literal text ends with a line break; at the end of a file without one, parsers differ in whether it is there. */
function closed(text: string, splices: readonly Splice[]): readonly Splice[] {
  const last = splices.at(-1)
  if (!last || last.end < text.length || last.text === '' || last.text.endsWith('\n')) return splices
  const isLiteral = splices.some((splice) => /(?:^|\s)[|>](?:\r?\n|$)/.test(splice.text))
  if (!isLiteral) return splices
  return splices.with(-1, { ...last, text: last.text + lineBreak(text, text.length) })
}
