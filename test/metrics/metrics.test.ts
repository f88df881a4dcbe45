import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'

const json = (text: string) => parseMetrics([{ path: 'metrics.json', text }])
const values = (text: string, path = 'metrics.json') =>
  parseMetrics([{ path, text }]).map(({ name, value }) => [name, value.kind === 'number' ? value.value : value.text])

function mistakeIn(text: string, path = 'metrics.json'): UserError {
  try {
    parseMetrics([{ path, text }])
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('flattening', () => {
  test('nested keys are joined by dots', () => {
    expect(values('{"train": {"loss": 0.5, "f1": {"macro": 0.9}}}')).toEqual([
      ['train.loss', 0.5],
      ['train.f1.macro', 0.9],
    ])
  })

  test('list items are named by their index', () => {
    expect(values('{"recall": [0.9, {"b": 1}]}')).toEqual([
      ['recall.0', 0.9],
      ['recall.1.b', 1],
    ])
  })

  test('a dot inside a key stays', () => {
    expect(values('{"a.b": 1}')).toEqual([['a.b', 1]])
  })

  test('keys keep the order of the file, also those that look like numbers', () => {
    expect(values('{"b": 1, "10": 2, "2": 3}').map(([name]) => name)).toEqual(['b', '10', '2'])
  })

  test('files are ordered by path', () => {
    const metrics = parseMetrics([
      { path: 'b.json', text: '{"x": 1}' },
      { path: 'a.json', text: '{"x": 2}' },
    ])
    expect(metrics.map(({ file }) => file)).toEqual(['a.json', 'b.json'])
  })

  test('one name in two files is two metrics', () => {
    const file = (path: string) => ({ path, text: '{"f1": 1}' })
    expect(parseMetrics([file('a.json'), file('b.json')])).toHaveLength(2)
  })

  test('an empty mapping has no metrics', () => {
    expect(json('{}')).toEqual([])
  })
})

describe('values', () => {
  test.each([
    ['1e-7', 1e-7],
    ['-0.0', 0],
    ['12345678901234567891', '12345678901234567891'],
    ['10000000000000000000', 1e19],
    ['9007199254740993', '9007199254740993'],
    ['1E+300', 1e300],
    ['1e400', 'Infinity'],
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
    ['-Infinity', '-Infinity'],
    ['true', 'true'],
    ['null', 'null'],
    ['"0.93"', '0.93'],
    ['"null"', '"null"'],
    ['"true"', '"true"'],
    ['"[]"', '"[]"'],
    ['"a\\u0041\\n"', 'aA\n'],
    ['[]', '[]'],
    ['{}', '{}'],
  ])('JSON %s is read as %s', (text, value) => {
    expect(values(`{"x": ${text}}`)).toEqual([['x', value]])
  })

  test.each([
    ['.nan', 'NaN'],
    ['-.inf', '-Infinity'],
    ['yes', 'yes'],
    ['~', 'null'],
    ['"null"', '"null"'],
    ['1_000', '1_000'],
    ['0.93', 0.93],
    ['12345678901234567891', '12345678901234567891'],
    ['10000000000000000000', 1e19],
    ['[0.5]', undefined],
  ])('YAML %s is read as %s', (text, value) => {
    const found = values(`x: ${text}\n`, 'metrics.yaml')
    expect(found).toEqual(value === undefined ? [['x.0', 0.5]] : [['x', value]])
  })

  test.each([
    ['nan', 'NaN'],
    ['-inf', '-Infinity'],
    ['0x10', 16],
    ['9007199254740993', '9007199254740993'],
    ['1979-05-27', '1979-05-27'],
    ['"text"', 'text'],
  ])('TOML %s is read as %s', (text, value) => {
    expect(values(`x = ${text}\n`, 'metrics.toml')).toEqual([['x', value]])
  })

  test.each([
    ['m.csv', 'x,y\n12345678901234567891,1\n'],
    ['m.txt', 'x: 12345678901234567891\ny: 1\n'],
    ['m.jsonl', '{"x": 12345678901234567891, "y": 1}\n'],
  ])('an integer that no double holds keeps its digits in %s', (path, text) => {
    expect(values(text, path)).toEqual([
      ['x', '12345678901234567891'],
      ['y', 1],
    ])
  })

  test('YAML reads JSON as well', () => {
    expect(values('{"a": {"b": 1}}', 'm.yml')).toEqual([['a.b', 1]])
  })

  test('a byte order mark is no part of the file', () => {
    expect(values('\uFEFF{"a": 1}')).toEqual([['a', 1]])
  })
})

describe('hostile names', () => {
  test.each(['__proto__', 'constructor', 'a|b', '<img src=x>', '`', 'a\nb', '', 'x'.repeat(10_000)])(
    '%j is a name',
    (name) => {
      expect(values(JSON.stringify({ [name]: 1 }))).toEqual([[name, 1]])
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    },
  )

  test('__proto__ as a JSON key pollutes nothing', () => {
    expect(values('{"__proto__": {"polluted": 1}}')).toEqual([['__proto__.polluted', 1]])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('__proto__ as a TOML or YAML key pollutes nothing', () => {
    expect(values('[__proto__]\npolluted = 1\n', 'm.toml')).toEqual([['__proto__.polluted', 1]])
    expect(values('__proto__:\n  polluted: 1\n', 'm.yaml')).toEqual([['__proto__.polluted', 1]])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('mistakes in JSON', () => {
  test.each([
    ['{"a": 1,}', 1, 9, 'a key in double quotes is missing'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma or } is missing'],
    ["{'a': 1}", 1, 2, 'a key in double quotes is missing'],
    ['{"a": 01}', 1, 8, 'a comma or } is missing'],
    ['{"a": }', 1, 7, 'a value is missing'],
    ['{"a": .5}', 1, 7, 'a value is missing'],
    ['{"a": nan}', 1, 7, 'a value is missing'],
    ['{"a" 1}', 1, 6, 'a colon is missing'],
    ['{"a": "b}', 1, 7, 'this string has no end'],
    ['{"a": "\\x"}', 1, 8, 'this escape does not exist'],
    ['{"a": "\\\\\\u12"}', 1, 10, 'this escape does not exist'],
    ['{"a": "b\nc"}', 1, 9, 'a control character'],
    ['{"a": [1 2]}', 1, 10, 'a comma or ] is missing'],
    ['{"a": 1}\n{"a": 2}', 2, 1, 'more after the end'],
    ['accuracy: 0.9', 1, 1, 'a value is missing'],
    ['<html>', 1, 1, 'a value is missing'],
    ['{"a": 1', 1, 8, 'found the end of the file'],
    ['{"a": 1, "a": 2}', 1, 10, 'stands twice'],
  ])('%j is refused at %i:%i', (text, line, column, what) => {
    const mistake = mistakeIn(text)
    expect(mistake.place).toMatchObject({ file: 'metrics.json', line, column })
    expect(mistake.what).toContain(what)
  })

  test('nesting without end is refused, not crashed on', () => {
    expect(mistakeIn(`{"a":${'['.repeat(100_000)}`).what).toContain('deeper than 64')
  })

  test('a string of 5 MB is read in no time', () => {
    const text = JSON.stringify({ a: '\\"'.repeat(2_500_000) })
    expect(values(text)[0]?.[1]).toHaveLength(5_000_000)
  })
})

describe('files that are no metrics', () => {
  test.each([
    ['m.json', '', 'empty'],
    ['m.yaml', ' \n', 'empty'],
    ['m.yaml', '# nothing\n', 'no metrics'],
    ['m.yaml', 'a: 1\n---\na: 2\n', '2 YAML documents'],
    ['m.yaml', 'just text\n', 'a single value'],
    ['m.json', '0.93', 'a single value'],
    ['m.json', '[{"a": 1}]', 'a list'],
    ['m.json', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n', 'Git LFS pointer'],
    ['m.json', '{"a": {"b": 1}, "a.b": 2}', 'twice'],
    ['m.png', 'x', 'does not say which format'],
    ['metrics', 'x', 'does not say which format'],
  ])('%s with %j is refused', (path, text, what) => {
    const mistake = mistakeIn(text, path)
    expect(mistake.what).toContain(what)
    expect(mistake.place.file).toBe(path)
    expect(mistake.fix).toBeTruthy()
  })

  test.each([
    ['m.toml', 'a = 1\nb = \n', 2],
    ['m.toml', 'a = 1\na = 2\n', 2],
    ['m.toml', 'a: 1\n', 1],
    ['m.yaml', 'a: 1\nb: [1\n', 3],
    ['m.yaml', 'a: 1\na: 2\n', 2],
  ])('%s with %j is refused with its line', (path, text, line) => {
    expect(mistakeIn(text, path).place).toMatchObject({ file: path, line })
  })

  test('endings are read in any case', () => {
    expect(values('{"a": 1}', 'METRICS.JSON')).toEqual([['a', 1]])
  })

  test('more than a million metrics are refused with the limit', () => {
    const row = `[${'0,'.repeat(999)}0]`
    const text = `{"a": [${`${row},`.repeat(1000)}${row}]}`
    expect(mistakeIn(text).what).toContain('1000000')
  })
})
