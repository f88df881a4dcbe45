import { isMap } from 'yaml'
import type { Holder } from './locate.ts'
import { lineStart } from './splice.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import { isMapping, valueAt, type YamlPath } from './value.ts'

/** A part of a text that means the same when it is read by itself, and what it must say after a change. */
export interface Window {
  readonly start: number
  readonly end: number
  /** What is put behind the part when it is read, to see that nothing in it stays open; empty at the end of the text. */
  readonly stopper: string
  /** What the part and the stopper must say together: one value for each document. */
  readonly wanted: readonly unknown[]
}

/** The change that a window is to hold, in the offsets of the text before it. */
export interface Touched {
  readonly start: number
  readonly end: number
  /** The collections on the way, from the root of the document. */
  readonly holders: readonly Holder[]
  readonly path: YamlPath
  /** What the document must say then. */
  readonly value: unknown
}

const STOP = '(end of the part)'

/**
 * The parts that hold the change, from the document to the innermost neighbours in block style. None where
 * directives stand, since these mean something to the text behind them.
 *
 * Why a part can stand for the whole: a line that begins with `---` ends a document whatever came before (YAML 1.2.2
 * §9.1.2), and a line indented like an entry of a block collection ends all that was open in the entry before (§8.2).
 * A part begins at such a line, whose first character stays, and ends before one, so what stands around it, byte for
 * byte what it was, is read as before, provided that the part too is closed at its end: the stopper shows that.
 */
export function windowsAround(stream: YamlStream, index: number, touched: Touched): readonly Window[] {
  const document = stream.documents[index]
  if (!document || /^%/m.test(stream.text)) return []
  const whole = documentWindow(stream, index, touched)
  if (!whole) return []
  const parts: Window[] = [whole]
  let end = whole.end
  for (const [depth, holder] of touched.holders.entries()) {
    end = endOfHolder(stream.text, holder) ?? end
    if (holder.flow || touched.end > end) break
    const part = entriesWindow(stream.text, { holder, path: touched.path.slice(0, depth), end, touched })
    if (part && !isShared(stream.text, part, document)) parts.push(part)
  }
  return parts
}

function documentWindow({ text, documents }: YamlStream, index: number, touched: Touched): Window | undefined {
  const start = index === 0 ? 0 : (documents[index]?.start ?? 0)
  const next = documents[index + 1]
  const end = next?.start ?? text.length
  const begins = index === 0 || (isMarked(text, start) && touched.start >= start + 4)
  if (!begins || (next && !isMarked(text, end)) || touched.end > end) return undefined
  if (!next) return { start, end, stopper: '', wanted: [touched.value] }
  return { start, end, stopper: `--- ${STOP}\n`, wanted: [touched.value, STOP] }
}

function isMarked(text: string, offset: number): boolean {
  return /^---\s/.test(text.slice(offset, offset + 4)) && (offset === 0 || text[offset - 1] === '\n')
}

/** The line of what follows the collection in the one around it. */
function endOfHolder(text: string, { entry, parent }: Holder): number | undefined {
  const next = parent && entry && parent.entries[parent.entries.indexOf(entry) + 1]
  return next && lineStart(text, next.start)
}

interface Inner {
  readonly holder: Holder
  readonly path: YamlPath
  /** Where the last entry ends. */
  readonly end: number
  readonly touched: Touched
}

/** The touched entries; no window where they begin behind a dash or cannot be told apart. */
function entriesWindow(text: string, { holder, path, end: last, touched }: Inner): Window | undefined {
  const { entries, collection } = holder
  const first = entries.findLastIndex(({ start }) => start < touched.start)
  const after = entries.findIndex(({ start }, i) => i > first && lineStart(text, start) >= touched.end)
  const end = after < 0 ? last : lineStart(text, entries[after]?.start ?? 0)
  const lead = entries[first]?.start ?? 0
  const start = lineStart(text, lead)
  const margin = text.slice(start, lead)
  if (start === 0 || !/^ *$/.test(margin)) return undefined
  const value = valueAt(touched.value, path)
  const isEnd = end === text.length
  if (isMap(collection) && isMapping(value)) {
    const outside = new Set(
      [...entries.slice(0, first), ...(after < 0 ? [] : entries.slice(after))].map(({ key }) => key),
    )
    const own = Object.fromEntries(Object.entries(value).filter(([key]) => !outside.has(key)))
    if (isEnd) return { start, end, stopper: '', wanted: [own] }
    return { start, end, stopper: `${margin}${STOP}: 0\n`, wanted: [{ ...own, [STOP]: 0 }] }
  }
  if (!Array.isArray(value)) return undefined
  const own = value.slice(first, after < 0 ? value.length : value.length - (entries.length - after))
  if (isEnd) return { start, end, stopper: '', wanted: [own] }
  return { start, end, stopper: `${margin}- ${STOP}\n`, wanted: [[...own, STOP]] }
}

/** Whether something in the part has to do with an alias, whose other end may stand elsewhere. */
function isShared(text: string, { start, end }: Window, { aliased }: StreamDocument): boolean {
  const part = text.slice(start, end)
  return [...aliased].some((name) => part.includes(`&${name}`) || part.includes(`*${name}`))
}
