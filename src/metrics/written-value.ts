import { integerOf, type MetricValue, metricValueOf } from './metric-value.ts'
import type { Unit } from './unit.ts'

/** A value as text files write it, with the unit that stands behind the number. */
export interface WrittenValue {
  readonly value: MetricValue
  readonly unit?: Unit
}

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+))(e[+-]?\d+)?(?:\s?(%|ns|ms|s))?$/i
/** Fewer digits are below 2^53. */
const LONG_INTEGER = /^[+-]?\d{16,}$/
const NO_NUMBER = /^([+-]?)(nan|inf|infinity)$/i

/**
 * Reads a value from text: a decimal number, with `%`, `ns`, `ms` or `s` behind it or not; NaN and infinities in the
 * spelling of any language; an empty text is `null`; all else is text as it stands. `93 %` is 0.93 in percent.
 */
export function readWritten(text: string): WrittenValue {
  const written = text.trim()
  if (written === '') return { value: { kind: 'text', text: 'null' } }
  const [, digits, exponent = '', unit] = NUMBER.exec(written) ?? []
  if (LONG_INTEGER.test(written)) return { value: metricValueOf(integerOf(written)) }
  if (digits !== undefined) return numberWith(digits, exponent, unit?.toLowerCase())
  const [, sign, word] = NO_NUMBER.exec(written) ?? []
  if (word === undefined) return { value: { kind: 'text', text: written } }
  const canonical = /^nan$/i.test(word) ? 'NaN' : `${sign === '-' ? '-' : ''}Infinity`
  return { value: { kind: 'text', text: canonical } }
}

// Moving the decimal exponent instead of dividing keeps 93.7 % the number that 0.937 is.
function numberWith(digits: string, exponent: string, unit: string | undefined): WrittenValue {
  const shift = Number(exponent.slice(1)) - (unit === '%' ? 2 : 0)
  const number = Number(`${digits}e${shift}`)
  const value: MetricValue = Number.isFinite(number)
    ? { kind: 'number', value: number === 0 ? 0 : number }
    : { kind: 'text', text: String(number) }
  switch (unit) {
    case '%':
      return { value, unit: 'percent' }
    case 'ns':
    case 'ms':
    case 's':
      return { value, unit }
    default:
      return { value }
  }
}
