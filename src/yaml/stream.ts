import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  visit,
} from 'yaml'
import { UserError } from '../errors.ts'

/** A YAML text with what it says: its documents, each with syntax nodes, source range and value. */
export interface YamlStream {
  readonly text: string
  readonly documents: readonly StreamDocument[]
  /** Line and column, from 1, of a character offset. */
  placeOf(offset: number): { line: number; column: number }
}

export interface StreamDocument {
  readonly root: unknown
  readonly value: unknown
  /** From `---`, or from the first content, up to the next document or its marker. */
  readonly start: number
  readonly end: number
  /** Names of the anchors which an alias of this document points to. */
  readonly aliased: ReadonlySet<string>
}

export interface YamlNumbers {
  /** Decimal integers beyond 2^53 become bigints; without it they become the nearest double. */
  readonly exactIntegers?: boolean
}

interface Source {
  readonly file: string | undefined
  readonly text: string
  readonly placeOf: YamlStream['placeOf']
}

/**
 * Parses YAML 1.2 (core schema; `<<` merges, as the tools that read these files do; every key is a string).
 * A text without any document counts as one empty document. The text has no byte order mark ({@link withoutMark}): the
 * parser would count it as a column, and refuse a list behind it.
 * Throws a UserError with line and column on syntax errors, duplicate keys, keys that are not scalars, unknown aliases,
 * alias bombs and `%YAML` directives other than 1.2, and on a text that is too long or holds a NUL.
 */
export function parseStream(text: string, file?: string, asked: YamlNumbers = {}): YamlStream {
  refuseOddText(text, file)
  const lines = new LineCounter()
  const tokens: CST.Token[] = [...new Parser(lines.addNewLine).parse(text)]
  const source = { file, text, placeOf: placeFinder(lines) }
  refuseForeignVersion(tokens, source)
  const composer = new Composer({
    keepSourceTokens: true,
    merge: true,
    stringKeys: true,
    uniqueKeys: false, // the parser's own check compares all pairs of keys; `checkNodes` does it in linear time
    prettyErrors: false,
    logLevel: 'silent',
  })
  const composed = [...composer.compose(tokens, true, text.length)]
  for (const document of composed) refuseErrors(document, source)
  if (asked.exactIntegers && /\d{16}/.test(text)) for (const document of composed) keepIntegers(document)
  const ranges = documentRanges(tokens, text)
  const documents = composed.map((document, index) => {
    const range = ranges[index] ?? { start: 0, end: text.length }
    const aliased = checkNodes(document.contents, source)
    return { root: document.contents, value: valueIn(document, source, range.start), aliased, ...range }
  })
  return { text, documents, placeOf: source.placeOf }
}

/** The byte order mark that a text begins with, or nothing, and the rest. */
export function withoutMark(text: string): { readonly mark: string; readonly rest: string } {
  return text.startsWith(MARK) ? { mark: MARK, rest: text.slice(1) } : { mark: '', rest: text }
}

const MARK = '\uFEFF'

/** Characters: a parser takes about a second for each million. */
const LONGEST = 4_000_000

/** Before it is parsed: what is too long, and what is no text. */
function refuseOddText(text: string, file: string | undefined): void {
  const at = { ...(file !== undefined && { file }) }
  if (text.length > LONGEST) {
    throw new UserError(
      `The file has ${(text.length / 1e6).toFixed(1)} million characters; at most 4 million are read.`,
      {
        place: at,
        fix: 'Split it into files of their own.',
      },
    )
  }
  const nul = text.indexOf('\0')
  if (nul < 0) return
  const before = text.slice(0, nul).split('\n')
  throw new UserError('This is a binary file: it has a NUL character.', {
    place: { ...at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
    fix: 'Name a text file, and save it as UTF-8.',
  })
}

function placeFinder(lines: LineCounter): YamlStream['placeOf'] {
  return (offset) => {
    const { line, col } = lines.linePos(offset)
    return line === 0 ? { line: 1, column: 1 } : { line, column: col }
  }
}

function documentRanges(tokens: readonly CST.Token[], text: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = []
  let start: number | undefined
  const close = (end: number) => {
    if (start !== undefined) ranges.push({ start, end })
    start = undefined
  }
  for (const token of tokens) {
    if (token.type !== 'document' && token.type !== 'doc-end' && token.type !== 'directive') continue
    close(token.offset)
    if (token.type === 'document') start = token.offset
  }
  close(text.length)
  return ranges
}

/** YAML 1.1 reads other values from the same text (`yes`, `0123`), so such a text is never judged by the rules of 1.2. */
function refuseForeignVersion(tokens: readonly CST.Token[], source: Source): void {
  for (const token of tokens) {
    if (token.type !== 'directive' || !/^%YAML\b/.test(token.source) || /^%YAML[ \t]+1\.2\b/.test(token.source))
      continue
    throw problem('The directive asks for another version of YAML than 1.2.', token.offset, source, {
      fix: 'Remove the %YAML line.',
    })
  }
}

/** Of Go and Helm templates; of Jinja. */
const CLOSING: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' }

const OWN_WORDS: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'Nested too deeply',
  NON_STRING_KEY: 'A key must be a single value without a tag',
}

function refuseErrors(document: Document.Parsed, source: Source): void {
  const error = document.errors[0]
  if (!error) return
  const offset = error.pos[0]
  const line = source.text.slice(source.text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? ''
  const mark = /\{\{|\{%|\{#/.exec(line)?.[0]
  if (mark !== undefined) {
    throw problem(`This is a template, not YAML: ${mark} ${CLOSING[mark]} stands outside quotes.`, offset, source, {
      fix: 'Put quotes around the value, or name a file that is plain YAML.',
    })
  }
  const what = OWN_WORDS[error.code] ?? error.message
  throw problem(`Not valid YAML: ${what}.`, offset, source)
}

/** Refuses duplicate keys and unknown aliases; returns the names of the anchors that are pointed to. */
function checkNodes(root: unknown, source: Source): ReadonlySet<string> {
  const anchors = new Set<string>()
  const aliased = new Set<string>()
  const open: unknown[] = [root]
  while (open.length > 0) {
    const node = open.pop()
    if (isPair(node)) {
      open.push(node.value, node.key)
    } else if (isAlias(node)) {
      if (!anchors.has(node.source)) {
        throw problem(`The alias *${node.source} has no anchor before it.`, node.range?.[0] ?? 0, source)
      }
      aliased.add(node.source)
    } else if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor) anchors.add(node.anchor)
      if (isMap(node)) refuseDuplicateKeys(node.items, source)
      if (!isScalar(node)) for (let i = node.items.length - 1; i >= 0; i--) open.push(node.items[i])
    }
  }
  return aliased
}

function refuseDuplicateKeys(pairs: readonly { readonly key: unknown }[], source: Source): void {
  const seen = new Set<string>()
  for (const { key } of pairs) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    if (seen.has(name)) {
      throw problem('This key is there twice.', key.range?.[0] ?? 0, source, {
        key: name,
        fix: 'Remove one of the two.',
      })
    }
    seen.add(name)
  }
}

function keepIntegers(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'number' || !/^[-+]?\d{16,309}$/.test(node.source ?? '')) return
      node.value = BigInt(node.source ?? '')
    },
  })
}

function valueIn(document: Document.Parsed, source: Source, start: number): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // Only alias bombs and merges of something that is not a map are left at this point.
    if (!(error instanceof Error)) throw error
    throw problem(`Not valid YAML: ${error.message}.`, start, source)
  }
}

function problem(
  what: string,
  offset: number,
  source: Source,
  details: { key?: string; fix?: string } = {},
): UserError {
  const { file, placeOf } = source
  const { key, fix } = details
  const place = { ...placeOf(offset), ...(file !== undefined && { file }), ...(key !== undefined && { key }) }
  return new UserError(what, { place, ...(fix !== undefined && { fix }) })
}
