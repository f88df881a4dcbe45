import { describe, expect, test } from 'vitest'
import { combinedTitle, renderCombined } from '../../src/report/combined.ts'
import { CHECK_LIMIT, type Report, renderReport } from '../../src/report/report.ts'
import { exampleReport } from './example-report.ts'
import { effectsOf, shown, tablesOf } from './gfm.ts'
import { fullHostileReport } from './hostile-report.ts'
import { randomFrom } from './hostile-text.ts'

const model = (name: string, f1: number | null, count = 0): Report =>
  exampleReport({
    model: name,
    main: { f1: 0.5, ...numbered(count, 0) },
    values: { f1, ...numbered(count, 1) },
    rules: [{ metric: 'f1', min: 0.8 }],
    runUrl: 'https://github.com/acme/iris/actions/runs/1',
  })
const numbered = (count: number, value: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, value]))

describe('several models', () => {
  const { text, cut } = renderCombined([model('good', 0.9), model('bad', 0.1), model('odd', null)])

  test('begin with the verdict over all', () => {
    expect(text.split('\n')[0]).toBe('### ❌ 3 models: 1 failing, 1 unclear, 1 passing')
    expect(cut).toBe(false)
  })

  test('stand in a table, what fails first', () => {
    expect(tablesOf(text)[0]).toEqual([
      ['model', 'verdict', 'metrics that moved'],
      ['bad', '❌ the gate fails (1 check)', '1 of 1'],
      ['odd', '⚠️ the gate cannot tell, so it does not pass (1 check)', '0 of 1'],
      ['good', '✅ the gate passes (1 check)', '1 of 1'],
    ])
  })

  test('are told in full, and folded when they pass', () => {
    expect(text).toContain('### ❌ bad: the gate fails (1 check)')
    expect(shown(text)).toContain('✅ good: the gate passes (1 check)')
    expect(text.match(/### /g)).toHaveLength(3)
  })

  test('have one title for a check run', () => {
    expect(combinedTitle([model('a', 0.9), model('b', 0.9)])).toBe('2 models: 2 passing')
  })
})

test('metrics that only the predictions have are counted as well', () => {
  const of = (name: string) => ({ kind: 'number' as const, value: name.length })
  const change = { file: 'p.csv', name: 'acc', old: of('a'), new: of('ab'), change: 1, relative: 1 }
  const nothing = { lo: null, hi: null, p: null, se: null, n: null, n_disagree: null, mde: null, gate: null }
  const compared = { ...nothing, metric: 'acc', main: 1, pr: 2, delta: 1, method: 'none', label: 'unknown' } as const
  const report = { ...model('good', 0.9), computed: [{ change, compared, evidence: undefined }] }
  const [, , row] = tablesOf(renderCombined([model('bad', 0.1), report]).text)[0] ?? []
  expect(row?.at(-1)).toBe('2 of 2')
})

test('one model is reported as by itself', () => {
  expect(renderCombined([model('good', 0.9)])).toEqual(renderReport(model('good', 0.9)))
})

test('no model is a line', () => {
  expect(renderCombined([]).text).toContain('0 models')
})

describe('over the limit', () => {
  test('each model has its share, and small ones leave theirs', () => {
    const { text, cut } = renderCombined([model('huge', 0.1, 5000), model('small', 0.1), model('vast', 0.1, 5000)])
    expect(cut).toBe(true)
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(55_000)
    for (const name of ['huge', 'small', 'vast']) expect(text).toContain(`### ❌ ${name}: the gate fails`)
    expect(text.trimEnd().split('\n').at(-1)).toContain('Left out: parts of `huge`, parts of `vast`.')
  })

  test('a hundred models still have their table', () => {
    const { text } = renderCombined(Array.from({ length: 100 }, (_, index) => model(`model-${index}`, 0.1, 300)))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(tablesOf(text)[0]).toHaveLength(101)
  })

  test('no limit is ever exceeded, and nothing escapes', () => {
    const random = randomFrom(21)
    for (let limit = 0; limit < 9000; limit += 500) {
      const reports = Array.from({ length: 1 + Math.floor(random() * 4) }, () => fullHostileReport(random))
      const inBytes = renderCombined(reports, { ...CHECK_LIMIT, size: limit })
      expect(Buffer.byteLength(inBytes.text)).toBeLessThanOrEqual(limit)
      const { text } = renderCombined(reports, limit)
      expect(text.length).toBeLessThanOrEqual(limit)
      expect(effectsOf(text)).toEqual([])
    }
  })
})
