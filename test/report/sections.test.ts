import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { evaluateGate } from '../../src/gate/evaluate.ts'
import { parseSources } from '../../src/metrics/metrics.ts'
import { type Report, renderReport, SUMMARY_LIMIT } from '../../src/report/report.ts'
import { compare } from '../../src/statistics/compare.ts'
import { evidenceFor } from '../../src/statistics/evidence.ts'
import { readMeasured } from '../../src/statistics/measured-file.ts'
import { exampleReport } from './example-report.ts'
import { effectsOf, shown, tablesOf } from './gfm.ts'
import { fullHostileReport } from './hostile-report.ts'
import { randomFrom } from './hostile-text.ts'

const textOf = (report: Report): string => renderReport(report).text
const htmlOf = (text: string): string => marked.parse(text, { gfm: true, async: false })
const only = (extra: Partial<Report>): string => textOf({ ...exampleReport({ values: { f1: 1 } }), ...extra })
const foldsOf = (text: string): readonly string[] =>
  [...text.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, title = '']) => title)

describe('a confusion matrix', () => {
  const matrix = (counts: readonly (readonly number[])[], labels = ['cat', 'dog']) => ({
    file: 'm.json',
    name: '',
    labels,
    counts,
  })

  test('has rows of what is true and columns of what was predicted', () => {
    const text = only({
      sources: {
        matrices: [
          matrix([
            [48, 2],
            [5, 45],
          ]),
        ],
      },
    })
    expect(foldsOf(text)).toEqual(['Confusion matrix'])
    expect(tablesOf(text)[1]).toEqual([
      ['true ↓ predicted →', 'cat', 'dog'],
      ['cat', '48', '2'],
      ['dog', '5', '45'],
    ])
  })

  test("shows the difference to main's, when that has the same classes", () => {
    const sources = {
      matrices: [
        matrix([
          [48, 2],
          [5, 45],
        ]),
      ],
    }
    const same = only({
      sources,
      baselineSources: {
        matrices: [
          matrix([
            [46, 4],
            [5, 45],
          ]),
        ],
      },
    })
    expect(tablesOf(same)[1]?.[1]).toEqual(['cat', '48 (+2)', '2 (-2)'])
    expect(shown(same)).toContain('In brackets: the difference to main.')
    const other = only({
      sources,
      baselineSources: {
        matrices: [
          matrix(
            [
              [46, 4],
              [5, 45],
            ],
            ['cat', 'cow'],
          ),
        ],
      },
    })
    expect(tablesOf(other)[1]?.[1]).toEqual(['cat', '48', '2'])
  })

  test('of many classes lists what is taken for what, most often first', () => {
    const labels = Array.from({ length: 30 }, (_, index) => `c${index}`)
    const counts = labels.map((_, truth) =>
      labels.map((__, predicted) => (truth === predicted ? 99 : truth * predicted)),
    )
    const text = only({ sources: { matrices: [matrix(counts, labels)] } })
    expect(text).toContain('30 classes; the 20 most frequent of 812 confusions:')
    expect(tablesOf(text)[1]?.slice(0, 2)).toEqual([
      ['true', 'predicted as', 'count'],
      ['c28', 'c29', '812'],
    ])
  })

  test('of many classes without a mistake says so', () => {
    const labels = Array.from({ length: 13 }, (_, index) => `c${index}`)
    const counts = labels.map((_, truth) => labels.map((__, predicted) => (truth === predicted ? 9 : 0)))
    expect(only({ sources: { matrices: [matrix(counts, labels)] } })).toContain(
      'None of the 13 classes is taken for another one.',
    )
  })
})

describe('results per class', () => {
  const row = (label: string, f1: number) =>
    ({
      label,
      precision: { kind: 'number', value: 0.9 },
      recall: { kind: 'text', text: 'NaN' },
      f1: { kind: 'number', value: f1 },
      support: { kind: 'number', value: 50 },
    }) as const
  const table = (...rows: readonly ReturnType<typeof row>[]) => ({
    file: 'r.json',
    name: '',
    classes: rows,
    averages: [row('macro avg', 0.5)],
  })

  test('stand in one table with the averages', () => {
    const text = only({ sources: { classTables: [table(row('cat', 0.8))] } })
    expect(tablesOf(text)[1]).toEqual([
      ['class', 'precision', 'recall', 'F1', 'examples'],
      ['cat', '0.9', 'NaN', '0.8', '50'],
      ['macro avg', '0.9', 'NaN', '0.5', '50'],
    ])
  })

  test('show how F1 moved against main', () => {
    const text = only({
      sources: { classTables: [table(row('cat', 0.8), row('new', 1))] },
      baselineSources: { classTables: [table(row('cat', 0.75))] },
    })
    expect(tablesOf(text)[1]?.map((cells) => cells[4])).toEqual(['F1 change', '▲ +0.05', '–', '–'])
  })

  test('begin with the worst when there are many', () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(`c${index}`, (index * 7) % 40))
    const text = only({ sources: { classTables: [table(...rows)] } })
    expect(
      tablesOf(text)[1]
        ?.slice(1, 4)
        .map(([name]) => name),
    ).toEqual(['macro avg', 'c0', 'c23'])
  })
})

describe('a ROC curve', () => {
  const roc = (...points: readonly (readonly [number, number, number])[]) => ({
    file: 'roc.json',
    name: 'roc',
    points: points.map(([falsePositiveRate, truePositiveRate, threshold]) => ({
      falsePositiveRate,
      truePositiveRate,
      threshold,
    })),
  })

  test('is summed up by its area and the threshold that separates best', () => {
    const sources = { rocs: [roc([0, 0, 1], [0, 0.5, 0.8], [0.5, 1, 0.4], [1, 1, 0])] }
    const text = only({ sources, baselineSources: { rocs: [roc([0, 0, 1], [1, 1, 0])] } })
    expect(tablesOf(text)[1]).toEqual([
      ['curve', 'AUC on main', 'AUC', 'best threshold', 'finds', 'false alarms'],
      ['roc', '0.5', '0.875', '0.8', '0.5', '0'],
    ])
    expect(text).toContain('xychart-beta\n  title "true positives, roc"')
  })
})

test('of many ROC curves the first three are drawn, and all summed up', () => {
  const points = [0, 0.5, 1].map((rate) => ({ falsePositiveRate: rate, truePositiveRate: rate, threshold: 1 - rate }))
  const rocs = Array.from({ length: 5 }, (_, index) => ({ file: 'roc.json', name: `roc${index}`, points }))
  const text = only({ sources: { rocs } })
  expect(text.match(/xychart-beta/g)).toHaveLength(3)
  expect(tablesOf(text)[1]).toHaveLength(6)
})

describe('learning curves', () => {
  const curve = (name: string, ...values: readonly number[]) => ({
    file: 'log.csv',
    name,
    stepName: 'epoch',
    points: values.map((value, step) => ({ step, value })),
  })

  test("are drawn beside main's, the gated ones first", () => {
    const report = exampleReport({ values: { f1: 1 }, rules: [{ metric: 'f1', min: 0 }] })
    const sources = { curves: [curve('loss', 3, 2, 1), curve('f1', 0, 1)] }
    const text = textOf({ ...report, sources, baselineSources: { curves: [curve('loss', 3, 3, 3)] } })
    expect(foldsOf(text)).toContain('2 learning curves')
    expect([...text.matchAll(/title "(.*)"/g)].map(([, title]) => title)).toEqual(['f1', 'loss'])
    expect(text).toContain(
      '  line "this pull request" [3, 2, 1]\n  line "main" [3, 3, 3]\n```\n🟦 this pull request · 🟧 main',
    )
  })

  test('beyond eight are named only', () => {
    const curves = Array.from({ length: 11 }, (_, index) => curve(`c${index}`, 1, 2))
    const text = only({ sources: { curves } })
    expect(text.match(/xychart-beta/g)).toHaveLength(8)
    expect(text).toContain('3 curves are not drawn: `c8`, `c9`, `c10`.')
  })

  test('of one step are none', () => {
    expect(only({ sources: { curves: [curve('loss', 1)] } })).not.toContain('learning')
  })
})

describe("main's history", () => {
  const sha = (digit: number): string => String(digit).repeat(40)
  const trend = (...values: readonly number[]) => ({
    file: 'metrics.json',
    name: 'f1',
    points: values.map((value, index) => ({ sha: sha(index + 1), value })),
  })

  test('is a line that ends now, with the candidate as a level', () => {
    const text = only({ trend: [trend(0.5, 0.9, 0.7)] })
    expect(foldsOf(text)).toEqual(['The last 3 measurements of main'])
    expect(text).toContain('`f1` on main: newest 0.7, best 0.9 at `2222222`.')
    expect(text).toContain('x-axis "measurements before the newest" -2 --> 0')
    expect(text).toContain('  line "main" [0.5, 0.9, 0.7]\n  line "this pull request" [1, 1, 1]')
  })

  test('of more than four metrics names the rest', () => {
    const trends = ['a', 'b', 'c', 'd', 'e', 'g'].map((name) => ({ ...trend(0.5, 0.9), name }))
    const text = only({ trend: trends })
    expect(text.match(/xychart-beta/g)).toHaveLength(4)
    expect(text).toContain('Not drawn: `e`, `g`; `serin history` prints them.')
  })

  test('of one measurement is not drawn', () => {
    expect(only({ trend: [trend(0.5)] })).not.toContain('xychart')
  })
})

describe('plots', () => {
  const plot = (name: string) => ({ name, url: `https://github.com/acme/iris/blob/serin-data/${name}?raw=true` })

  test('are shown under their names', () => {
    expect(only({ plots: [plot('a.png')] })).toContain(
      '`a.png`\n\n![a.png](https://github.com/acme/iris/blob/serin-data/a.png?raw=true)',
    )
  })

  test('are folded when there are many', () => {
    expect(foldsOf(only({ plots: [plot('a.png'), plot('b.png'), plot('c.png')] }))).toEqual(['3 plots'])
  })

  test.each(['javascript:alert(1)', 'data:image/png;base64,xx', 'a.png'])('at %s are no pictures', (url) => {
    const text = only({ plots: [{ name: 'a.png', url }] })
    expect(text).not.toContain('![')
    expect(text).toContain('`a.png`\n\n`a.png`')
  })
})

describe('a comparison', () => {
  const predictions = (accuracy: number, seed: number): string => {
    const rows = Array.from({ length: 400 }, (_, id) => {
      const isRight = (id * 7919 + seed * 31) % 1000 < accuracy * 1000
      return `${id},${id % 2},${isRight ? id % 2 : 1 - (id % 2)},${id % 3 === 0 ? 'north' : 'south'}`
    })
    return `id,label,prediction,region\n${rows.join('\n')}\n`
  }
  const measured = (text: string) => readMeasured(text, 'predictions.csv')
  const accuracyIn = (text: string): number => {
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    return rows.filter(([, label, prediction]) => label === prediction).length / rows.length
  }
  const reportOf = (old: string, now: string, rules: Report['rules'] = []): Report => ({
    ...exampleReport({
      main: { accuracy: accuracyIn(old), loss: 1 },
      values: { accuracy: accuracyIn(now), loss: 0.9 },
      rules,
    }),
    comparison: compare(measured(old), measured(now), { metrics: ['accuracy'] }),
  })

  test('adds the range and says whether the difference is real', () => {
    const [table] = tablesOf(textOf(reportOf(predictions(0.7, 1), predictions(0.9, 1))))
    expect(table?.[0]?.slice(3)).toEqual(['change', '95% range', 'verdict'])
    expect(table?.[1]?.[0]).toBe('accuracy')
    expect(table?.[1]?.[4]).toMatch(/^\+0\.\d+ … \+0\.\d+$/)
    expect(table?.[1]?.[5]).toBe('better')
  })

  test('says where nothing is known of the noise', () => {
    const [table] = tablesOf(textOf(reportOf(predictions(0.7, 1), predictions(0.9, 1))))
    expect(table?.[2]).toEqual(['loss', '1.0', '0.9', '▼ -0.1 (-10%)', 'not known', 'looks better'])
  })

  test('calls a difference within the range noise', () => {
    const [table] = tablesOf(textOf(reportOf(predictions(0.9, 1), predictions(0.9, 2))))
    expect(table?.find(([name]) => name === 'accuracy')?.[5]).toMatch(/^(noise|unchanged|too few to tell)$/)
  })

  test('tells the examples and the smallest change they can show', () => {
    expect(shown(textOf(reportOf(predictions(0.7, 1), predictions(0.9, 1))))).toMatch(
      /400 test examples; the two models differ on \d+\. The smallest change that they can show: accuracy 0\.\d+\./,
    )
  })

  test('a range that cannot tell is a warning, with the reason first', () => {
    const [old, now] = [predictions(0.9, 1), predictions(0.89, 2)]
    const rules = [{ metric: 'accuracy', maxRegression: { amount: 0.012, unit: 'absolute' } }] as const
    const report = reportOf(old, now, rules)
    const evidence = report.comparison && evidenceFor(report.changes, report.comparison).evidence
    const gate = evaluateGate({ rules, changes: report.changes, hasBaseline: true, evidence })
    const text = textOf({ ...report, gate, verdict: gate.verdict })
    expect(text.split('\n')[0]).toBe('### ⚠️ iris: the gate passes with a warning (1 check cannot tell)')
    expect(text).toMatch(
      /^- ⚠️ `accuracy`: .*; asked worse by at most 0\.012\. The 95 % range lies on both sides of the limit/m,
    )
    expect(tablesOf(text)[0]?.[1]?.at(-1)).toMatch(/^⚠️ .*passes, cannot tell$/)
  })

  test('names the worst slice', () => {
    expect(shown(textOf(reportOf(predictions(0.7, 1), predictions(0.9, 1))))).toMatch(
      /Worst of 2 slices: slices\.region=\w+\.accuracy \+0\.\d+ \(.* … .*\), better, n = \d+\./,
    )
  })

  test('lists all slices, the worse ones first, the worst of them at the top', () => {
    const report = reportOf(predictions(0.7, 1), predictions(0.9, 1))
    const [first] = report.comparison?.slices ?? []
    const slice = (metric: string, label: 'worse' | 'noise', delta: number) =>
      first && { ...first, row: { ...first.row, metric, label, delta } }
    const slices = [slice('a', 'noise', -0.4), slice('b', 'worse', -0.2), slice('c', 'worse', -0.3)].filter(
      (found) => found !== undefined,
    )
    const text = textOf({ ...report, ...(report.comparison && { comparison: { ...report.comparison, slices } }) })
    expect(tablesOf(text)[1]?.map(([name]) => name)).toEqual(['metric', 'accuracy', 'c', 'b', 'a'])
  })

  test('never says significant', () => {
    expect(textOf(reportOf(predictions(0.7, 1), predictions(0.9, 1)))).not.toMatch(/signific/i)
  })
})

describe('units', () => {
  test('stand behind values and differences', () => {
    const read = (accuracy: number) =>
      parseSources([
        {
          path: 'kfp.json',
          text: JSON.stringify({ metrics: [{ name: 'accuracy', numberValue: accuracy, format: 'PERCENTAGE' }] }),
        },
      ]).metrics
    const change = {
      file: 'kfp.json',
      name: 'accuracy',
      old: read(0.9)[0]?.value,
      new: read(0.92)[0]?.value,
      change: 0.02,
      relative: 0.0222,
      unit: 'percent',
    } as const
    const report = exampleReport({ main: {}, values: {} })
    expect(tablesOf(textOf({ ...report, changes: [change] }))[0]?.[1]).toEqual([
      'accuracy',
      '90%',
      '92%',
      '▲ +2 pp (+2.2%)',
      'looks better',
    ])
    const ms = {
      file: 'v.json',
      name: 'latency',
      old: { kind: 'number', value: 10 },
      new: undefined,
      change: undefined,
      relative: undefined,
      unit: 'ms',
    } as const
    expect(tablesOf(textOf({ ...report, changes: [ms] }))[0]?.[1]?.[1]).toBe('10 ms')
  })
})

describe('a hostile report with everything in it', () => {
  test('does nothing, and every table stays whole', () => {
    const random = randomFrom(31)
    for (let round = 0; round < 50; round += 1) {
      const text = renderReport(fullHostileReport(random), SUMMARY_LIMIT).text
      expect(effectsOf(text)).toEqual([])
      for (const table of tablesOf(text)) expect(new Set(table.map((row) => row.length)).size).toBe(1)
      const html = htmlOf(text)
      expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length)
      expect(shown(text)).toContain('Next:')
    }
  })

  test('never exceeds a limit', () => {
    const random = randomFrom(32)
    for (let limit = 0; limit < 12_000; limit += 200) {
      const report = fullHostileReport(random)
      expect(renderReport(report, limit).text.length).toBeLessThanOrEqual(limit)
      const { text } = renderReport(report, { size: limit, unit: 'bytes' })
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
      expect(effectsOf(text)).toEqual([])
    }
  })
})

test('a metric that only the predictions have is compared with nothing at first', () => {
  const nothing = { lo: null, hi: null, p: null, se: null, n: null, n_disagree: null, mde: null, gate: null }
  const compared = {
    ...nothing,
    metric: 'auc',
    main: null,
    pr: 0.9,
    delta: null,
    method: 'DeLong',
    label: 'too few',
  } as const
  const value = { kind: 'number' as const, value: 0.9 }
  const change = { file: 'p.csv', name: 'auc', old: undefined, new: value, change: undefined, relative: undefined }
  const report = exampleReport({ values: { f1: 0.5 }, computed: [{ change, compared, evidence: undefined }] })
  expect(renderReport(report).text).not.toContain('too few')
})

test('a chart of a curve with a gap says what it shows of it', () => {
  const points = [0, 1, 3, 4, 5].map((step) => ({ step, value: step }))
  const gaps = [{ what: 'NaN', from: 2, to: 2 }] as const
  const curves = [{ file: 'm.csv', name: 'loss', stepName: 'epoch', points, gaps }]
  const { text } = renderReport(exampleReport({ main: { a: 1 }, values: { a: 1 }, sources: { curves } }))
  expect(text).toContain('only the longest stretch of numbers is drawn')
})
