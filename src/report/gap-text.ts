import type { Curve, CurveGap, NotFinite } from '../metrics/curve.ts'
import type { ChartPoint } from './chart-grid.ts'
import { formatNumber } from './number.ts'

const CALLED: Readonly<Record<NotFinite, string>> = { NaN: 'NaN', Infinity: 'infinite', '-Infinity': '−infinite' }
const MOST_TOLD = 3

/** Where a curve is no number: "`loss` is NaN from step 2 on". Undefined for one that is a number everywhere. */
export function gapText({ name, stepName, points, gaps = [] }: Curve): string | undefined {
  const [first] = gaps
  if (first === undefined) return undefined
  const step = stepName === '' ? 'step' : stepName.replaceAll('`', '')
  const end = Math.max(...gaps.map(({ to }) => to), points.at(-1)?.step ?? Number.NEGATIVE_INFINITY)
  const told = gaps.slice(0, MOST_TOLD).map((gap) => `${CALLED[gap.what]} ${whereText(gap, step, end)}`)
  const isNever = points.length === 0 && gaps.length === 1
  const rest = gaps.length > MOST_TOLD ? ', and so at later ones' : ''
  return `\`${name.replaceAll('`', '')}\` is ${isNever ? `${CALLED[first.what]} at every ${step}` : listed(told) + rest}`
}

function whereText({ from, to }: CurveGap, step: string, end: number): string {
  if (to === end && from < to) return `from ${step} ${formatNumber(from)} on`
  if (from === to) return `at ${step} ${formatNumber(from)}`
  return `from ${step} ${formatNumber(from)} to ${formatNumber(to)}`
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** The points of a curve with its gaps among them, so that no chart draws across one. */
export function pointsWithGaps({ points, gaps = [] }: Curve): readonly ChartPoint[] {
  const broken = gaps.flatMap(({ from, to }) => (from === to ? [from] : [from, to]))
  const isOutside = ({ step }: ChartPoint) => gaps.every(({ from, to }) => step < from || step > to)
  return [...points.filter(isOutside), ...broken.map((step) => ({ step, value: Number.NaN }))]
}
