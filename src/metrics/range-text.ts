import { formatNumber } from './number-text.ts'

/**
 * The range of a difference, `+0.001 … +0.017`, with as many decimals as its width deserves, and enough of them that
 * nothing but zero is written as zero; the unit stands behind both.
 */
export function rangeText(lo: number, hi: number, unit: string = ''): string {
  const decimals = Math.max(hi > lo ? 1 - Math.floor(Math.log10(hi - lo)) : 0, decimalsToShow(lo), decimalsToShow(hi))
  const isPlain = decimals <= 8 && Math.max(Math.abs(lo), Math.abs(hi)) < 1e9
  const write = (value: number): string => withSign(isPlain ? value.toFixed(decimals) : formatNumber(value, 3))
  return `${write(lo)}${unit} … ${write(hi)}${unit}`
}

/** How many decimals it takes for a number to be no zero. */
function decimalsToShow(value: number): number {
  return value === 0 ? 0 : Math.max(0, -Math.floor(Math.log10(Math.abs(value))))
}

function withSign(text: string): string {
  return /^-?0(\.0*)?$/.test(text) ? text.replace('-', '') : text.replace(/^(?!-)/, '+')
}
