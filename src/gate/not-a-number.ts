import type { MetricValue } from '../metrics/metric-value.ts'
import type { RuleResult } from './check.ts'

/** The inconclusive result for a candidate's value that is text, such as `NaN`. */
export function notANumber(
  of: Pick<RuleResult, 'rule' | 'metric' | 'check'> & { readonly file: string },
  value: MetricValue | undefined,
  asked: string,
): RuleResult {
  return {
    ...of,
    verdict: 'inconclusive',
    seen: quoteValue(value),
    asked,
    reason: reasonOf(value),
  }
}

function reasonOf(value: MetricValue | undefined): string {
  return value?.kind === 'text' && /^-?\d+$/.test(value.text)
    ? 'No double holds this integer exactly; let the training write it as a decimal number, such as 1.2e19.'
    : 'Only a number can be judged; look at how the training computes this metric.'
}

/** A value that is no number, in backticks and at most 40 characters long. */
export function quoteValue(value: MetricValue | undefined): string {
  const text = value?.kind === 'text' ? value.text.replaceAll('`', "'") : ''
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
}
