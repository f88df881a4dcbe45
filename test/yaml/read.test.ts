import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readYaml } from '../../src/yaml/read.ts'

const read = (text: string) => readYaml(text, { file: 'f.yaml' })
const values = (text: string) => read(text).documents.map(({ value }) => value)

function refusal(text: string): UserError {
  try {
    read(text)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error(`Nothing was refused in ${JSON.stringify(text)}`)
}

describe('values', () => {
  it.each([
    ['', [null]],
    ['# only a comment\n', [null]],
    ['---\n', [null]],
    ['\uFEFFa: 1\r\nb: two\r\n', [{ a: 1, b: 'two' }]],
    ['a: 1\n---\n# nothing\n---\nb: 2\n', [{ a: 1 }, null, { b: 2 }]],
    ['a: yes\nb: 0o17\nc: 012\nd: 1_0\n', [{ a: 'yes', b: 15, c: 12, d: '1_0' }]],
    ['1: a\ntrue: b\n', [{ 1: 'a', true: 'b' }]],
    ['base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n', [{ base: { x: 1, y: 2 }, use: { x: 1, y: 3 } }]],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  it('keeps __proto__ as a plain key', () => {
    const [value] = values('__proto__: {polluted: true}\n')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('positions', () => {
  const text = 'a:\n  b:\n    - x\n    - y: 1\n---\nc: 2\n'
  it.each([
    [0, [], 1, 1],
    [0, ['a'], 1, 1],
    [0, ['a', 'b'], 2, 3],
    [0, ['a', 'b', 0], 3, 7],
    [0, ['a', 'b', 1, 'y'], 4, 7],
    [0, ['a', 'missing', 'deep'], 1, 1],
    [0, ['a', 'b', 9], 2, 3],
    [1, ['c'], 6, 1],
  ])('document %i, %j is at %i:%i', (document, path, line, column) => {
    expect(read(text).documents[document]?.positionOf(path)).toEqual({ line, column })
  })

  it('does not count a byte order mark', () => {
    expect(read('\uFEFFa: 1\n').documents[0]?.positionOf(['a'])).toEqual({ line: 1, column: 1 })
  })

  it('of an empty text is its start', () => {
    expect(read('').documents[0]?.positionOf(['a'])).toEqual({ line: 1, column: 1 })
  })
})

describe('refusals', () => {
  it.each([
    ['a: 1\nb: [1, 2\nc: 3\n', 3, 1, /Not valid YAML/],
    ['a: 1\nb: 2\na: 3\n', 3, 1, /twice/],
    ['a:\n  1: x\n  "1": y\n', 3, 3, /twice/],
    ['a: 1\n? [x, y]\n: 2\n', 2, 3, /key must be a single value/],
    ['a: {{ .Values.x }}\n', 1, 5, /template/],
    ['a: *nowhere\n', 1, 4, /alias/],
    ['a: 1\n\tb: 2\n', 2, 1, /Tabs/],
    ['%YAML 1.1\n---\na: yes\n', 1, 1, /directive/],
    ['a: "x\n', 2, 1, /quote/],
  ])('%j at %i:%i', (text, line, column, what) => {
    const { place, message } = refusal(text)
    expect(message).toMatch(what)
    expect(place).toMatchObject({ file: 'f.yaml', line, column })
  })

  it('an alias bomb', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      )
    expect(refusal(`${lines.join('\n')}\n`).message).toMatch(/alias/)
  })

  it('nesting deeper than any person writes', () => {
    expect(refusal('['.repeat(20_000)).message).toMatch(/Nested too deeply/)
  })
})

it('reads twenty thousand keys in linear time', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join('\n')
  const start = performance.now()
  read(text)
  expect(performance.now() - start).toBeLessThan(5000) // the parser's own check of keys takes eight and more
})
