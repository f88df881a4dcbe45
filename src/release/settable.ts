import type { Environment, Scalar, Settable, ValueRule } from '../config/gitops-config.ts'
import { readValue } from '../config/value-rule.ts'
import type { Reason, ReasonCode } from './reason.ts'

export type AskedValue =
  | { readonly kind: 'value'; readonly settable: Settable; readonly value: Scalar }
  | ({ readonly kind: 'refused' } & Reason)

/** What `/set <key> <value>` asks for, checked by what the environment declares. Refusals repeat nothing that was typed. */
export function askedValue(
  environment: Environment,
  asked: { readonly key: string; readonly value: string },
): AskedValue {
  const declared = environment.settable ?? {}
  const settable = Object.hasOwn(declared, asked.key) ? declared[asked.key] : undefined
  if (settable === undefined) return refused('value-undeclared', notDeclared(environment.name, Object.keys(declared)))
  const value = readValue(asked.value, settable.rule)
  if (value !== undefined) return { kind: 'value', settable, value }
  return refused('value-not-allowed', `\`${asked.key}\` in “${environment.name}” takes ${ruleText(settable.rule)}.`)
}

function notDeclared(environment: string, names: readonly string[]): string {
  if (names.length === 0) {
    return `“${environment}” declares nothing that can be set. The platform team lists it as \`settable:\` in serin.yml.`
  }
  const list = names.map((name) => `\`${name}\``).join(', ')
  return `“${environment}” declares no such value; it has ${list}. The platform team lists others as \`settable:\` in serin.yml.`
}

/** What a value must be, as the end of a sentence. */
export function ruleText(rule: ValueRule): string {
  switch (rule.type) {
    case 'boolean':
      return '`true` or `false`'
    case 'text':
      return 'values' in rule
        ? `one of ${rule.values.map((value) => `\`${value}\``).join(', ')}`
        : `a text that matches \`${rule.pattern}\` as a whole`
    case 'integer':
      return `a whole number${rangeText(rule)}, in digits`
    case 'number':
      return `a number${rangeText(rule)}, written like 0.75`
  }
}

function rangeText({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (min !== undefined) return ` of at least ${min}`
  return max === undefined ? '' : ` of at most ${max}`
}

function refused(code: ReasonCode, reason: string): AskedValue {
  return { kind: 'refused', code, reason }
}
