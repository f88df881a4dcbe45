import { metricKey } from '../metrics/diff.ts'
import { formatNumber } from '../metrics/number-text.ts'
import { rangeText } from '../metrics/range-text.ts'
import type { Evidence, MetricEvidence } from '../statistics/evidence.ts'
import { examplesNeeded } from '../statistics/interval.ts'
import { judgeLimits, type Limited } from '../statistics/limit.ts'
import { type GateVerdict, upward } from '../statistics/row.ts'
import type { Judged, RuleResult } from './check.ts'

/** What the range of a metric's change says of its `max-regression`. */
export interface RangeVerdict {
  readonly verdict: GateVerdict
  readonly evidence: MetricEvidence
  /** How much worse the metric may get, in its own unit. */
  readonly most: number
}

/**
 * Judges every `max-regression` for whose metric there is a range, all of them together: Holm's correction is over the
 * gate. Those without a range, a direction or two numbers are left to the values themselves.
 */
export function judgeRanges(
  judged: readonly Judged[],
  evidence: Evidence | undefined,
): ReadonlyMap<Judged, RangeVerdict> {
  const found = evidence === undefined ? [] : judged.flatMap((one) => limitOf(one, evidence.get(metricKey(one.change))))
  const verdicts = judgeLimits(found.map(({ limited }) => limited))
  return new Map(
    found.map(({ one, own, limited }, at) => [
      one,
      { verdict: verdicts[at] ?? 'unclear', evidence: own, most: limited.most },
    ]),
  )
}

function limitOf(
  one: Judged,
  own: MetricEvidence | undefined,
): readonly { readonly one: Judged; readonly own: MetricEvidence; readonly limited: Limited }[] {
  const { rule, change, direction } = one
  if (own === undefined || rule.maxRegression === undefined) return []
  if (change.old?.kind !== 'number' || change.new?.kind !== 'number') return []
  const { amount, unit } = rule.maxRegression
  const interval = upward(own.interval, direction)
  if (interval === undefined || (unit === 'percent' && change.old.value === 0)) return []
  const most = unit === 'percent' ? (amount / 100) * Math.abs(change.old.value) : amount
  return [{ one, own, limited: { interval, most } }]
}

/** The result of a check by its value, judged again by its range. */
export function withRange(result: RuleResult, { verdict, evidence, most }: RangeVerdict): RuleResult {
  const { reason: _, ...judged } = result
  const seen = `${result.seen}, 95 % range ${rangeText(evidence.interval.lo, evidence.interval.hi)}`
  const blind = blindness(evidence, most)
  const found = { ...judged, seen, ...(blind !== undefined && { warning: blind }) }
  switch (verdict) {
    case 'pass':
      return { ...found, verdict: 'pass' }
    case 'fail':
      return { ...found, verdict: 'fail' }
    case 'unclear':
      return unclear(found, blind)
  }
}

function unclear(found: RuleResult, blind: string | undefined): RuleResult {
  const reason = 'The 95 % range lies on both sides of the limit: these examples cannot tell.'
  switch (found.rule.whenUnclear ?? 'warn') {
    case 'pass':
      return { ...found, verdict: 'pass', unclear: 'pass' }
    case 'warn':
      return {
        ...found,
        verdict: 'pass',
        unclear: 'warn',
        warning: blind === undefined ? reason : `${reason} ${blind}`,
      }
    case 'fail':
      return { ...found, verdict: 'fail', unclear: 'fail', reason: `${reason} The rule has \`when-unclear: fail\`.` }
  }
}

/** That the limit is finer than the test set can see, and what it would take. */
function blindness({ visible, n }: MetricEvidence, most: number): string | undefined {
  if (visible === undefined || visible <= most) return undefined
  const asks = `The limit of ${formatNumber(most)} is finer than these examples can see, which is ${formatNumber(visible, 2)}`
  if (n === undefined || most === 0) return `${asks}.`
  return `${asks}; it takes about ${formatNumber(Number(examplesNeeded(n, visible, most).toPrecision(3)))} examples.`
}
