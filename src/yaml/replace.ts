import { type CST, isMap, isScalar, isSeq } from 'yaml'
import type { Entry } from './entry.ts'
import { layoutOf, styleOf } from './layout.ts'
import type { Holder } from './locate.ts'
import { childOffset, type Layout, renderInline, renderLines, type Style } from './render.ts'
import { renderBlockScalar } from './scalar.ts'
import { addLines, columnOf, contentLineEnd, lineBreak, lineEnd, nextLine, type Splice } from './splice.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import { isFilled, type YamlValue } from './value.ts'

/** An entry and the collection it is in. */
export interface Target {
  readonly holder: Holder
  readonly entry: Entry
}

/** Gives an entry another value: in place, in the quotes of the old one, comments behind it kept. */
export function replaceValue(
  stream: YamlStream,
  document: StreamDocument,
  target: Target,
  value: YamlValue,
): readonly Splice[] {
  const { text } = stream
  const { holder, entry } = target
  const { token } = entry
  const style = styleFor(text, target)
  if (isFilled(value) && !holder.flow && token?.type !== 'flow-collection') {
    const layout = layoutOf(text, document.root)
    return isSeq(holder.collection)
      ? replaceItemByLines(text, entry, value, style, layout)
      : replaceFieldByLines(text, entry, value, style, layout)
  }
  if (token?.type === 'block-scalar') return replaceBlockScalar(text, entry, token, value, style)
  const inline = renderInline(value, style, holder.flow)
  if (!token) return [fillEmpty(text, entry, inline)]
  if (isBlockCollection(entry)) return replaceBlockCollection(text, entry, inline)
  return [{ start: token.offset, end: entry.end, text: inline }]
}

function styleFor(text: string, { holder, entry: { value } }: Target): Style {
  const style = styleOf(text, holder)
  if (!isScalar(value)) return style
  if (value.type === 'QUOTE_SINGLE') return { ...style, quote: 'single' }
  if (value.type === 'QUOTE_DOUBLE') return { ...style, quote: 'double' }
  if (typeof value.value === 'string' && value.type === 'PLAIN') return { ...style, quote: 'plain' }
  return style
}

function isBlockCollection({ value }: Entry): boolean {
  return (isMap(value) || isSeq(value)) && !value.flow
}

function fillEmpty(text: string, { indicatorEnd, end }: Entry, inline: string): Splice {
  return indicatorEnd === undefined ? { start: end, end, text: `: ${inline}` } : insertBehind(text, end, inline)
}

/** Puts a text behind `key:` or `-`, one space after it; a comment that follows stays. */
export function insertBehind(text: string, offset: number, inline: string): Splice {
  const spaced = text[offset] === ' ' && text[offset + 1] !== '#'
  const at = spaced ? offset + 1 : offset
  return { start: at, end: at, text: spaced ? inline : ` ${inline}` }
}

/** A text that a block can hold stays a block, and its header keeps its comment. */
function replaceBlockScalar(
  text: string,
  entry: Entry,
  token: CST.BlockScalar,
  value: YamlValue,
  style: Style,
): readonly Splice[] {
  const { header: oldHeader, end: headerEnd } = headerOf(token)
  const indent = /^ *(?=[^\s])/m.exec(token.source)?.[0].length ?? 0
  const block =
    typeof value === 'string' && indent > 0 && !/\d/.test(oldHeader)
      ? renderBlockScalar(value, indent, oldHeader.startsWith('>') ? '>' : '|')
      : undefined
  const body = entry.end - token.source.length
  const end = contentLineEnd(text, entry.end)
  const onHeader = { start: headerEnd - oldHeader.length, end: headerEnd }
  if (block) {
    const lines = block.lines.join(lineBreak(text, token.offset))
    return [
      { ...onHeader, text: block.header },
      { start: body, end, text: lines },
    ]
  }
  const inline = renderInline(value, style, false)
  return [
    { ...onHeader, text: inline },
    { start: contentLineEnd(text, body), end, text: '' },
  ]
}

/** `|`, `>-`, `|2+`, and where that ends. */
function headerOf(token: CST.BlockScalar): { readonly header: string; readonly end: number } {
  for (const part of token.props) {
    if (part.type === 'block-scalar-header') return { header: part.source, end: part.offset + part.source.length }
  }
  throw new Error('A block scalar has a header.')
}

/** The collection's lines go, with the comments among them; the line of its key stays. */
function replaceBlockCollection(text: string, { token, indicatorEnd, end }: Entry, inline: string): readonly Splice[] {
  if (!token || indicatorEnd === undefined) throw new Error('A block collection has an indicator before it.')
  const keyLineEnd = lineEnd(text, indicatorEnd)
  const lastLineEnd = contentLineEnd(text, end)
  if (token.offset < keyLineEnd) return [{ start: token.offset, end: lastLineEnd, text: inline }]
  return [insertBehind(text, indicatorEnd, inline), { start: keyLineEnd, end: lastLineEnd, text: '' }]
}

/** `key:` gets a filled mapping or list on the lines below it. */
function replaceFieldByLines(
  text: string,
  entry: Entry,
  value: YamlValue,
  style: Style,
  layout: Layout,
): readonly Splice[] {
  const { token, indicatorEnd = entry.end, end } = entry
  const lines = renderLines(value, columnOf(text, entry.start) + childOffset(value, layout), style, layout)
  if (!token) return [addLines(text, end, lines)]
  const keyLineEnd = lineEnd(text, indicatorEnd)
  if (token.offset > keyLineEnd) {
    const below = lines.join(lineBreak(text, keyLineEnd))
    return [{ start: nextLine(text, keyLineEnd), end: contentLineEnd(text, end), text: below }]
  }
  if (token.type === 'block-scalar') {
    const body = end - token.source.length
    const below = lines.map((line) => lineBreak(text, indicatorEnd) + line).join('')
    return [
      { start: indicatorEnd, end: headerOf(token).end, text: '' },
      { start: contentLineEnd(text, body), end: contentLineEnd(text, end), text: below },
    ]
  }
  return [{ start: indicatorEnd, end, text: '' }, addLines(text, end, lines)]
}

/** `-` gets a filled mapping or list that begins on its line. */
function replaceItemByLines(
  text: string,
  entry: Entry,
  value: YamlValue,
  style: Style,
  layout: Layout,
): readonly Splice[] {
  const { token, indicatorEnd = entry.end, end } = entry
  const onDashLine = token !== undefined && token.offset < lineEnd(text, indicatorEnd)
  const indent = onDashLine ? columnOf(text, token.offset) : columnOf(text, entry.start) + layout.dashWidth
  const lines = renderLines(value, indent, style, layout)
  const hanging = lines.join(lineBreak(text, entry.start)).slice(indent)
  if (onDashLine) {
    const to = isBlockCollection(entry) ? contentLineEnd(text, end) : endOnLine(text, end)
    return [{ start: token.offset, end: to, text: hanging }]
  }
  const gap = ' '.repeat(layout.dashWidth - 1)
  if (token) return [{ start: indicatorEnd, end: contentLineEnd(text, end), text: gap + hanging }]
  const [first = '', ...rest] = lines
  return [{ start: end, end, text: gap + first.slice(indent) }, addLines(text, end, rest)]
}

/** The end of a value, without the line break that ends a block scalar. */
function endOnLine(text: string, end: number): number {
  return text[end - 1] === '\n' ? contentLineEnd(text, end) : end
}
