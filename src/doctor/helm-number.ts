/**
 * What Helm renders for an unquoted scalar that people mean as a text, when that is another text; undefined when it
 * renders what is written. Helm reads YAML 1.1 (sigs.k8s.io/yaml), takes every number as a float64 and prints it by
 * Go's `%v`: `4562170` → `4.56217e+06`, `0123456` → `42798`, `1234e56` → `1.234e+59`, `1.10` → `1.1`, `on` → `true`.
 */
export function renderedByHelm(written: string): string | undefined {
  const rendered = wordOf(written) ?? numberOf(written)
  return rendered === undefined || rendered === written ? undefined : rendered
}

// go-yaml `resolve.go`: each in lower case, with a capital, and in capitals.
function wordOf(written: string): string | undefined {
  if (!/^([a-z]+|[A-Z][a-z]*|[A-Z]+|~)$/.test(written)) return undefined
  const word = written.toLowerCase()
  if (['y', 'yes', 'on', 'true'].includes(word)) return 'true'
  if (['n', 'no', 'off', 'false'].includes(word)) return 'false'
  return ['null', '~'].includes(word) ? '' : undefined
}

const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/

function numberOf(written: string): string | undefined {
  if (!/^[-+.\d]/.test(written)) return undefined
  const plain = written.replaceAll('_', '')
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(plain) ?? []
  const whole = wholeOf(digits)
  if (whole !== undefined) return goFloat(sign === '-' ? -Number(whole) : Number(whole))
  if (!FLOAT.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? goFloat(value) : undefined
}

/** Go's `strconv.ParseInt(plain, 0, 64)`: a leading 0 makes it octal. */
function wholeOf(digits: string): bigint | undefined {
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`)
  if (/^0[xX][0-9a-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(digits)) return BigInt(digits.toLowerCase())
  return /^(0|[1-9]\d*)$/.test(digits) ? BigInt(digits) : undefined
}

const EXPONENT_FROM = 6

/** `%v` of a float64: the shortest digits, with an exponent below 1e-4 and from 1e6 (strconv `FormatFloat`, 'g'). */
function goFloat(value: number): string {
  if (value === 0) return '0'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < EXPONENT_FROM) return decimal(mantissa, power)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** Digits `d.ddd` times ten to the power, written out. JavaScript itself turns to exponents below 1e-6 only. */
function decimal(mantissa: string, power: number): string {
  return String(Number(`${mantissa}e${power}`))
}
