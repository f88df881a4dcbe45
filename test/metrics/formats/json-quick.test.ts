import { expect, test } from 'vitest'
import { quickJson } from '../../../src/metrics/formats/json-quick.ts'
import { readStrictly } from '../../../src/metrics/formats/json-text.ts'

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

test.each([
  '{}',
  '[]',
  '1',
  '"a"',
  'true',
  '{"b": 1, "a": {"c": [1, 2.5, -0, 1e400, "x"]}}',
  '{"a:b": 1, "c": "d: e"}',
  '{"a" : 1, "b"\n:\t2}',
  '{"__proto__": {"x": 1}, "constructor": 2, "": 3}',
  '{"a\\"b": "\\u00e9", "z\\\\": "\\":"}',
  nested(64),
])('%s is what the strict reader gives', (text) => {
  const quick = quickJson(text)
  expect(quick ?? readStrictly(text, 'm.json')).toEqual(readStrictly(text, 'm.json'))
  if (quick instanceof Map)
    expect([...quick.keys()]).toEqual([...(readStrictly(text, 'm.json') as Map<string, unknown>).keys()])
})

test.each([
  ['a key twice', '{"a": 1, "a": 2}'],
  ['a key twice with space before the colon', '{"a" : 1, "a": 2, "b": ":"}'],
  ['a key twice and a colon in a value', '{"a": ":", "a": 1}'],
  ['a key twice, once with an escape', '{"a": 1, "\\u0061": 2}'],
  ['a key twice inside', '[{"x": {"k": 1, "k": 1}}]'],
  ['integers as keys', '{"b": 1, "10": 2, "9": 3}'],
  ['an escape', '{"a\\n": 1}'],
  ['NaN', '{"a": NaN}'],
  ['an integer beyond 2^53', '{"a": [12345678901234567891]}'],
  ['a mistake', '{"a": 1,}'],
  ['too many levels', nested(65)],
  ['a large text', `{"a": 1${' '.repeat(1 << 20)}}`],
])('%s is left to the strict reader', (_, text) => {
  expect(quickJson(text)).toBeUndefined()
})

/** Deterministic texts of all shapes, some with keys twice. */
function* texts(): Generator<string> {
  let state = 7
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const keys = ['"a"', '"b"', '"a.b"', '"1"', '":"', '"\\""', '"c:"', '"\\\\"']
  const space = () => ['', ' ', '\n'][random(3)] ?? ''
  const value = (depth: number): string => {
    const kind = random(depth > 3 ? 4 : 6)
    if (kind === 4) return `[${Array.from({ length: random(4) }, () => value(depth + 1)).join(',')}]`
    if (kind === 5) {
      const members = Array.from(
        { length: random(4) },
        () => `${keys[random(8)]}${space()}:${space()}${value(depth + 1)}`,
      )
      return `{${members.join(`${space()},`)}}`
    }
    return ['1', '-2.5e3', '"x:y"', random(20) === 0 ? 'NaN' : 'null'][kind] ?? '1'
  }
  for (let n = 0; n < 5_000; n += 1) yield value(0)
}

test('of 5,000 texts the quick reader gives what the strict one gives, or leaves them', () => {
  let read = 0
  for (const text of texts()) {
    const quick = quickJson(text)
    if (quick === undefined) continue
    read += 1
    expect(JSON.stringify(plain(quick)), text).toBe(JSON.stringify(plain(readStrictly(text, 'm.json'))))
  }
  expect(read).toBeGreaterThan(1_000)
})

function plain(value: unknown): unknown {
  if (value instanceof Map) return { entries: [...value].map(([key, inner]) => [key, plain(inner)]) }
  return Array.isArray(value) ? value.map(plain) : value
}
