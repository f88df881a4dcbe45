import { MAX_DEPTH } from '../flatten.ts'
import type { JsonValue } from './json-value.ts'

/** From about this size on, turning JSON.parse's objects into Maps costs more than a reader of our own. */
const LARGEST_TEXT = 1 << 20

/** An integer as a key comes first in JavaScript's objects, wherever the file has it. */
const INTEGER = /^\d/

/**
 * What readJson gives, by JSON.parse: a short program has ended before a reader written in JavaScript is compiled.
 * Undefined where the two could differ, and for every mistake: a value that JSON has not (NaN), a key twice in one
 * object, keys in another order, integers beyond 2^53, too deep, escapes (V8 of Node 24 reads the key `"\\""` as a backslash after an object that
 * had such a key).
 */
export function quickJson(text: string): JsonValue | undefined {
  if (text.length > LARGEST_TEXT || text.includes('\\')) return undefined
  const parsed = parseIfJson(text)
  if (parsed === undefined) return undefined
  let keys = 0
  let isSure = true
  const value = convert(parsed, 0)
  // Every key has a colon, so as many colons as keys that were kept mean that no key vanished behind an equal one.
  return isSure && (keys === colons(text) || keys === (text.match(/"\s*:/g)?.length ?? 0)) ? value : undefined

  function convert(node: unknown, depth: number): JsonValue {
    if (typeof node === 'number' && Math.abs(node) > Number.MAX_SAFE_INTEGER) isSure = false
    if (typeof node !== 'object' || node === null) return node as JsonValue
    if (depth >= MAX_DEPTH) {
      isSure = false
      return null
    }
    if (Array.isArray(node)) return node.map((item) => convert(item, depth + 1))
    const names = Object.keys(node)
    if (names[0] !== undefined && INTEGER.test(names[0])) isSure = false
    keys += names.length
    const members = new Map<string, JsonValue>()
    for (const name of names) members.set(name, convert((node as Record<string, unknown>)[name], depth + 1))
    return members
  }
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function colons(text: string): number {
  let found = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) found += 1
  return found
}
