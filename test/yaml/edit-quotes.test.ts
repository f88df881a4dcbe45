import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { editYaml } from '../../src/yaml/edit.ts'

/** Versions that some reader of YAML 1.1 or 1.2 takes for a number, date, boolean or null, or cannot read bare. */
// biome-ignore format: a table
const QUOTED = [
  '4562170', '0', '-1', '+1', '0123456', '0128', '1234e56', '12E03', '1e5', '1.10', '1.', '.5', '-.5', '1.5e+3', 'e12', '.e1', '1_000', '1,000', '0x1f', '0X1F',
  '0o17', '017', '0b101', '-0b1', '0b-0', '0x_', '12:30:45', '1:30', '190:20:30.15', '2024-01-01', '2024-1-1', '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43', '.inf', '-.Inf', '+.INF', '.nan', '.NaN', 'yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'False', 'null', 'NULL', '~',
  '', '<<', '=', ' lead', 'trail ', '\ttab', 'a: b', 'a:', 'a #b', '#a', '- a', '-', '---', '...', '? a', ': a', '[a', ']a', '{a', '}a', ',a', '&a', '*a',
  '!a', '|a', '>a', "'a", '"a', '%a', '@a', '`a', '{{ a }}', 'a {{ b }}', 'two\nlines', 'cr\rhere', 'nel\u0085', 'ls\u2028', 'bom\ufeff', 'bell\u0007',
]

// biome-ignore format: a table
const BARE = [
  '4562a17c17', '9be1c02', 'v1', 'v1.2.3', '6.1.10', '1.44.1', 'abc', 'main', '1.2.3-rc.1+build', 'gs://bucket/model/v2', 'oci://reg:5000/m:1a', 'repo/image:green',
  'a[@this].#(b==c)', 'a,b', 'a#b', 'a:b', "it's", 'x y', 'é', '😀', '12e', '0xg', '1a', '2024-01', '1.2.3', '5m', '10%',
]

const places = [
  ['a block mapping', 'a: x\n', (text: string) => text.slice(3, -1)],
  ['a flow list', 'a: [x]\n', (text: string) => text.slice(4, -2)],
] as const

describe.each(places)('in %s', (_, before, cut) => {
  const path = before.includes('[') ? ['a', 0] : ['a']
  const write = (value: string) => editYaml(before, [{ op: 'set', path, value }])

  it.each(QUOTED)('%j is quoted', (value) => {
    const after = write(value)
    expect(cut(after)).toMatch(/^".*"$/)
    for (const version of ['1.1', '1.2'] as const) {
      expect([parse(after, { version, logLevel: 'silent' }).a].flat()).toEqual([value])
    }
  })

  it.each(BARE)('%j is as bare as it may be', (value) => {
    const after = write(value)
    const inFlow = before.includes('[')
    expect(cut(after)).toBe(inFlow && /[,[\]{}]/.test(value) ? JSON.stringify(value) : value)
    for (const version of ['1.1', '1.2'] as const) {
      expect([parse(after, { version, logLevel: 'silent' }).a].flat()).toEqual([value])
    }
  })
})

it.each([
  [1e21, '1.0e+21'],
  [1e-7, '1.0e-7'],
  [-0, '-0'],
  [0.1, '0.1'],
])('the number %f is one to every reader', (value, text) => {
  expect(editYaml('a: x\n', [{ op: 'set', path: ['a'], value }])).toBe(`a: ${text}\n`)
})

it.each(['yes', '0x1f', '4562170', 'null', 'a: b'])('the key %j is quoted', (key) => {
  expect(editYaml('a: x\n', [{ op: 'set', path: [key], value: 1 }])).toBe(`a: x\n${JSON.stringify(key)}: 1\n`)
})
