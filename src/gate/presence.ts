import type { MetricChange } from '../metrics/diff.ts'
import { formatNumber } from '../metrics/number-text.ts'
import type { RuleResult } from './check.ts'
import type { GateRule } from './rule.ts'

/**
 * The inconclusive result for a metric that the candidate does not have: `gone` when main has it, otherwise undefined;
 * `others` are the metrics there are, to name one that is spelled nearly alike.
 */
export function checkPresence(
  rule: GateRule,
  gone: MetricChange | undefined,
  others: readonly MetricChange[],
): RuleResult {
  return {
    rule,
    metric: gone?.name ?? rule.metric,
    ...(gone === undefined ? {} : { file: gone.file }),
    check: 'present',
    verdict: 'inconclusive',
    seen: 'not measured',
    asked: askedOf(rule),
    reason: gone === undefined ? withoutMetric(rule.metric, others) : 'Main has this metric, this model does not.',
  }
}

function withoutMetric(glob: string, others: readonly MetricChange[]): string {
  const alike = others.find(({ name, new: value }) => value !== undefined && isAlike(glob, name))
  if (alike === undefined) return 'No metric has this name.'
  return `No metric has this name; \`${alike.name.replaceAll('`', "'")}\` is spelled nearly like it.`
}

function isAlike(glob: string, name: string): boolean {
  const wanted = plain(glob)
  const found = plain(name)
  return wanted !== '' && (found === wanted || plain(name.split('.').at(-1) ?? '') === wanted)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function askedOf({ min, max, maxRegression }: GateRule): string {
  const parts: string[] = []
  if (min !== undefined) parts.push(`at least ${formatNumber(min)}`)
  if (max !== undefined) parts.push(`at most ${formatNumber(max)}`)
  if (maxRegression !== undefined) parts.push(askedRegression(formatNumber(maxRegression.amount), maxRegression.unit))
  return parts.join(', ')
}

/** What `max-regression` asks, with the amount as text; `behind`: what stands behind the metric's numbers. */
export function askedRegression(amount: string, unit: 'absolute' | 'percent', behind = ''): string {
  return `worse by at most ${amount}${unit === 'percent' ? '%' : behind}`
}
