/**
 * One value as it is compared and shown. `text` is what a list, null, NaN, Infinity, a boolean or a string looks like. A
 * string that looks like null, a boolean or something empty stands in quotes: `"null"`.
 */
export type MetricValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }

/** Beyond this many digits no double comes near; reading them as an integer would only cost time. */
const MOST_DIGITS = 309

/** NaN and infinities are not among them: JSON has none, and programs write them as strings. */
const LOOKS_LIKE_ANOTHER = /^(?:null|true|false|\[\]|\{\})$/

/**
 * Turns a leaf of a parsed file into a MetricValue. An integer that no double holds is the text of its digits; a literal
 * too large for a double, like 1e400, becomes the text `Infinity`. Never throws.
 */
export function metricValueOf(leaf: unknown): MetricValue {
  if (typeof leaf === 'number') return numberOrText(leaf)
  if (typeof leaf === 'bigint') return integerOrText(leaf)
  if (typeof leaf === 'string') return { kind: 'text', text: LOOKS_LIKE_ANOTHER.test(leaf) ? `"${leaf}"` : leaf }
  if (leaf instanceof Date) return { kind: 'text', text: dateText(leaf) }
  if (Array.isArray(leaf)) return { kind: 'text', text: '[]' }
  if (typeof leaf === 'object' && leaf !== null) return { kind: 'text', text: '{}' }
  return { kind: 'text', text: leaf === undefined ? 'null' : String(leaf) }
}

/** Whether two values are the same for a reader: equal numbers, or the same text (so NaN equals NaN). */
export function sameValue(one: MetricValue | undefined, other: MetricValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  if (one.kind === 'number') return other.kind === 'number' && one.value === other.value
  return other.kind === 'text' && one.text === other.text
}

/** What the digits of a decimal integer stand for: a number where a double holds it, else a bigint or an infinity. */
export function integerOf(digits: string): number | bigint {
  const number = Number(digits)
  if (Number.isSafeInteger(number) || digits.length > MOST_DIGITS) return number
  return BigInt(digits)
}

function integerOrText(integer: bigint): MetricValue {
  const number = Number(integer)
  if (!Number.isFinite(number) || BigInt(number) === integer) return numberOrText(number)
  return { kind: 'text', text: String(integer) }
}

function numberOrText(value: number): MetricValue {
  if (!Number.isFinite(value)) return { kind: 'text', text: String(value) }
  return { kind: 'number', value: value === 0 ? 0 : value }
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}
