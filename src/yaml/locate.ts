import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { UserError } from '../errors.ts'
import { type Collection, type Entry, entriesOf } from './entry.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import type { YamlPath } from './value.ts'

/** A collection on the way of a path, with its entries. */
export interface Holder {
  readonly collection: Collection
  readonly entries: readonly Entry[]
  /** It stands inside `[]` or `{}`, or is written with them. */
  readonly flow: boolean
  /** The entry that holds the collection; undefined for the root. */
  readonly entry: Entry | undefined
  readonly parent: Holder | undefined
}

/** Where a path leads in a document. */
export type Location =
  /** To something that is there. */
  | { readonly kind: 'found'; readonly holder: Holder; readonly index: number; readonly entry: Entry }
  /** To a collection in which the step at `depth` is missing; `index` is the place in a list. */
  | { readonly kind: 'missing'; readonly holder: Holder; readonly depth: number; readonly index: number }
  /** To a key or item without value, where the collection for the step at `depth` has yet to be made. */
  | {
      readonly kind: 'empty'
      readonly holder: Holder
      readonly index: number
      readonly entry: Entry
      readonly depth: number
    }
  /** To a document without content. */
  | { readonly kind: 'blank' }

/**
 * Follows the path through the syntax nodes. Throws a UserError with line and column where it leads through a scalar,
 * alias, tag, an anchor that others use, past the end of a list, or into a merge key.
 */
export function locate(stream: YamlStream, document: StreamDocument, path: YamlPath): Location {
  let node = document.root
  let holder: Holder | undefined
  let entry: Entry | undefined
  let index = 0
  for (const [depth, step] of path.entries()) {
    if (isEmpty(node)) return holder && entry ? { kind: 'empty', holder, index, entry, depth } : { kind: 'blank' }
    refuseShared(stream, document, node, path)
    if (!isMap(node) && !isSeq(node)) {
      throw refusal(stream, offsetOf(node), path, `There is no ${JSON.stringify(step)} here: this is a single value.`)
    }
    const next = openHolder(stream, node, holder, entry, path)
    index = indexOf(stream, next, step, path)
    entry = next.entries[index]
    if (!entry) return { kind: 'missing', holder: next, depth, index }
    holder = next
    node = entry.value
  }
  if (!holder || !entry) throw refusal(stream, document.start, path, 'The path is empty.')
  return { kind: 'found', holder, index, entry }
}

function openHolder(
  stream: YamlStream,
  collection: Collection,
  parent: Holder | undefined,
  entry: Entry | undefined,
  path: YamlPath,
): Holder {
  const entries = entriesOf(collection)
  if (!entries)
    throw refusal(stream, offsetOf(collection), path, 'A mapping without braces in a list cannot be edited.')
  return { collection, entries, flow: parent?.flow === true || collection.flow === true, entry, parent }
}

/** The place of the step among the entries; their count, or -1 in a mapping, when it is not there. */
function indexOf(stream: YamlStream, holder: Holder, step: string | number, path: YamlPath): number {
  const { collection, entries } = holder
  if (isMap(collection)) return entries.findIndex(({ key }) => key === String(step))
  const index = typeof step === 'number' || /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : Number.NaN
  if (!Number.isInteger(index) || index < 0) {
    throw refusal(stream, offsetOf(collection), path, `This is a list; ${JSON.stringify(step)} is not an index of it.`)
  }
  if (index > entries.length) {
    throw refusal(stream, offsetOf(collection), path, `The list has ${entries.length} items, so there is no ${index}.`)
  }
  return index
}

/** Refuses what means something else, or something more, than the text at this place. */
export function refuseShared(stream: YamlStream, document: StreamDocument, node: unknown, path: YamlPath): void {
  if (isAlias(node)) {
    throw refusal(stream, offsetOf(node), path, `This is an alias of &${node.source}, written elsewhere.`)
  }
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return
  if (node.anchor && document.aliased.has(node.anchor)) {
    throw refusal(stream, offsetOf(node), path, `Other places of the file use this value through *${node.anchor}.`)
  }
  if (node.tag) throw refusal(stream, offsetOf(node), path, `The tag ${node.tag} gives this value a type of its own.`)
}

function isEmpty(node: unknown): boolean {
  return !node || (isScalar(node) && node.value === null && !node.tag && !node.anchor)
}

export function offsetOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0
}

export function refusal(stream: YamlStream, offset: number, path: YamlPath, what: string, cause?: unknown): UserError {
  const place = { ...stream.placeOf(offset), key: path.join('.') }
  return new UserError(what, { place, fix: 'Edit the file by hand.', ...(cause !== undefined && { cause }) })
}
