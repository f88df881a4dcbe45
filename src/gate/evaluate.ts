import type { MetricChange } from '../metrics/diff.ts'
import { directionFinder } from '../metrics/direction.ts'
import { nameMatcher } from '../metrics/name-glob.ts'
import { checkBound } from './bound.ts'
import type { Judged, RuleResult, Verdict } from './check.ts'
import { checkPresence } from './presence.ts'
import { checkRegression } from './regression.ts'
import { type GateRule, judges } from './rule.ts'

export type { RuleResult, Verdict } from './check.ts'

export interface GateResult {
  readonly verdict: Verdict
  readonly rules: readonly RuleResult[]
}

/**
 * Judges every metric that a rule's glob fits by every check of the rule, in the order of the rules.
 * One failed check fails the gate; else one inconclusive check makes it inconclusive, which callers treat as not passing;
 * else it passes, also when there are no rules: `rules` is then empty and the report says so.
 * A metric that the candidate lacks is inconclusive, never a pass. Never throws.
 */
export function evaluateGate(input: {
  readonly rules: readonly GateRule[]
  readonly changes: readonly MetricChange[]
  readonly hasBaseline: boolean
}): GateResult {
  const directionOf = directionFinder(input.rules)
  const results = input.rules.filter(judges).flatMap((rule) => {
    const fits = nameMatcher(rule.metric)
    const found = input.changes.filter(({ name }) => fits(name))
    if (found.length === 0) return [checkPresence(rule, undefined, input.changes)]
    return found.flatMap((change) =>
      judgeMetric({ rule, change, hasBaseline: input.hasBaseline, direction: rule.better ?? directionOf(change.name) }),
    )
  })
  return { verdict: overall(results), rules: results }
}

function judgeMetric(judged: Judged): readonly RuleResult[] {
  const { rule, change } = judged
  if (change.new === undefined) return [checkPresence(rule, change, [])]
  const results: RuleResult[] = []
  if (rule.min !== undefined) results.push(checkBound(judged, 'min', rule.min))
  if (rule.max !== undefined) results.push(checkBound(judged, 'max', rule.max))
  if (rule.maxRegression !== undefined) results.push(checkRegression(judged, rule.maxRegression))
  return results
}

function overall(results: readonly RuleResult[]): Verdict {
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail'
  return results.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'pass'
}
