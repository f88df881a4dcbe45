import { type CST, isMap, isScalar, type YAMLMap, type YAMLSeq } from 'yaml'

export type Collection = YAMLMap | YAMLSeq

/** One `key: value` of a mapping or one item of a list, with the places of its parts in the text. */
export interface Entry {
  readonly key: string | undefined
  readonly value: unknown
  readonly token: CST.Token | undefined
  /** The first character: of an anchor, tag, dash or key. */
  readonly start: number
  /** After the `:` or `-`; in a flow list the start of the item; undefined for a key without colon in a flow mapping. */
  readonly indicatorEnd: number | undefined
  /** After the last character that is not a space or comment. */
  readonly end: number
}

const BLANK = new Set<string>(['space', 'comment', 'newline', 'comma'])

/** The entries in the order of the text; undefined for a collection without brackets in a flow list (`[a: 1]`). */
export function entriesOf(collection: Collection): readonly Entry[] | undefined {
  const token = collection.srcToken
  if (!token || !('items' in token)) return undefined
  const items: CST.CollectionItem[] = token.items.filter(isFilledItem)
  if (items.length !== collection.items.length) return undefined
  if (!isMap(collection)) return items.map((item, index) => toEntry(item, undefined, collection.items[index]))
  return items.map((item, index) => {
    const pair = collection.items[index]
    return toEntry(item, isScalar(pair?.key) ? String(pair.key.value) : undefined, pair?.value)
  })
}

/** The last items of a token may hold nothing but comments and blank lines. */
function isFilledItem(item: CST.CollectionItem): boolean {
  return Boolean(item.key || item.sep?.length || item.value || item.start.some(({ type }) => !BLANK.has(type)))
}

function toEntry(item: CST.CollectionItem, key: string | undefined, value: unknown): Entry {
  const lead = item.start.find(({ type }) => !BLANK.has(type))
  const colon = item.sep?.find(({ type }) => type === 'map-value-ind')
  const dash = item.start.find(({ type }) => type === 'seq-item-ind')
  const indicator = colon ?? dash
  const start = Math.min(...[lead, item.key, colon, item.value].flatMap((part) => (part ? [part.offset] : [])))
  return {
    key,
    value,
    token: item.value ?? undefined,
    start,
    indicatorEnd: indicator ? indicator.offset + 1 : item.key ? undefined : start,
    end: endOfItem(item),
  }
}

/** Where the text of a token ends, without the comments, blank lines and line break behind it. */
export function endOfToken(token: CST.Token): number {
  switch (token.type) {
    case 'block-map':
    case 'block-seq': {
      const last = (token.items as CST.CollectionItem[]).findLast(isFilledItem)
      return last ? endOfItem(last) : token.offset
    }
    case 'flow-collection': {
      const close = token.end[0]
      return close ? close.offset + close.source.length : token.offset
    }
    case 'block-scalar': {
      const header = token.props.at(-1)
      const body = header && 'source' in header ? header.offset + header.source.length : token.offset
      return body + token.source.length
    }
    default:
      return 'source' in token ? token.offset + token.source.length : token.offset
  }
}

function endOfItem(item: CST.CollectionItem): number {
  if (item.value) return endOfToken(item.value)
  const last = [...item.start, ...(item.sep ?? [])].findLast(({ type }) => !BLANK.has(type))
  const ends = [last, item.key].flatMap((part) => (part ? [endOfToken(part)] : []))
  return Math.max(0, ...ends)
}
