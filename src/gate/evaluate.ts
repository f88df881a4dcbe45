import type { MetricChange } from '../metrics/diff.ts'
import { directionFinder } from '../metrics/direction.ts'
import { nameMatcher } from '../metrics/name-glob.ts'
import type { Evidence } from '../statistics/evidence.ts'
import { checkBound } from './bound.ts'
import type { Judged, RuleResult, Verdict } from './check.ts'
import { checkPresence } from './presence.ts'
import { judgeRanges, type RangeVerdict, withRange } from './range.ts'
import { checkRegression } from './regression.ts'
import { type GateRule, judges } from './rule.ts'

export type { RuleResult, Verdict } from './check.ts'

export interface GateResult {
  readonly verdict: Verdict
  readonly rules: readonly RuleResult[]
  /** The gate passes, but a range cannot tell whether a limit is kept and its rule says to warn. */
  readonly warned?: true
}

/**
 * Judges every metric that a rule's glob fits by every check of the rule, in the order of the rules.
 * One failed check fails the gate; else one inconclusive check makes it inconclusive, which callers treat as not passing;
 * else it passes, also when there are no rules: `rules` is then empty and the report says so.
 * A metric that the candidate lacks is inconclusive, never a pass. With `evidence`, `max-regression` of a metric that has
 * a range is judged by the range: pass, fail, or what the rule's `when-unclear` says; without, by the values. Never throws.
 */
export function evaluateGate(input: {
  readonly rules: readonly GateRule[]
  readonly changes: readonly MetricChange[]
  readonly hasBaseline: boolean
  readonly evidence?: Evidence | undefined
}): GateResult {
  const directionOf = directionFinder(input.rules)
  const asked = input.rules.filter(judges).map((rule) => {
    const fits = nameMatcher(rule.metric)
    const found = input.changes.filter(({ name }) => fits(name))
    const judged = found.map((change): Judged => {
      return { rule, change, hasBaseline: input.hasBaseline, direction: rule.better ?? directionOf(change.name) }
    })
    return { rule, judged }
  })
  const ranges = judgeRanges(
    asked.flatMap(({ judged }) => judged),
    input.evidence,
  )
  const results = asked.flatMap(({ rule, judged }) =>
    judged.length === 0
      ? [checkPresence(rule, undefined, input.changes)]
      : judged.flatMap((one) => judgeMetric(one, ranges.get(one))),
  )
  const verdict = overall(results)
  const warned = verdict === 'pass' && results.some(({ unclear }) => unclear === 'warn')
  return { verdict, rules: results, ...(warned && { warned }) }
}

function judgeMetric(judged: Judged, range: RangeVerdict | undefined): readonly RuleResult[] {
  const { rule, change } = judged
  if (change.new === undefined) return [checkPresence(rule, change, [])]
  const results: RuleResult[] = []
  if (rule.min !== undefined) results.push(checkBound(judged, 'min', rule.min))
  if (rule.max !== undefined) results.push(checkBound(judged, 'max', rule.max))
  if (rule.maxRegression !== undefined) {
    const result = checkRegression(judged, rule.maxRegression)
    results.push(range === undefined ? result : withRange(result, range))
  }
  return results
}

function overall(results: readonly RuleResult[]): Verdict {
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail'
  return results.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'pass'
}
