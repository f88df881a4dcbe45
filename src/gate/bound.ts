import { formatApart } from '../metrics/number-text.ts'
import { exceeds, type Judged, type RuleResult } from './check.ts'
import { notANumber } from './not-a-number.ts'
import { behind } from './unit-text.ts'

/** Judges `min` or `max`, both inclusive. */
export function checkBound({ rule, change }: Judged, check: 'min' | 'max', limit: number): RuleResult {
  const of = { rule, metric: change.name, file: change.file, check } as const
  const asking = check === 'min' ? 'at least' : 'at most'
  const value = change.new
  const unit = behind(change.unit)
  if (value?.kind !== 'number') return notANumber(of, value, `${asking} ${formatApart(limit)[0]}${unit}`)
  const failed = check === 'min' ? exceeds(limit, value.value) : exceeds(value.value, limit)
  const [seen = '', asked = ''] = failed
    ? formatApart(value.value, limit)
    : [value.value, limit].flatMap((n) => formatApart(n))
  return { ...of, verdict: failed ? 'fail' : 'pass', seen: seen + unit, asked: `${asking} ${asked}${unit}` }
}
