import { UserError } from '../../errors.ts'
import { MAX_DEPTH, tooDeep } from '../flatten.ts'
import { integerOf } from '../metric-value.ts'
import { quickJson } from './json-quick.ts'
import type { JsonValue } from './json-value.ts'

export type { JsonValue } from './json-value.ts'

interface Cursor {
  readonly text: string
  readonly file: string
  at: number
  depth: number
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a string may not hold
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y
/** Fewer digits are below 2^53. */
const LONG_INTEGER = /^-?\d{16,}$/
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]

/**
 * Reads JSON (RFC 8259) strictly, with three differences from JSON.parse: an integer beyond 2^53 keeps its digits; NaN, Infinity and -Infinity, which Python's
 * json.dump writes, are numbers; and a key that stands twice in one object is refused, because one of the two values
 * would vanish unseen. Throws UserError with line and column for any mistake, and beyond MAX_DEPTH levels.
 */
export function readJson(text: string, file: string): JsonValue {
  return quickJson(text) ?? readStrictly(text, file)
}

/** The whole of readJson, whatever the size. */
export function readStrictly(text: string, file: string): JsonValue {
  const cursor: Cursor = { text, file, at: 0, depth: 0 }
  skipSpace(cursor)
  const value = readValue(cursor)
  skipSpace(cursor)
  if (cursor.at < text.length) throw mistake(cursor, 'there is more after the end of the first value')
  return value
}

function readValue(cursor: Cursor): JsonValue {
  switch (cursor.text[cursor.at]) {
    case '{':
      return nested(cursor, readObject)
    case '[':
      return nested(cursor, readList)
    case '"':
      return readString(cursor)
    default:
      return readNumberOrWord(cursor)
  }
}

function nested(cursor: Cursor, read: (cursor: Cursor) => JsonValue): JsonValue {
  if (cursor.depth >= MAX_DEPTH) throw tooDeep(cursor.file, '', positionIn(cursor.text, cursor.at))
  cursor.depth += 1
  cursor.at += 1
  skipSpace(cursor)
  const value = read(cursor)
  cursor.depth -= 1
  return value
}

function readObject(cursor: Cursor): JsonValue {
  const object = new Map<string, JsonValue>()
  if (took(cursor, '}')) return object
  let keys = 0
  do {
    skipSpace(cursor)
    const start = cursor.at
    if (cursor.text[start] !== '"') throw mistake(cursor, 'a key in double quotes is missing')
    const key = readString(cursor)
    skipSpace(cursor)
    if (!took(cursor, ':')) throw mistake(cursor, 'a colon is missing after the key')
    skipSpace(cursor)
    object.set(key, readValue(cursor))
    // A question of its own before, for each of a million keys, would take as long again.
    keys += 1
    if (object.size < keys) throw mistake({ ...cursor, at: start }, 'this key stands twice in one object', key)
    skipSpace(cursor)
  } while (took(cursor, ','))
  if (!took(cursor, '}')) throw mistake(cursor, 'a comma or } is missing')
  return object
}

function readList(cursor: Cursor): JsonValue {
  const list: JsonValue[] = []
  if (took(cursor, ']')) return list
  do {
    skipSpace(cursor)
    list.push(readValue(cursor))
    skipSpace(cursor)
  } while (took(cursor, ','))
  if (!took(cursor, ']')) throw mistake(cursor, 'a comma or ] is missing')
  return list
}

function readString(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.at
  PLAIN_STRING.lastIndex = start
  if (PLAIN_STRING.test(text)) {
    cursor.at = PLAIN_STRING.lastIndex
    return text.slice(start + 1, cursor.at - 1)
  }
  let end = start + 1
  for (; text[end] !== '"'; end += 1) {
    if (end >= text.length) throw mistake(cursor, 'this string has no end')
    if (text[end] === '\\') {
      end += 1
    } else if (text.charCodeAt(end) < 0x20) {
      throw mistake({ ...cursor, at: end }, 'a control character or a line end stands inside a string')
    }
  }
  cursor.at = end + 1
  return unescaped({ ...cursor, at: start }, text.slice(start, end + 1))
}

function unescaped(cursor: Cursor, literal: string): string {
  for (const found of literal.matchAll(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})?/g)) {
    if (found[0] !== '\\') continue
    throw mistake({ ...cursor, at: cursor.at + found.index }, 'this escape does not exist')
  }
  return JSON.parse(literal) as string
}

function readNumberOrWord(cursor: Cursor): JsonValue {
  const { text, at } = cursor
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)?.[0]
  if (number !== undefined) {
    cursor.at += number.length
    return number.length > 15 && LONG_INTEGER.test(number) ? integerOf(number) : Number(number)
  }
  const known = WORDS.find(([word]) => text.startsWith(word, at))
  if (known === undefined) throw mistake(cursor, 'a value is missing')
  cursor.at += known[0].length
  return known[1]
}

function took(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at += 1
  return true
}

function skipSpace(cursor: Cursor): void {
  for (; cursor.at < cursor.text.length; cursor.at += 1) {
    const code = cursor.text.charCodeAt(cursor.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
  }
}

function mistake(cursor: Cursor, what: string, key?: string): UserError {
  const { text, file, at } = cursor
  const found =
    at < text.length
      ? `found ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}`
      : 'found the end of the file'
  return new UserError(
    key === undefined ? `The file is not JSON: ${what} (${found}).` : `The file is not clear: ${what}.`,
    {
      place: { file, ...positionIn(text, at), ...(key === undefined ? {} : { key }) },
      fix: 'Correct it there.',
    },
  )
}

function positionIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
