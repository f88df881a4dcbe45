import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import {
  appendRecord,
  chunksOf,
  findBaseline,
  findByTree,
  type HistoryRecord,
  modelsIn,
  newestChunks,
  parseRecords,
} from '../../src/history/history.ts'

const FILE = 'history/iris/0001.jsonl'

function recordOf(sha: string, accuracy = 0.9): HistoryRecord {
  return {
    sha: sha.padEnd(40, '0'),
    measuredAt: '2026-11-21T07:00:00Z',
    metrics: [{ file: 'metrics.json', name: 'accuracy', value: { kind: 'number', value: accuracy } }],
    params: [{ file: 'params.yaml', name: 'model', value: { kind: 'text', text: 'svm' } }],
    trainingSeconds: 1.5,
    verdict: 'pass',
  }
}

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n')
}

describe('appending', () => {
  it('starts the first file', () => {
    const { path, text } = appendRecord(undefined, recordOf('a'), 'iris')
    expect(path).toBe(FILE)
    expect(JSON.parse(text)).toMatchObject({
      sha: `a${'0'.repeat(39)}`,
      metrics: [{ file: 'metrics.json', name: 'accuracy', value: 0.9 }],
      params: [{ file: 'params.yaml', name: 'model', value: 'svm' }],
    })
  })

  it('reads back what it wrote', () => {
    const { text } = appendRecord(undefined, recordOf('a'), 'iris')
    expect(parseRecords(text, FILE)).toEqual([recordOf('a')])
  })

  it('keeps the lines that are there byte for byte', () => {
    const before = `${JSON.stringify({ ...recordOf('a'), metrics: [], later: { field: 1 } }, undefined, ' ').replaceAll('\n', '')}\r\n`
    const { text } = appendRecord({ path: FILE, text: before }, recordOf('b'), 'iris')
    expect(text.startsWith(before)).toBe(true)
    expect(linesOf(text)).toHaveLength(2)
  })

  it('ends a last line that has no end', () => {
    const { text } = appendRecord(undefined, recordOf('a'), 'iris')
    const next = appendRecord({ path: FILE, text: text.trimEnd() }, recordOf('b'), 'iris')
    expect(linesOf(next.text)).toHaveLength(2)
  })

  it('changes nothing when the same was measured before', () => {
    const chunk = appendRecord(undefined, recordOf('a'), 'iris')
    const again = { ...recordOf('a'), measuredAt: '2026-11-22T07:00:00Z', trainingSeconds: 9 }
    expect(appendRecord(chunk, again, 'iris')).toBe(chunk)
  })

  it('adds a line when the same commit measured differently', () => {
    const chunk = appendRecord(undefined, recordOf('a'), 'iris')
    expect(linesOf(appendRecord(chunk, recordOf('a', 0.8), 'iris').text)).toHaveLength(2)
  })

  it('rolls to the next file after 200 lines', () => {
    const line = appendRecord(undefined, recordOf('a'), 'iris').text
    const next = appendRecord({ path: FILE, text: line.repeat(200) }, recordOf('b'), 'iris')
    expect(next.path).toBe('history/iris/0002.jsonl')
    expect(linesOf(next.text)).toHaveLength(1)
  })

  it('rolls to the next file before one has more than 4 MB', () => {
    const large = (sha: string): HistoryRecord => ({
      ...recordOf(sha),
      params: [{ file: 'p', name: 'x', value: { kind: 'text', text: 'x'.repeat(1_900_000) } }],
    })
    let chunk = appendRecord(undefined, large('1'), 'iris')
    const files = ['2', '3', '4', '5'].map((sha) => {
      chunk = appendRecord(chunk, large(sha), 'iris')
      return [chunk.path, linesOf(chunk.text).length]
    })
    expect(files).toEqual([
      ['history/iris/0001.jsonl', 2],
      ['history/iris/0002.jsonl', 1],
      ['history/iris/0002.jsonl', 2],
      ['history/iris/0003.jsonl', 1],
    ])
  })

  it('adds nothing to a file that cannot be read', () => {
    const next = appendRecord({ path: FILE, text: undefined }, recordOf('a'), 'iris')
    expect(next.path).toBe('history/iris/0002.jsonl')
    expect(linesOf(next.text)).toHaveLength(1)
  })

  it('keeps what pull requests measured apart', () => {
    const first = appendRecord(undefined, recordOf('a'), 'iris', 'evaluated')
    expect(first.path).toBe('evaluated/iris/0001.jsonl')
    expect(appendRecord({ ...first, text: first.text.repeat(200) }, recordOf('b'), 'iris', 'evaluated').path).toBe(
      'evaluated/iris/0002.jsonl',
    )
  })

  it('refuses to add to a broken file', () => {
    expect(() => appendRecord({ path: FILE, text: '{' }, recordOf('a'), 'iris')).toThrow(`${FILE}:1`)
  })
})

describe('reading', () => {
  const line = (fields: object) => JSON.stringify({ sha: 'abcdef0', measuredAt: '2026-11-21', metrics: [], ...fields })

  it('ignores fields that a later version wrote', () => {
    expect(parseRecords(line({ schema: 9, verdict: 'promising' }), FILE)).toEqual([
      { sha: 'abcdef0', measuredAt: '2026-11-21', metrics: [], params: [] },
    ])
  })

  it('reads the tree, and ignores one of another kind', () => {
    const trees = ['b'.repeat(40), { sha: 'b' }, '<b>'].map((tree) => parseRecords(line({ tree }), FILE)[0]?.tree)
    expect(trees).toEqual(['b'.repeat(40), undefined, undefined])
  })

  it('takes a value that is no number as a text', () => {
    const metrics = [null, [1], 'NaN', true].map((value) => ({ file: 'm', name: 'x', value }))
    const [record] = parseRecords(line({ metrics }), FILE)
    expect(record?.metrics.map(({ value }) => value)).toEqual(
      ['null', '[1]', 'NaN', 'true'].map((text) => ({ kind: 'text', text })),
    )
  })

  it('skips empty lines but counts them', () => {
    expect(() => parseRecords(`${line({})}\r\n\n\nx`, FILE)).toThrow(`${FILE}:4: This line is not JSON.`)
  })

  it.each([
    ['a conflict marker', '<<<<<<< HEAD', undefined],
    ['a list', '[]', undefined],
    ['null', 'null', undefined],
    ['no sha', line({ sha: undefined }), 'sha'],
    ['a sha that is markup', line({ sha: '<img src=x>' }), 'sha'],
    ['a date that is none', line({ measuredAt: 'yesterday' }), 'measuredAt'],
    ['metrics that are an object', line({ metrics: { accuracy: 1 } }), 'metrics'],
    ['a metric without a name', line({ metrics: [{ file: 'm', value: 1 }] }), 'metrics'],
    ['a param that is null', line({ params: [null] }), 'params'],
  ])('refuses %s', (_, text, key) => {
    const error = catchError(() => parseRecords(`${line({})}\n${text}\n`, FILE))
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ place: { file: FILE, line: 2, ...(key === undefined ? {} : { key }) } })
  })

  it('never touches a prototype', () => {
    const metrics = '[{"file":"m","name":"__proto__","value":1}]'
    parseRecords(`{"sha":"abcdef0","measuredAt":"2026-11-21","metrics":${metrics},"__proto__":{"polluted":1}}`, FILE)
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('finding', () => {
  it('takes the newest file of the model by number', () => {
    const paths = [
      'history/iris/9999.jsonl',
      'history/iris/10000.jsonl',
      'history/iris/0002.jsonl',
      'history/iris-2/20000.jsonl',
    ]
    expect(chunksOf([...paths, 'history/iris/99999.json', 'README.md'], 'iris').at(-1)).toBe('history/iris/10000.jsonl')
  })

  const chunks = (count: number) =>
    Array.from({ length: count }, (_, index) => `history/iris/${String(index + 1).padStart(4, '0')}.jsonl`)

  it.each([
    [1, 50, 2],
    [100, 50, 2],
    [200, 50, 2],
    [201, 50, 3],
    [100_000, 50, 50],
    [100, 1, 1],
    [100, 0, 0],
  ])('for %d records of %d chunks reads %d', (count, all, read) => {
    expect(newestChunks(chunks(all), 'iris', count)).toEqual(chunks(all).slice(all - read))
  })

  it('lists the models that have a history', () => {
    const paths = ['history/b/0001.jsonl', 'history/a/0002.jsonl', 'history/b/0002.jsonl', 'history/c/plots.json']
    expect(modelsIn([...paths, 'evaluated/d/0001.jsonl'])).toEqual(['a', 'b'])
  })

  it('finds what was measured with the same tree', () => {
    const tree = 'c'.repeat(40)
    const records = [{ ...recordOf('a', 0.7), tree }, { ...recordOf('b'), tree }, recordOf('d')]
    expect(findByTree(records, tree)).toEqual(records.slice(0, 2))
    expect(findByTree(records, 'd'.repeat(40))).toEqual([])
  })

  it('knows when a model has no history', () => {
    expect(chunksOf(['history/other/0001.jsonl'], 'iris')).toEqual([])
  })

  it('prefers the newest record of the exact commit', () => {
    const records = [recordOf('a', 0.7), recordOf('a', 0.8), recordOf('b')]
    expect(findBaseline(records, recordOf('a').sha)).toEqual({ record: recordOf('a', 0.8), exact: true })
  })

  it('falls back to the newest record', () => {
    expect(findBaseline([recordOf('a'), recordOf('b')], 'f'.repeat(40))).toEqual({
      record: recordOf('b'),
      exact: false,
    })
  })

  it('has no baseline without a record', () => {
    expect(findBaseline([], 'f'.repeat(40))).toBeUndefined()
  })
})

function catchError(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
