import { isMap } from 'yaml'
import type { Entry } from './entry.ts'
import { layoutOf, styleOf } from './layout.ts'
import type { Holder } from './locate.ts'
import { renderEntry, renderFlowEntry, renderInline, renderItem, renderLines } from './render.ts'
import { addLines, beginsLine, columnOf, lineBreak, lineStart, type Splice } from './splice.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import type { YamlValue } from './value.ts'

/** A new member of a collection: under a key in a mapping, before the item at the index (or after the last) in a list. */
export interface Addition {
  readonly holder: Holder
  readonly key: string
  readonly index: number
  readonly value: YamlValue
}

export function insertEntry(stream: YamlStream, document: StreamDocument, addition: Addition): Splice[] {
  const { holder } = addition
  if (holder.collection.flow) return insertInFlow(stream.text, addition)
  return insertInBlock(stream.text, document, addition)
}

function insertInBlock(text: string, document: StreamDocument, { holder, key, index, value }: Addition): Splice[] {
  const { collection, entries } = holder
  const last = entries.at(-1)
  if (!last) throw new Error('A block collection has at least one entry.')
  const indent = columnOf(text, last.start)
  const style = styleOf(text, holder)
  const layout = layoutOf(text, document.root)
  if (isMap(collection)) return [addLines(text, last.end, renderEntry(key, value, indent, style, layout))]
  const next = entries[index]
  const lines = renderItem(value, indent, style, { ...layout, dashWidth: dashWidthOf(text, last) })
  if (!next) return [addLines(text, last.end, lines)]
  const eol = lineBreak(text, next.start)
  const margin = ' '.repeat(indent)
  return [{ start: next.start, end: next.start, text: `${lines.join(eol).slice(indent)}${eol}${margin}` }]
}

function dashWidthOf(text: string, { indicatorEnd, start }: Entry): number {
  const gap =
    indicatorEnd === undefined
      ? 0
      : (/^ +(?=[^\s#])/.exec(text.slice(indicatorEnd, indicatorEnd + 10))?.[0].length ?? 1)
  return Math.max(2, (indicatorEnd ?? start) - start + gap)
}

function insertInFlow(text: string, { holder, key, index, value }: Addition): Splice[] {
  const { collection, entries } = holder
  const style = styleOf(text, holder)
  const fresh = isMap(collection) ? renderFlowEntry(key, value, style) : renderInline(value, style, true)
  const next = isMap(collection) ? undefined : entries[index]
  const last = entries.at(-1)
  if (next) {
    const gap = beginsLine(text, next.start) ? lineBreak(text, next.start) + marginOf(text, next.start) : ' '
    return [{ start: next.start, end: next.start, text: `${fresh},${gap}` }]
  }
  if (!last) return insertInBrackets(text, holder, fresh)
  const comma = commaAfter(text, last.end)
  if (!beginsLine(text, last.start)) {
    return [{ start: last.end, end: last.end, text: `, ${fresh}` }]
  }
  const line = addLines(text, last.end, [`${marginOf(text, last.start)}${fresh}${comma ? ',' : ''}`])
  if (/[\]}]/.test(text.slice(last.end, line.start).replace(/#.*/, ''))) {
    return [{ start: last.end, end: last.end, text: `, ${fresh}` }] // the bracket closes on the same line
  }
  return comma ? [line] : [{ start: last.end, end: last.end, text: ',' }, line]
}

/** Into `[]` or `{}`; a comment between the brackets stays in front. */
function insertInBrackets(text: string, { collection }: Holder, fresh: string): Splice[] {
  const [start = 0, end = 0] = collection.range ?? []
  const inside = text.slice(start + 1, end - 1)
  if (inside.trim() !== '') return [{ start: end - 1, end: end - 1, text: fresh }]
  const pad = isMap(collection) ? ' ' : ''
  return [{ start: start + 1, end: end - 1, text: `${pad}${fresh}${pad}` }]
}

function commaAfter(text: string, offset: number): boolean {
  return /^(?:\s|#[^\n]*\n)*,/.test(text.slice(offset, offset + 2000))
}

function marginOf(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset)
}

/** The first content of a document that has none: after its `---` and comments. */
export function insertRoot(stream: YamlStream, document: StreamDocument, value: YamlValue): Splice[] {
  const { text } = stream
  const style = { quote: 'plain', keyQuote: 'plain', padded: true } as const
  const lines = renderLines(value, 0, style, { step: 2, listIndent: 2, dashWidth: 2 })
  const eol = lineBreak(text, document.start)
  const used = document.start + text.slice(document.start, document.end).trimEnd().length
  const root = document.root as { range?: [number, number, number] } | null
  const [start = used, end = used] = root?.range ?? []
  if (end > start) return [{ start, end, text: lines.join(eol) }] // an explicit null
  if (used > 0) return [addLines(text, used, lines)]
  return [{ start: used, end: used, text: lines.map((line) => line + eol).join('') }]
}
