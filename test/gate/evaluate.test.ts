import { describe, expect, test } from 'vitest'
import { evaluateGate } from '../../src/gate/evaluate.ts'
import type { GateRule } from '../../src/gate/rule.ts'
import { diffMetrics } from '../../src/metrics/diff.ts'
import { type Metrics, parseMetrics } from '../../src/metrics/metrics.ts'

type Values = Readonly<Record<string, unknown>>
const metrics = (values: Values) => parseMetrics([{ path: 'm.json', text: JSON.stringify(values) }])

function judge(rules: readonly GateRule[], candidate: Values, main?: Values) {
  const changes = diffMetrics(main === undefined ? [] : metrics(main), metrics(candidate))
  return evaluateGate({ rules, changes, hasBaseline: main !== undefined })
}

const absolute = (amount: number) => ({ maxRegression: { amount, unit: 'absolute' } }) as const
const percent = (amount: number) => ({ maxRegression: { amount, unit: 'percent' } }) as const

describe('min and max', () => {
  test.each([
    [{ min: 0.9 }, 0.9, 'pass'],
    [{ min: 0.9 }, 0.95, 'pass'],
    [{ min: 0.9 }, 0.8999, 'fail'],
    [{ min: 0.9 }, 0.3 + 0.6, 'pass'],
    [{ max: 10 }, 10, 'pass'],
    [{ max: 10 }, 10.001, 'fail'],
    [{ max: 0.3 }, 0.1 + 0.2, 'pass'],
    [{ min: 0 }, -5e-324, 'fail'],
    [{ min: 0 }, -1e-9, 'fail'],
    [{ min: -1, max: 1 }, 0, 'pass'],
    [{ min: -1, max: 1 }, 2, 'fail'],
  ] as const)('%j on %d: %s', (limits, value, verdict) => {
    expect(judge([{ metric: 'x', ...limits }], { x: value }).verdict).toBe(verdict)
  })

  test('needs no baseline', () => {
    expect(judge([{ metric: 'x', min: 1 }], { x: 0 }).verdict).toBe('fail')
  })

  test('tells what was seen and asked', () => {
    expect(judge([{ metric: 'x', min: 0.9 }], { x: 0.8666666 }).rules).toMatchObject([
      { metric: 'x', check: 'min', seen: '0.8667', asked: 'at least 0.9' },
    ])
  })

  test('judges the number of the file, and says its unit', () => {
    const of = (value: number): Metrics => [
      { file: 'v.json', name: 'latencies.99th', value: { kind: 'number', value }, unit: 'ns' },
    ]
    const changes = diffMetrics(of(2_000_000), of(2_947_276))
    const rules = [{ metric: 'latencies.99th', max: 2_000_000, ...absolute(500_000), better: 'lower' }] as const
    expect(evaluateGate({ rules, changes, hasBaseline: true }).rules).toMatchObject([
      { verdict: 'fail', seen: '2947276 ns', asked: 'at most 2000000 ns' },
      {
        verdict: 'fail',
        seen: '2000000 → 2947276 ns, worse by 947276 ns',
        asked: 'worse by at most 500000 ns',
      },
    ])
  })

  test('an integer that no double holds is inconclusive, and says what to write', () => {
    const [change] = diffMetrics([], parseMetrics([{ path: 'm.json', text: '{"flops": 12345678901234567891}' }]))
    const changes = change === undefined ? [] : [change]
    const [result] = evaluateGate({ rules: [{ metric: 'flops', max: 1e20 }], changes, hasBaseline: false }).rules
    expect(result).toMatchObject({ verdict: 'inconclusive', seen: '`12345678901234567891`' })
    expect(result?.reason).toContain('1.2e19')
  })

  test('never shows a failing value as the limit', () => {
    expect(judge([{ metric: 'x', min: 0.9 }], { x: 0.8999999 }).rules).toMatchObject([
      { seen: '0.8999999', asked: 'at least 0.9' },
    ])
  })
})

describe('max-regression', () => {
  test.each([
    ['accuracy', absolute(0.005), 0.95, 0.945, 'pass'],
    ['accuracy', absolute(0.005), 0.95, 0.9449, 'fail'],
    ['accuracy', absolute(0.005), 0.95, 0.99, 'pass'],
    ['accuracy', absolute(0), 0.95, 0.95, 'pass'],
    ['accuracy', absolute(0), 0.95, 0.949999, 'fail'],
    ['rmse', absolute(0.1), 2, 2.1, 'pass'],
    ['rmse', absolute(0.1), 2, 2.2, 'fail'],
    ['rmse', absolute(0.1), 2, 1, 'pass'],
    ['rmse', percent(2), 50, 51, 'pass'],
    ['rmse', percent(2), 50, 51.1, 'fail'],
    ['accuracy', percent(10), 0.3, 0.27, 'pass'],
    ['log_likelihood', percent(10), -100, -110, 'pass'],
    ['log_likelihood', percent(10), -100, -111, 'fail'],
    ['error', percent(5), 0, 0, 'pass'],
    ['accuracy', percent(5), 0, 0.1, 'pass'],
    ['error', percent(5), 0, 0.1, 'inconclusive'],
    ['quality', absolute(1), 5, 5, 'inconclusive'],
  ] as const)('%s with %j from %d to %d: %s', (metric, rule, old, candidate, verdict) => {
    expect(judge([{ metric, ...rule }], { [metric]: candidate }, { [metric]: old }).verdict).toBe(verdict)
  })

  test('the direction of the rule wins over the name', () => {
    const rule = { metric: 'accuracy', better: 'lower', ...absolute(0.1) } as const
    expect(judge([rule], { accuracy: 0.1 }, { accuracy: 0.9 }).verdict).toBe('pass')
  })

  test('a rule that only says the direction serves the others', () => {
    const rules = [
      { metric: '**', ...absolute(1) },
      { metric: 'quality', better: 'lower' },
    ] as const
    expect(judge(rules, { quality: 9 }, { quality: 1 }).verdict).toBe('fail')
  })

  test('tells both values, how much worse, and what was asked', () => {
    expect(judge([{ metric: 'rmse', ...percent(2) }], { rmse: 55 }, { rmse: 50 }).rules).toMatchObject([
      { seen: '50 → 55, worse by 10%', asked: 'worse by at most 2%' },
    ])
  })

  test('an unknown direction says what to add', () => {
    const [result] = judge([{ metric: 'quality', ...absolute(1) }], { quality: 1 }, { quality: 2 }).rules
    expect(result?.reason).toContain('`better: higher`')
  })

  test('a percentage of zero says what to write instead', () => {
    const [result] = judge([{ metric: 'error', ...percent(1) }], { error: 1 }, { error: 0 }).rules
    expect(result?.reason).toContain('nothing is a percentage of 0')
  })

  test('without a baseline it is not judged and the gate passes', () => {
    const gate = judge([{ metric: 'accuracy', min: 0.5, ...absolute(0.1) }], { accuracy: 0.9 })
    expect(gate.verdict).toBe('pass')
    expect(gate.rules.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['min', 'pass'],
      ['max-regression', 'not-judged'],
    ])
  })

  test('a metric that main lacks is not judged', () => {
    expect(
      judge([{ metric: 'slices.*.f1', ...absolute(0.1) }], { 'slices.a.f1': 1 }, { other: 1 }).rules,
    ).toMatchObject([{ verdict: 'not-judged', reason: 'Main has no such metric to compare with.' }])
  })

  test('text on main is inconclusive', () => {
    const gate = judge([{ metric: 'loss', ...absolute(0.1) }], { loss: 1 }, { loss: null })
    expect(gate).toMatchObject({ verdict: 'inconclusive', rules: [{ reason: expect.stringContaining('`null`') }] })
  })
})

describe('what cannot be judged', () => {
  test.each([[null], ['0.95'], [true], [[]]])('the value %j is inconclusive', (value) => {
    const gate = judge([{ metric: 'x', min: 0.9, max: 1 }], { x: value })
    expect(gate.verdict).toBe('inconclusive')
    expect(gate.rules).toHaveLength(2)
  })

  test('a missing metric is inconclusive', () => {
    expect(judge([{ metric: 'f1', min: 0.9, ...percent(2) }], { accuracy: 1 })).toMatchObject({
      verdict: 'inconclusive',
      rules: [{ check: 'present', seen: 'not measured', asked: 'at least 0.9, worse by at most 2%' }],
    })
  })

  test('a metric that is spelled nearly alike is named', () => {
    const [result] = judge([{ metric: 'F1-Score', min: 0.9 }], { 'test.f1_score': 1 }).rules
    expect(result?.reason).toContain('`test.f1_score`')
  })

  test('one that main has and the candidate lacks is inconclusive, also under a glob', () => {
    const main = { 'slices.a.f1': 1, 'slices.b.f1': 1 }
    const gate = judge([{ metric: 'slices.*.f1', min: 0.5 }], { 'slices.a.f1': 1 }, main)
    expect(gate.rules.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['slices.a.f1', 'pass'],
      ['slices.b.f1', 'inconclusive'],
    ])
  })

  test('a rule with only a direction asks for nothing', () => {
    expect(judge([{ metric: 'gone', better: 'higher' }], {})).toEqual({ verdict: 'pass', rules: [] })
  })
})

describe('the verdict', () => {
  const fails = { metric: 'x', min: 2 }
  const passes = { metric: 'x', min: 0 }
  const unclear = { metric: 'y', min: 0 }
  test.each([
    [[passes, unclear, fails], 'fail'],
    [[passes, unclear], 'inconclusive'],
    [[passes], 'pass'],
    [[], 'pass'],
  ] as const)('of %j is %s', (rules, verdict) => {
    expect(judge(rules, { x: 1 }).verdict).toBe(verdict)
  })

  test('a glob judges every metric that fits', () => {
    const candidate = { 'slices.a.f1': 0.9, 'slices.b.f1': 0.7, 'slices.c.d.f1': 0.1 }
    expect(
      judge([{ metric: 'slices.*.f1', min: 0.8 }], candidate).rules.map(({ metric, verdict }) => [metric, verdict]),
    ).toEqual([
      ['slices.a.f1', 'pass'],
      ['slices.b.f1', 'fail'],
    ])
  })

  test('one name in two files is judged twice', () => {
    const file = (path: string, f1: number) => ({ path, text: JSON.stringify({ f1 }) })
    const changes = diffMetrics([], parseMetrics([file('a.json', 1), file('b.json', 0)]))
    const gate = evaluateGate({ rules: [{ metric: 'f1', min: 0.5 }], changes, hasBaseline: false })
    expect(gate.rules.map(({ file, verdict }) => [file, verdict])).toEqual([
      ['a.json', 'pass'],
      ['b.json', 'fail'],
    ])
  })
})
