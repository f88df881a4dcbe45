import { describe, expect, test } from 'vitest'
import { evaluateGate } from '../../src/gate/evaluate.ts'
import type { GateRule } from '../../src/gate/rule.ts'
import { diffMetrics, metricKey } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'

const metrics = (values: object) => parseMetrics([{ path: 'm.json', text: JSON.stringify(values) }])

interface Case {
  readonly old?: number
  readonly new?: number
  readonly range?: readonly [lo: number, hi: number]
  readonly visible?: number
  readonly n?: number
}

/** One gate over `names`, each of them with the same change and range. */
function judge(rule: Omit<GateRule, 'metric'>, found: Case, names: readonly string[] = ['accuracy']) {
  const { old = 0.9, new: now = 0.89, range, visible, n } = found
  const values = (value: number) => metrics(Object.fromEntries(names.map((name) => [name, value])))
  const evidence = new Map(
    range === undefined
      ? []
      : names.map((name) => {
          const interval = { lo: range[0], hi: range[1], centre: (range[0] + range[1]) / 2, df: 500 }
          const known = { interval, ...(visible !== undefined && { visible }), ...(n !== undefined && { n }) }
          return [metricKey({ file: 'm.json', name }), known] as const
        }),
  )
  const rules = names.map((metric) => ({ metric, ...rule }))
  return evaluateGate({ rules, changes: diffMetrics(values(old), values(now)), hasBaseline: true, evidence })
}

const half = { maxRegression: { amount: 0.005, unit: 'absolute' } } as const

describe('max-regression with a range', () => {
  test.each([
    [[-0.004, 0.03], 'pass', undefined],
    [[-0.03, 0.01], 'pass', 'warn'],
    [[-0.018, -0.002], 'pass', 'warn'],
    [[-0.018, -0.006], 'fail', undefined],
  ] as const)('of %j: %s', (range, verdict, unclear) => {
    const gate = judge(half, { range })
    expect(gate.verdict).toBe(verdict)
    expect(gate.rules[0]?.unclear).toBe(unclear)
    expect(gate.warned).toBe(unclear === 'warn' ? true : undefined)
  })

  test.each([
    ['pass', 'pass', undefined, undefined],
    ['warn', 'pass', true, /cannot tell/],
    ['fail', 'fail', undefined, undefined],
  ] as const)('that cannot tell, with when-unclear: %s', (whenUnclear, verdict, warned, warning) => {
    const gate = judge({ ...half, whenUnclear }, { range: [-0.03, 0.01] })
    expect(gate.verdict).toBe(verdict)
    expect(gate.warned).toBe(warned)
    if (warning) expect(gate.rules[0]?.warning).toMatch(warning)
    else expect(gate.rules[0]?.reason).toContain(`cannot tell. The rule has \`when-unclear: ${whenUnclear}\`.`)
  })

  test('turns round where lower is better', () => {
    const loss = (range: readonly [number, number]) => judge(half, { old: 0.4, new: 0.42, range }, ['loss']).verdict
    expect(loss([0.006, 0.03])).toBe('fail')
    expect(loss([-0.03, 0.004])).toBe('pass')
  })

  test('takes a percentage of main’s value', () => {
    const two = { maxRegression: { amount: 2, unit: 'percent' } } as const
    expect(judge(two, { range: [-0.0179, 0] }).rules[0]).toMatchObject({ verdict: 'pass' })
    expect(judge(two, { range: [-0.0181, 0] }).rules[0]).toMatchObject({ unclear: 'warn' })
  })

  test('shows the range beside the values', () => {
    expect(judge(half, { range: [-0.018, -0.006] }).rules[0]?.seen).toBe(
      '0.90 → 0.89, worse by 0.01, 95 % range -0.018 … -0.006',
    )
  })

  test('shows the range in percent where the limit is one', () => {
    const two = { maxRegression: { amount: 2, unit: 'percent' } } as const
    const [result] = judge(two, { old: 0.5, new: 0.49, range: [-0.018, -0.002], visible: 0.011, n: 1000 }).rules
    expect(result?.seen).toBe('0.50 → 0.49, worse by 2%, 95 % range -3.6% … -0.4%')
    expect(result?.warning).toMatch(/The limit of 2% is finer than these examples can see, which is 2\.2%; it takes/)
  })

  test('warns of a limit that the examples cannot see, and says how many could', () => {
    const [result] = judge(half, { range: [-0.002, 0.03], visible: 0.019, n: 1000 }).rules
    expect(result).toMatchObject({
      verdict: 'pass',
      warning:
        'The limit of 0.005 is finer than these examples can see, which is 0.019; it takes about 14400 examples.',
    })
  })

  test('does not promise to see a limit of nothing', () => {
    const none = { maxRegression: { amount: 0, unit: 'absolute' } } as const
    expect(judge(none, { range: [0.001, 0.03], visible: 0.019, n: 1000 }).rules[0]?.warning).toMatch(/is 0.019\.$/)
  })

  test('needs more to fail where many limits are judged', () => {
    const names = ['accuracy', 'f1', 'recall', 'precision', 'auc']
    expect(judge(half, { range: [-0.018, -0.0052] }, names)).toMatchObject({ verdict: 'pass', warned: true })
    const [unclear] = judge(half, { range: [-0.018, -0.0052] }, names).rules
    expect(unclear?.warning).toMatch(/range lies beyond the limit, but of several limits/)
    expect(judge(half, { range: [-0.018, -0.012] }, names).verdict).toBe('fail')
  })
})

describe('without a range', () => {
  test.each([
    [0.894, 'fail'],
    [0.896, 'pass'],
  ])('the values decide: %d', (now, verdict) => {
    expect(judge({ ...half, whenUnclear: 'fail' }, { new: now })).toMatchObject({ verdict, rules: [{ verdict }] })
  })

  test('an unknown direction stays inconclusive', () => {
    expect(judge(half, { range: [-1, 1] }, ['quality']).verdict).toBe('inconclusive')
  })

  test('min and max go by the value', () => {
    expect(judge({ min: 0.88 }, { range: [-0.5, 0.5] })).toMatchObject({ verdict: 'pass', rules: [{ check: 'min' }] })
  })

  test('a failing bound outweighs a warning', () => {
    const gate = judge({ ...half, min: 0.895 }, { range: [-0.03, 0.01] })
    expect(gate.verdict).toBe('fail')
    expect(gate.warned).toBeUndefined()
  })
})
