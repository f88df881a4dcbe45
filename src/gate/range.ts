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
  /** Main's value, of which a limit in percent is a share. */
  readonly old: number
  /** The whole range is beyond the limit, and what makes it unclear is the number of limits. */
  readonly isBeyond: boolean
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
    found.map(({ one, own, old, limited }, at) => {
      const { most, interval } = limited
      return [one, { verdict: verdicts[at] ?? 'unclear', evidence: own, most, old, isBeyond: interval.hi < -most }]
    }),
  )
}

function limitOf(
  one: Judged,
  own: MetricEvidence | undefined,
): readonly (Pick<RangeVerdict, 'old'> & {
  readonly one: Judged
  readonly own: MetricEvidence
  readonly limited: Limited
})[] {
  const { rule, change, direction } = one
  if (own === undefined || rule.maxRegression === undefined) return []
  if (change.old?.kind !== 'number' || change.new?.kind !== 'number') return []
  const { amount, unit } = rule.maxRegression
  const interval = upward(own.interval, direction)
  if (interval === undefined || (unit === 'percent' && change.old.value === 0)) return []
  const most = unit === 'percent' ? (amount / 100) * Math.abs(change.old.value) : amount
  return [{ one, own, old: change.old.value, limited: { interval, most } }]
}

/** The result of a check by its value, judged again by its range. */
export function withRange(result: RuleResult, judgedRange: RangeVerdict): RuleResult {
  const { verdict, evidence, isBeyond } = judgedRange
  const { reason: _, ...judged } = result
  const asked = askedUnit(result, judgedRange)
  const { lo, hi } = evidence.interval
  const seen = `${result.seen}, 95 % range ${rangeText(lo * asked.factor, hi * asked.factor, asked.unit)}`
  const blind = blindness(judgedRange, asked)
  const found = { ...judged, seen, ...(blind !== undefined && { warning: blind }) }
  switch (verdict) {
    case 'pass':
      return { ...found, verdict: 'pass' }
    case 'fail':
      // These examples have seen it.
      return { ...judged, seen, verdict: 'fail' }
    case 'unclear':
      return unclear(found, { blind, isBeyond })
  }
}

/** A range is told in the unit in which the limit is asked for. */
interface AskedUnit {
  readonly factor: number
  readonly unit: string
}

function askedUnit({ rule }: RuleResult, { old }: RangeVerdict): AskedUnit {
  return rule.maxRegression?.unit === 'percent' ? { factor: 100 / Math.abs(old), unit: '%' } : { factor: 1, unit: '' }
}

const ON_BOTH_SIDES = 'The 95 % range lies on both sides of the limit: these examples cannot tell.'
const AMONG_SEVERAL =
  'The 95 % range lies beyond the limit, but of several limits one is broken by chance more easily than a single one, and with that counted in (Holm) these examples cannot tell.'

function unclear(
  found: RuleResult,
  { blind, isBeyond }: { readonly blind: string | undefined; readonly isBeyond: boolean },
): RuleResult {
  const reason = isBeyond ? AMONG_SEVERAL : ON_BOTH_SIDES
  switch (found.rule.whenUnclear ?? 'warn') {
    case 'pass':
      return { ...found, verdict: 'pass', unclear: 'pass', reason: `${reason} The rule has \`when-unclear: pass\`.` }
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
function blindness({ evidence: { visible, n }, most }: RangeVerdict, { factor, unit }: AskedUnit): string | undefined {
  if (visible === undefined || visible <= most) return undefined
  const [limit, sight] = [formatNumber(most * factor), formatNumber(visible * factor, 2)]
  const asks = `The limit of ${limit}${unit} is finer than these examples can see, which is ${sight}${unit}`
  if (n === undefined || most === 0) return `${asks}.`
  return `${asks}; it takes about ${formatNumber(Number(examplesNeeded(n, visible, most).toPrecision(3)))} examples.`
}
