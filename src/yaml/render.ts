import { type Quote, renderAtom, renderBlockScalar, renderText } from './scalar.ts'
import { isFilled, type YamlMapping, type YamlValue } from './value.ts'

/** How the neighbours are written. */
export interface Style {
  readonly quote: Quote
  readonly keyQuote: Quote
  /** `{ a: 1 }` or `{a: 1}`. */
  readonly padded: boolean
}

/** How the file is laid out; counts are columns. */
export interface Layout {
  readonly step: number
  readonly listIndent: number
  readonly dashWidth: number
}

/** The value on one line. `flow`: it stands inside `[]` or `{}`. */
export function renderInline(value: YamlValue, style: Style, flow: boolean): string {
  if (typeof value === 'string') return renderText(value, style.quote, flow)
  if (value === null || typeof value !== 'object') return renderAtom(value)
  if (Array.isArray(value)) return `[${value.map((item) => renderInline(item, style, true)).join(', ')}]`
  const entries = Object.entries(value as YamlMapping).map(([key, item]) => renderFlowEntry(key, item, style))
  const pad = style.padded && entries.length > 0 ? ' ' : ''
  return `{${pad}${entries.join(', ')}${pad}}`
}

export function renderFlowEntry(key: string, value: YamlValue, style: Style): string {
  return `${renderText(key, style.keyQuote, true)}: ${renderInline(value, style, true)}`
}

/** A filled mapping or list as lines, each with its indentation. */
export function renderLines(value: YamlValue, indent: number, style: Style, layout: Layout): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => renderItem(item, indent, style, layout))
  return Object.entries(value as YamlMapping).flatMap(([key, item]) => renderEntry(key, item, indent, style, layout))
}

/** `key: value` as lines. */
export function renderEntry(key: string, value: YamlValue, indent: number, style: Style, layout: Layout): string[] {
  const name = `${' '.repeat(indent)}${renderText(key, style.keyQuote, false)}:`
  if (isFilled(value)) {
    return [name, ...renderLines(value, indent + childOffset(value, layout), style, layout)]
  }
  return renderOneValue(name, value, indent + layout.step, style)
}

/** `- value` as lines. */
export function renderItem(value: YamlValue, indent: number, style: Style, layout: Layout): string[] {
  const dash = `${' '.repeat(indent)}-`
  const inner = indent + layout.dashWidth
  if (!isFilled(value)) return renderOneValue(dash, value, inner, style, layout.dashWidth - 1)
  const [first = '', ...rest] = renderLines(value, inner, style, layout)
  return [`${dash}${' '.repeat(layout.dashWidth - 1)}${first.slice(inner)}`, ...rest]
}

/** How far the children of a key stand from it. */
export function childOffset(value: YamlValue, layout: Layout): number {
  return Array.isArray(value) ? layout.listIndent : layout.step
}

function renderOneValue(lead: string, value: YamlValue, indent: number, style: Style, gap = 1): string[] {
  const space = ' '.repeat(gap)
  const block = typeof value === 'string' && value.includes('\n') ? renderBlockScalar(value, indent, '|') : undefined
  return block ? [`${lead}${space}${block.header}`, ...block.lines] : [lead + space + renderInline(value, style, false)]
}
