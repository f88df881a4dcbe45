import { describe, expect, test } from 'vitest'
import { evaluateGate } from '../../src/gate/evaluate.ts'
import { diffMetrics } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'
import { CHECK_LIMIT, checkTitle, type Report, renderReport, SUMMARY_LIMIT } from '../../src/report/report.ts'
import { CANDIDATE_SHA, exampleReport, MAIN_SHA } from './example-report.ts'
import { effectsOf, shown, tablesOf } from './gfm.ts'
import { hostileText, randomFrom } from './hostile-text.ts'

const textOf = (report: Report, limit?: number): string => renderReport(report, limit).text
const firstLine = (report: Report): string => textOf(report).split('\n')[0] ?? ''
const many = (count: number, value: (index: number) => number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, value(index)]))

describe('the first line', () => {
  const rules = [
    { metric: 'accuracy', min: 0.9 },
    { metric: 'loss', max: 1 },
  ] as const
  test.each([
    [{ accuracy: 0.95, loss: 0.1 }, '### ✅ iris: the gate passes (all 2 checks)'],
    [{ accuracy: 0.85, loss: 0.1 }, '### ❌ iris: the gate fails (1 of 2 checks)'],
    [{ accuracy: 0.85, loss: 2 }, '### ❌ iris: the gate fails (all 2 checks)'],
    [{ accuracy: 0.95 }, '### ⚠️ iris: the gate cannot tell, so it does not pass (1 of 2 checks)'],
  ])('for %j is %s', (values, line) => {
    expect(firstLine(exampleReport({ values, rules }))).toBe(line)
  })

  test('says when no gate is set', () => {
    expect(firstLine(exampleReport({ values: { accuracy: 1 } }))).toBe('### ℹ️ iris: measured, no gate is set')
  })

  test('says when nothing could be judged yet', () => {
    const rule = { metric: 'accuracy', maxRegression: { amount: 1, unit: 'percent' } } as const
    expect(firstLine(exampleReport({ values: { accuracy: 1 }, rules: [rule] }))).toContain(
      'nothing in the gate can be judged yet',
    )
  })

  test('is the whole report when nothing else fits', () => {
    expect(textOf(exampleReport({ values: { accuracy: 1 } }), 50)).toBe('### ℹ️ iris: measured, no gate is set\n')
  })
})

describe('the table', () => {
  test('has the columns that people look for', () => {
    const report = exampleReport({
      main: { accuracy: 0.93333333 },
      values: { accuracy: 0.96666666 },
      rules: [{ metric: 'accuracy', min: 0.9 }],
    })
    expect(tablesOf(textOf(report))[0]).toEqual([
      ['metric', 'main 1111111', 'this pull request 2222222', 'change', 'verdict'],
      ['accuracy', '0.9333', '0.9667', '▲ +0.0333 (+3.6%)', '✅ looks better, passes'],
    ])
  })

  test.each([
    [{ loss: 1 }, { loss: 2 }, ['loss', '1', '2', '▲ +1 (+100%)', 'looks worse']],
    [{ loss: 2 }, { loss: 1 }, ['loss', '2', '1', '▼ -1 (-50%)', 'looks better']],
    [{ quality: 0 }, { quality: 1e-7 }, ['quality', '0', '1e-7', '▲ +1e-7', 'changed']],
    [{ kernel: 'rbf' }, { kernel: 'a|b' }, ['kernel', 'rbf', 'a|b', '–', 'changed']],
    [{ f1: 1 }, { f1: 1 }, ['f1', '1', '1', '–', 'unchanged']],
    [{ f1: 1 }, {}, ['f1', '1', '–', '–', 'gone']],
    [{}, { f1: 1 }, ['f1', '–', '1', '–', 'new']],
    [{ f1: 1 }, { f1: null }, ['f1', '1', 'null', '–', 'no number any more']],
  ])('from %j to %j has the row %j', (main, values, row) => {
    expect(tablesOf(textOf(exampleReport({ main, values })))[0]?.[1]).toEqual(row)
  })

  test('puts what fails first, what did not move last', () => {
    const main = { still: 1, other: 1, accuracy: 0.5, loss: 1, f1: 0.5, auc: 0.9, rmse: 5 }
    const values = { still: 1, other: 2, accuracy: 0.6, loss: 2, f1: 0.5, auc: 0.8, rmse: 5 }
    const rules = [
      { metric: 'rmse', max: 9 },
      { metric: 'auc', min: 0.85 },
      { metric: 'missing', min: 1 },
    ]
    const [, ...rows] = tablesOf(textOf(exampleReport({ main, values, rules })))[0] ?? []
    expect(rows.map(([name]) => name)).toEqual(['auc', 'rmse', 'loss', 'accuracy', 'other', 'still', 'f1'])
  })

  test('has no main column without a baseline, and says why', () => {
    const text = textOf(exampleReport({ values: { accuracy: 0.9 } }))
    expect(tablesOf(text)[0]).toEqual([
      ['metric', 'this pull request 2222222', 'verdict'],
      ['accuracy', '0.9', ''],
    ])
    expect(text).toContain('There is nothing to compare with: Main has not been measured yet.')
  })

  test('says when main was read from its files', () => {
    const report = exampleReport({ main: { f1: 1 }, values: { f1: 1 }, baseline: { kind: 'file', sha: MAIN_SHA } })
    expect(textOf(report)).toContain("Main's numbers are those of the files committed at `1111111`.")
  })

  test('links commits when the repository is known', () => {
    const report = exampleReport({ main: { f1: 1 }, values: { f1: 1 }, repositoryUrl: 'https://github.com/acme/iris' })
    expect(textOf(report)).toContain(`[\`2222222\`](https://github.com/acme/iris/commit/${CANDIDATE_SHA})`)
  })

  test('names the file only where a name stands in several', () => {
    const read = (path: string, values: unknown) => ({ path, text: JSON.stringify(values) })
    const metrics = parseMetrics([read('a.json', { f1: 1 }), read('b.json', { f1: 0.5, loss: 1 })])
    const changes = diffMetrics([], metrics)
    const rules = [{ metric: 'f1', min: 0.8 }]
    const gate = evaluateGate({ rules, changes, hasBaseline: false })
    const text = textOf({ ...exampleReport({ values: {} }), changes, gate, rules, verdict: 'fail' })
    expect(
      tablesOf(text)[0]
        ?.slice(1)
        .map(([name]) => name),
    ).toEqual(['f1 in b.json', 'f1 in a.json', 'loss'])
    expect(text).toContain('- ❌ `f1` in `b.json`: 0.5; asked at least 0.8')
  })

  test('folds what did not change when there is much', () => {
    const values = many(100, (index) => index)
    const text = textOf(exampleReport({ main: values, values: { ...values, m3: 4 } }))
    expect(text).toContain('<summary>99 unchanged metrics</summary>')
    expect(tablesOf(text)[0]).toHaveLength(2)
  })

  test('folds changes beyond a screen, never what fails', () => {
    const rules = [{ metric: 'm2*', max: 0 }]
    const text = textOf(exampleReport({ main: many(300, () => 1), values: many(300, () => 2), rules }))
    const [table] = tablesOf(text)
    expect(table).toHaveLength(112)
    expect(text).toContain('<summary>189 more metrics</summary>')
  })

  test('says when nothing changed and when there is nothing', () => {
    const values = many(20, () => 1)
    expect(textOf(exampleReport({ main: values, values }))).toContain('No metric changed.')
    expect(textOf(exampleReport({ values: {} }))).toContain('The metrics files hold no metrics.')
  })

  test('says "this commit" outside a pull request', () => {
    const { pullRequest: _, ...report } = exampleReport({ values: { f1: 1 } })
    expect(textOf(report)).toContain('this commit `2222222`')
  })
})

describe('around the table', () => {
  test('failed checks say what was seen and asked', () => {
    const rule = { metric: 'accuracy', min: 0.9, maxRegression: { amount: 0.005, unit: 'absolute' } } as const
    const text = textOf(exampleReport({ main: { accuracy: 0.95 }, values: { accuracy: 0.8 }, rules: [rule] }))
    expect(text).toContain('- ❌ `accuracy`: 0.8; asked at least 0.9\n')
    expect(text).toContain('- ❌ `accuracy`: 0.95 → 0.80, worse by 0.15; asked worse by at most 0.005\n')
  })

  test('unclear checks say why', () => {
    const text = textOf(exampleReport({ values: { accuracy: null }, rules: [{ metric: 'accuracy', min: 0.9 }] }))
    expect(text).toContain('- ⚠️ `accuracy`: `null`; asked at least 0.9. Only a number can be judged')
  })

  test('twenty problems are open, the rest is folded', () => {
    const text = textOf(exampleReport({ values: many(50, () => 1), rules: [{ metric: 'm*', max: 0 }] }))
    expect(text).toContain('<summary>30 more that do not pass</summary>')
  })

  test('all checks can be unfolded', () => {
    const text = textOf(exampleReport({ values: { f1: 1 }, rules: [{ metric: 'f1', min: 0.5 }] }))
    expect(text).toContain('<summary>1 check of the gate</summary>')
    expect(tablesOf(text)[1]?.[1]).toEqual(['f1', '1', 'at least 0.5', '✅ passes'])
  })

  test('parameters that changed are shown with all their digits', () => {
    const params = [
      { model: 'svm', lr: 0.00012345678, same: 1 },
      { model: 'forest', lr: 0.00012345679, same: 1, trees: 100 },
    ] as const
    const text = textOf(exampleReport({ main: { f1: 1 }, values: { f1: 1 }, params }))
    expect(tablesOf(text)[1]).toEqual([
      ['parameter', 'main', 'this pull request'],
      ['model', 'svm', 'forest'],
      ['lr', '0.00012345678', '0.00012345679'],
      ['trees', '–', '100'],
    ])
  })

  test("training time stands beside main's", () => {
    const text = textOf(exampleReport({ values: { f1: 1 }, trainingSeconds: 192.4, baselineTrainingSeconds: 170 }))
    expect(text).toContain('Training took 3 min 12 s (main: 2 min 50 s, +13%).')
  })

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a training time of %d is not told', (trainingSeconds) => {
    expect(textOf(exampleReport({ values: { f1: 1 }, trainingSeconds }))).not.toContain('Training')
  })

  test('the last thing is what to do next', () => {
    const next = ['Merge to release to test, then comment `/canary 20`.']
    expect(textOf(exampleReport({ values: { f1: 1 }, next })).trimEnd()).toMatch(
      /\*\*Next:\*\* Merge to release to test, then comment `\/canary 20`\.$/,
    )
  })

  test('several steps are a list, a step with an address a link', () => {
    const next = ['Do this', { text: 'Read that', url: 'https://github.com/acme/iris/blob/main/README.md' }]
    expect(textOf(exampleReport({ values: { f1: 1 }, next }))).toContain(
      '**Next:**\n\n- Do this\n- [Read that](https://github.com/acme/iris/blob/main/README.md)\n',
    )
  })

  test('notes are shown and cannot do anything', () => {
    const text = textOf(exampleReport({ values: { f1: 1 }, notes: ['Ask @bob about #1.', 'Second.'] }))
    expect(text).toContain('- Ask `@bob` about `#1`.\n- Second.')
  })

  test('nobody is told that a difference is significant', () => {
    const text = textOf(exampleReport({ main: { f1: 0.5 }, values: { f1: 0.9 }, rules: [{ metric: 'f1', min: 0.8 }] }))
    expect(text).not.toMatch(/signifi/i)
  })
})

describe('the title of the check run', () => {
  test.each([
    [{ f1: 0.9 }, 'The gate passes (1 check)'],
    [{ f1: 0.5 }, 'The gate fails (1 check): f1 0.5, asked at least 0.8'],
    [{ f1: null }, 'The gate cannot tell, so it does not pass (1 check): f1 null, asked at least 0.8'],
  ])('for %j is %s', (values, title) => {
    expect(checkTitle(exampleReport({ values, rules: [{ metric: 'f1', min: 0.8 }] }))).toBe(title)
  })

  test('is short whatever the name', () => {
    const name = `\n${'x'.repeat(10_000)}`
    const title = checkTitle(exampleReport({ values: { [name]: 0 }, rules: [{ metric: '*', min: 1 }] }))
    expect(title.length).toBeLessThan(255)
    expect(title).not.toContain('\n')
  })
})

describe('over the limit', () => {
  const params = [{}, many(2000, (index) => index)] as const
  const rules = [
    { metric: 'm1?', max: 0 },
    { metric: 'accuracy', min: 0.9 },
  ]
  const big = exampleReport({
    main: many(5000, (index) => index),
    values: { accuracy: 0.5, ...many(5000, (index) => (index < 2500 ? index : index + 1)) },
    rules,
    params,
    next: ['Look at it.'],
    runUrl: 'https://github.com/acme/iris/actions/runs/1',
    notes: ['A note.'],
  })

  test('the least important goes first, with a notice of what and where', () => {
    const { text, cut } = renderReport(big)
    expect(cut).toBe(true)
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(60_000)
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^> ✂️ The report is too long for this place\. Left out: .*unchanged metrics.*The whole report is in the \[job summary\]\(https:/,
    )
    expect(text).toContain('- ❌ `accuracy`: 0.5; asked at least 0.9')
    expect(text).toContain('A note.')
    expect(text).toContain('**Next:** Look at it.')
  })

  test('verdict, failed checks and next step are the last to go', () => {
    const text = textOf(big, 1200)
    expect(text).toMatch(/^### ❌ iris: the gate fails/)
    expect(text).toContain('`accuracy`: 0.5; asked at least 0.9')
    expect(text).toContain('**Next:** Look at it.')
    expect(text).not.toContain('<summary>')
  })

  test('the job summary has it all', () => {
    const { text, cut } = renderReport(big, SUMMARY_LIMIT)
    expect(cut).toBe(false)
    expect(text).toContain('`m4999`')
    expect(text).toContain('`m1999`')
  })

  test('a check run counts bytes', () => {
    const wide = exampleReport({
      values: Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`模型精度${index}`, index])),
    })
    const { text, cut } = renderReport(wide, CHECK_LIMIT)
    expect(cut).toBe(true)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535)
  })

  test('a report that fits exactly is not cut', () => {
    const whole = textOf(big, 10_000_000)
    expect(renderReport(big, whole.length)).toEqual({ text: whole, cut: false })
    expect(renderReport(big, whole.length - 1).cut).toBe(true)
  })

  test('no limit is ever exceeded', () => {
    const random = randomFrom(2)
    for (let limit = 0; limit < 3000; limit += 7) {
      const { text } = renderReport(hostileReport(random), {
        size: limit,
        unit: limit % 2 === 0 ? 'bytes' : 'characters',
      })
      expect(limit % 2 === 0 ? Buffer.byteLength(text) : text.length).toBeLessThanOrEqual(limit)
      if (limit > 30) expect(text).not.toBe('')
    }
  })

  test('a hundred thousand metrics fit', () => {
    const report = exampleReport({
      main: many(100_000, () => 1),
      values: many(100_000, () => 2),
      rules: [{ metric: '*', max: 1 }],
    })
    expect(renderReport(report).text.length).toBeLessThanOrEqual(65_536)
  })
})

function hostileReport(random: () => number): Report {
  const text = (): string => hostileText(random)
  const values = (): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: 12 }, () => [text(), random() < 0.5 ? random() : text()]))
  return exampleReport({
    model: text(),
    main: values(),
    values: { ...values(), [text()]: Number.MIN_VALUE },
    rules: [
      { metric: '**', min: 0.5 },
      { metric: text(), maxRegression: { amount: 1, unit: 'percent' } },
    ],
    params: [values(), values()],
    notes: [text(), text()],
    next: [text(), { text: text(), url: `https://github.com/acme/${text()}` }],
    runUrl: `javascript:${text()}`,
  })
}

test('hostile reports do nothing, and every table stays whole', () => {
  const random = randomFrom(3)
  for (let round = 0; round < 150; round += 1) {
    const report = hostileReport(random)
    const text = textOf(report)
    expect(effectsOf(text)).toEqual([])
    const [table] = tablesOf(text)
    expect(new Set(table?.map((row) => row.length))).toEqual(new Set([5]))
    expect(shown(text)).toContain('Next:')
  }
})
