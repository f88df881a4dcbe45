/** Significant digits of a number that stands alone. */
const DIGITS = 4
const SMALLEST_PLAIN = 1e-4
const SMALLEST_EXPONENTIAL = 1e15
/** Every double is told apart from its neighbours by this many significant digits. */
const ALL_DIGITS = 17

/**
 * A number with `digits` significant digits: `0.9333`, `1.235e-7`, `12346`. Integers below 1e15 are written whole,
 * below 1e-4 and from 1e15 on the exponent is written, so nothing but zero is ever shown as 0.
 * NaN and infinities are written as JavaScript does.
 */
export function formatNumber(value: number, digits: number = DIGITS): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (!Number.isFinite(value)) return String(value)
  if (size >= SMALLEST_EXPONENTIAL || size < SMALLEST_PLAIN) return exponential(value, digits)
  if (Number.isInteger(value)) return String(value)
  const exponent = Number(value.toExponential(digits - 1).split('e')[1])
  return withoutTrailingZeros(value.toFixed(Math.max(0, digits - 1 - exponent)))
}

/** Numbers side by side, with as many digits as it takes for different numbers to look different. */
export function formatApart(...values: readonly number[]): readonly string[] {
  const different = new Set(values.map((value) => value + 0)).size
  for (let digits = DIGITS; digits < ALL_DIGITS; digits += 1) {
    const texts = values.map((value) => formatNumber(value, digits))
    if (new Set(texts).size === different) return texts
  }
  return values.map((value) => formatNumber(value, ALL_DIGITS))
}

/** How one number moved, in three texts that agree with each other. */
export interface MoveText {
  readonly old: string
  readonly new: string
  /** With its sign; `0` when nothing moved. */
  readonly change: string
}

/**
 * Writes old, new and change with the same number of decimals, enough for the change to show:
 * 0.93333333 → 0.96666666 is `0.9333`, `0.9667`, `+0.0333`. Numbers whose sizes are too far apart for that, or which
 * need an exponent, are written each for itself.
 */
export function formatMove(old: number, candidate: number): MoveText {
  const change = candidate - old
  const largest = Math.max(Math.abs(old), Math.abs(candidate))
  const decimals = Math.max(
    decimalsOf(formatNumber(old)),
    decimalsOf(formatNumber(candidate)),
    decimalsOfChange(change),
  )
  if (!(decimals + Math.log10(Math.max(largest, 1)) < 15)) {
    const [before = '', after = ''] = formatApart(old, candidate)
    return { old: before, new: after, change: signed(change, formatNumber(change)) }
  }
  const fixed = (value: number): string => value.toFixed(decimals)
  return { old: fixed(old), new: fixed(candidate), change: signed(change, change === 0 ? '0' : fixed(change)) }
}

/** A ratio as a signed percentage: 0.0357 → `+3.6%`. Two significant digits, whole numbers from 100 % on. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100
  return `${signed(percent, Math.abs(percent) >= 100 ? formatNumber(Math.round(percent)) : formatNumber(percent, 2))}%`
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text
}

function exponential(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e')
  return `${withoutTrailingZeros(mantissa)}e${exponent.replace('+', '')}`
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Enough decimals for two digits of the change, which may be smaller than the smallest number that stands alone. */
function decimalsOfChange(change: number): number {
  if (change === 0) return 0
  const exponent = Number(change.toExponential(1).split('e')[1])
  return exponent < -8
    ? Number.POSITIVE_INFINITY
    : decimalsOf(withoutTrailingZeros(change.toFixed(Math.max(0, 1 - exponent))))
}

/** Infinite for a text with an exponent: no number of decimals can stand beside it. */
function decimalsOf(text: string): number {
  if (!/^[-\d.]+$/.test(text)) return Number.POSITIVE_INFINITY
  return text.split('.')[1]?.length ?? 0
}
