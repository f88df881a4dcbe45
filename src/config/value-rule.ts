import type { Scalar } from './environment.ts'
import type { ValueRule } from './settable.ts'

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const INTEGER = /^(?:0|-?[1-9]\d*)$/
/** So many digits a double keeps. */
const MOST_DIGITS = 15

/**
 * The value that a text means under a rule, or `undefined` when it is none. Numbers are digits with at most one dot and
 * a leading minus: no exponent, no hexadecimal, no leading zero or plus, nothing that YAML would read in its own way.
 */
export function readValue(text: string, rule: ValueRule): Scalar | undefined {
  switch (rule.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'text':
      return isAllowedText(text, rule) ? text : undefined
    default:
      return numberOf(text, rule)
  }
}

/** Whether a text is written as a value of the type, in range or not. */
export function isWrittenAs(text: string, type: ValueRule['type']): boolean {
  if (type === 'text') return true
  return readValue(text, { type }) !== undefined
}

function numberOf(text: string, rule: Extract<ValueRule, { type: 'number' | 'integer' }>): number | undefined {
  const written = rule.type === 'integer' ? INTEGER : NUMBER
  if (!written.test(text) || text.replace(/\D/g, '').length > MOST_DIGITS) return undefined
  const value = Number(text)
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rule
  return value >= min && value <= max && !Object.is(value, -0) ? value : undefined
}

function isAllowedText(text: string, rule: Extract<ValueRule, { type: 'text' }>): boolean {
  if ('values' in rule) return rule.values.includes(text)
  return new RegExp(`^(?:${rule.pattern})$`, 'u').test(text)
}
