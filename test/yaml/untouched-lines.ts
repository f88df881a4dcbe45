import {
  type CST,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { YamlEdit } from '../../src/yaml/edit.ts'

/** Characters from `start` up to `end`. */
interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Why the edit touched a line that it need not have touched; `undefined` when it did not. Line breaks count. Where
 * things stand comes from the parser itself and not from Serin's reader.
 */
export function touchedTooMuch(before: string, after: string, edit: YamlEdit): string | undefined {
  const mark = before.startsWith('\uFEFF') ? 1 : 0
  if (mark === 1 && !after.startsWith('\uFEFF')) return 'the byte order mark is gone'
  const [old, now] = [before.slice(mark), after.slice(mark)]
  const { start, end, adds } = mayTouch(old, edit)
  // The last line may lose or get a line break.
  const cut = endOfLine(old, end) === old.length && !old.endsWith('\n') ? /\r?\n$/ : /^$/
  const head = old.slice(0, startOfLine(old, start)).replace(cut, '')
  const tail = old.slice(endOfLine(old, end))
  if (!now.startsWith(head)) return 'something before it changed'
  if (now.length < head.length + tail.length || !now.endsWith(tail)) return 'something behind it changed'
  const middle = (text: string) => text.slice(head.length, text.length - tail.length)
  return adds && !holdsAll(middle(now), middle(old)) ? 'something beside it is gone' : undefined
}

function holdsAll(text: string, parts: string): boolean {
  let at = 0
  for (const character of parts.replaceAll(/\s/g, '')) {
    at = text.indexOf(character, at) + 1
    if (at === 0) return false
  }
  return true
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Behind the line break. */
function endOfLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const feed = text.indexOf('\n', offset)
  return feed < 0 ? text.length : feed + 1
}

type Collection = YAMLMap | YAMLSeq
const isCollection = (node: unknown): node is Collection => isMap(node) || isSeq(node)

/** The lines that an edit may change; `adds`: everything on them must stay. */
function mayTouch(text: string, { document, path, op }: YamlEdit): Range & { readonly adds: boolean } {
  const documents = parseAllDocuments(text, { merge: true, logLevel: 'silent', keepSourceTokens: true })
  const root = Array.isArray(documents) ? documents[Number(document)] : undefined
  let node: unknown = root?.contents
  let lead: Range = { start: root?.range[0] ?? 0, end: root?.range[1] ?? text.length }
  for (const [depth, step] of path.entries()) {
    const index = isMap(node)
      ? node.items.findIndex(({ key }) => isScalar(key) && String(key.value) === String(step))
      : Number(step)
    const entry = isCollection(node) ? rangeOf(node, index) : undefined
    const isLast = depth === path.length - 1
    if (!isCollection(node) || !entry || (isLast && op === 'insert'))
      return { ...placeOfNew(node, index, lead), adds: true }
    if (isLast && op === 'delete') return { ...placeOfGone(node, index, { text, lead, entry }), adds: false }
    lead = entry
    node = isMap(node) ? node.items[index]?.value : node.items[index]
  }
  return { ...lead, adds: false }
}

/** From the dash or key to the end of the value. */
function rangeOf(collection: Collection, index: number): Range | undefined {
  const item = collection.items[index] as Node | Pair<Node, Node | null> | undefined
  const token = (collection.srcToken as { items?: CST.CollectionItem[] } | undefined)?.items?.filter(isFilled)[index]
  if (item === undefined || token === undefined) return undefined
  const lead = token.start.find(
    ({ type }) => type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'anchor',
  )
  const [key, value] = 'key' in item ? [item.key, item.value] : [undefined, item]
  const start = Math.min(
    ...[lead?.offset, token.key?.offset, key?.range?.[0], value?.range?.[0]].filter((at) => at !== undefined),
  )
  const indicator = [...token.start, ...(token.sep ?? [])].findLast(({ type }) => /-ind$/.test(type))
  return { start, end: Math.max(start, (indicator?.offset ?? -1) + 1, key ? endOf(key) : 0, value ? endOf(value) : 0) }
}

const isFilled = ({ start, key, sep, value }: CST.CollectionItem) =>
  Boolean(key || sep?.length || value || start.some(({ type }) => /-ind$|anchor|tag/.test(type)))

/** Where a node's own text ends, without comments behind it. */
function endOf(node: Node): number {
  if (!isCollection(node) || node.flow) return isScalar(node) && node.source === '' ? 0 : (node.range?.[1] ?? 0)
  return rangeOf(node, node.items.length - 1)?.end ?? node.range?.[1] ?? 0
}

/** Beside its neighbour, or in the place of a `{}` or of nothing. */
function placeOfNew(node: unknown, index: number, lead: Range): Range {
  if (!isCollection(node) || node.items.length === 0) return lead
  const next = isSeq(node) ? rangeOf(node, index) : undefined
  const last = rangeOf(node, node.items.length - 1)
  const at = next?.start ?? last?.end ?? lead.end
  return { start: at, end: at }
}

/** Its own lines; those of its neighbours where it shares a line or a comma with them; all of them with the last one. */
function placeOfGone(
  node: Collection,
  index: number,
  { text, lead, entry }: { text: string; lead: Range; entry: Range },
): Range {
  if (node.items.length === 1) return lead
  const [before, behind] = [rangeOf(node, index - 1), rangeOf(node, index + 1)]
  const sharesLine = text.slice(startOfLine(text, entry.start), entry.start).trim() !== ''
  if (!node.flow) return { start: entry.start, end: sharesLine ? (behind?.start ?? entry.end) : entry.end }
  return {
    start: behind ? entry.start : (before?.end ?? entry.start),
    end: sharesLine ? (behind?.start ?? entry.end) : entry.end,
  }
}
