import { describe, expect, test } from 'vitest'
import { evaluateGate } from '../../src/gate/evaluate.ts'
import type { GateRule } from '../../src/gate/rule.ts'
import { diffMetrics } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'
import { computedMetrics, withComputed } from '../../src/statistics/computed-metrics.ts'
import { binaryAnswers, compareRows, without } from './sample.ts'

const { main, pr } = binaryAnswers()
const comparison = compareRows(without(main, 'group'), without(pr, 'group'))

function changesOf(old: object, candidate: object) {
  const metrics = (values: object) => parseMetrics([{ path: 'm.json', text: JSON.stringify(values) }])
  return diffMetrics(metrics(old), metrics(candidate))
}

function computed(asked: readonly string[], changes = changesOf({ a: 1 }, { a: 1 }), hasMain = true) {
  return computedMetrics({ changes, comparison, file: 'p.csv', asked, hasMain })
}

const namesOf = (found: ReturnType<typeof computed>) => found.map(({ change }) => change.name)

describe('a metric that only the predictions have', () => {
  test('is there when a rule names it, with both values and the range', () => {
    const found = computed(['specificity']).find(({ change }) => change.name === 'specificity')
    const row = comparison.rows.find((one) => one.row.metric === 'specificity')?.row
    expect(found).toMatchObject({
      change: { file: 'p.csv', old: { value: row?.main }, new: { value: row?.pr }, change: row?.delta },
      evidence: { interval: { lo: row?.lo, hi: row?.hi } },
    })
  })

  test.each(['auc', 'ROC-AUC', 'roc_auc'])('can be named %s', (name) => {
    expect(namesOf(computed([name]))).toContain(name)
    expect(namesOf(computed([name])).filter((one) => /auc/i.test(one))).toEqual([name])
  })

  test('is there unasked when it is better or worse for sure', () => {
    const told = comparison.rows.filter(({ row }) => row.label === 'worse' || row.label === 'better')
    expect(told.length).toBeGreaterThan(0)
    expect(namesOf(computed([]))).toEqual(told.map(({ row }) => row.metric))
  })

  test('gives way to the one of a file', () => {
    const changes = changesOf({ accuracy: 0.9267 }, { accuracy: 0.8633 })
    expect(namesOf(computed(['accuracy'], changes))).not.toContain('accuracy')
  })

  test('is told beside one of a file that is another one', () => {
    const changes = changesOf({ accuracy: 0.5 }, { accuracy: 0.6 })
    expect(namesOf(computed(['accuracy'], changes))).toContain('accuracy')
  })

  test('does not fall under a glob that fits a metric of the files', () => {
    const changes = changesOf({ latency: 1 }, { latency: 1 })
    expect(namesOf(computed(['*'], changes))).toEqual(namesOf(computed([], changes)))
  })

  test('has no value of main without one', () => {
    expect(computed(['accuracy'], changesOf({}, { a: 1 }), false)).toMatchObject([
      { change: { name: 'accuracy', old: undefined, change: undefined }, evidence: undefined },
    ])
  })
})

describe('the gate', () => {
  const rule: GateRule = { metric: 'accuracy', maxRegression: { amount: 0.01, unit: 'absolute' } }
  const judge = (rules: readonly GateRule[], hasMain: boolean) => {
    const changes = changesOf(hasMain ? { a: 1 } : {}, { a: 1 })
    const found = computed(
      rules.map(({ metric }) => metric),
      changes,
      hasMain,
    )
    return evaluateGate({ rules, hasBaseline: hasMain, ...withComputed(changes, undefined, found) })
  }

  test('judges it by its range', () => {
    expect(judge([rule], true)).toMatchObject({
      verdict: 'fail',
      rules: [{ file: 'p.csv', seen: expect.stringContaining('95 % range -0.') }],
    })
  })

  test('judges nothing against a main that there is not', () => {
    expect(judge([rule], false)).toMatchObject({ verdict: 'pass', rules: [{ verdict: 'not-judged' }] })
    expect(judge([{ metric: 'accuracy', min: 0.99 }], false).verdict).toBe('fail')
  })

  test('still cannot tell what nobody measures', () => {
    expect(judge([{ ...rule, metric: 'mape' }], true).verdict).toBe('inconclusive')
  })
})
