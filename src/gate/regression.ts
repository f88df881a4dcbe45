import { formatApart, formatMove, formatNumber } from '../metrics/number-text.ts'
import { exceeds, type Judged, type RuleResult } from './check.ts'
import { notANumber, quoteValue } from './not-a-number.ts'
import { askedRegression } from './presence.ts'
import type { Regression } from './rule.ts'
import { behind } from './unit-text.ts'

/**
 * Judges `max-regression` against main's value: how much worse the candidate is, in the metric's own unit or in percent
 * of main's value. Better or equal always passes.
 */
export function checkRegression(judged: Judged, limit: Regression): RuleResult {
  const { rule, change, direction } = judged
  const of = { rule, metric: change.name, file: change.file, check: 'max-regression' } as const
  const unit = behind(change.unit)
  const asked = askedRegression(formatNumber(limit.amount), limit.unit, unit)
  const value = change.new
  if (value?.kind !== 'number') return notANumber(of, value, asked)
  const { old } = change
  if (old === undefined)
    return { ...of, verdict: 'not-judged', ...seenAlone(value.value, unit), asked, reason: withoutOld(judged) }
  if (old.kind !== 'number') {
    const reason = `The value on main is ${quoteValue(old)}, which is no number to compare with.`
    return { ...of, verdict: 'inconclusive', ...seenAlone(value.value, unit), asked, reason }
  }
  const move = { old: old.value, new: value.value, unit }
  if (direction === 'unknown') {
    const reason = 'Which way is better is not known: add `better: higher` or `better: lower` to the rule.'
    return { ...of, verdict: 'inconclusive', seen: moveText(move), asked, reason }
  }
  const worse = direction === 'higher' ? move.old - move.new : move.new - move.old
  return { ...of, ...judge(move, worse, limit) }
}

/** `unit`: what stands behind the numbers. */
type Move = { readonly old: number; readonly new: number; readonly unit: string }
type Judgement = Pick<RuleResult, 'verdict' | 'seen' | 'asked' | 'reason'>

function judge(move: Move, worse: number, limit: Regression): Judgement {
  const asked = askedRegression(formatNumber(limit.amount), limit.unit, move.unit)
  if (worse <= 0) return { verdict: 'pass', seen: moveText(move), asked }
  if (limit.unit === 'percent' && move.old === 0) {
    const reason = 'The value on main is 0, and nothing is a percentage of 0: give `max-regression` as a number.'
    return { verdict: 'inconclusive', seen: moveText(move), asked, reason }
  }
  const size = Math.abs(move.old)
  const allowed = limit.unit === 'percent' ? (limit.amount / 100) * size : limit.amount
  const failed = exceeds(worse, allowed, move.old, move.new)
  const found = limit.unit === 'percent' ? (worse / size) * 100 : worse
  const [foundText = '', limitText = ''] = failed
    ? formatApart(found, limit.amount)
    : [formatNumber(found), formatNumber(limit.amount)]
  const seen = `${moveText(move)}, worse by ${foundText}${limit.unit === 'percent' ? '%' : move.unit}`
  return { verdict: failed ? 'fail' : 'pass', seen, asked: askedRegression(limitText, limit.unit, move.unit) }
}

function withoutOld({ hasBaseline }: Judged): string {
  return hasBaseline
    ? 'Main has no such metric to compare with.'
    : 'There is no measurement of main to compare with yet.'
}

function seenAlone(value: number, unit: string): { seen: string } {
  return { seen: formatNumber(value) + unit }
}

function moveText(move: Move): string {
  const text = formatMove(move.old, move.new)
  return `${text.old} → ${text.new}${move.unit}`
}
