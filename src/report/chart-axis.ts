/** How the numbers along one side of a chart are written. */
export interface Axis {
  /** What to say about the axis' power of ten: ` (× 10⁻⁷)`; empty when there is none. */
  readonly unit: string
  /** A number as the grammar takes it: decimals, no exponent, divided by the axis' power of ten. */
  readonly write: (value: number) => string
  /** `1 --> 50` */
  readonly range: string
  /** The range with room above and below, and with two different ends. */
  readonly roomyRange: string
}

/** Numbers from 0.001 to 10,000,000 are written as they are. */
const SMALLEST_POWER = -3
const LARGEST_POWER = 6
/** Significant digits of the distance between the ends: a thousandth of it can still be seen. */
const DIGITS = 4
const MOST_DECIMALS = 15

/** An axis for finite numbers, one at least. */
export function axisOf(values: readonly number[]): Axis {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const exponent = exponentOf(Math.max(Math.abs(least), Math.abs(most)))
  const power = exponent < SMALLEST_POWER || exponent > LARGEST_POWER ? exponent : 0
  const [low, high] = [least / 10 ** power, most / 10 ** power]
  const width = high - low === 0 ? Math.abs(high) : high - low
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, DIGITS - 1 - exponentOf(width)))
  const plain = (value: number): string => withoutZeros(value.toFixed(decimals))
  const room = Math.max(width * 0.05, 10 ** -decimals)
  return {
    unit: power === 0 ? '' : ` (× 10${superscript(power)})`,
    write: (value) => plain(value / 10 ** power),
    range: `${plain(low)} --> ${plain(high)}`,
    roomyRange: `${plain(low - room)} --> ${plain(high + room)}`,
  }
}

/** The power of ten of a size, within what a double can be divided by. */
function exponentOf(size: number): number {
  return size === 0 ? 0 : Math.max(-300, Math.floor(Math.log10(size)))
}

function withoutZeros(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}

function superscript(power: number): string {
  return String(power).replace(/[-\d]/g, (sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)] ?? '')
}
