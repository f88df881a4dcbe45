import { UserError } from '../../errors.ts'
import type { MetricEntry } from '../flatten.ts'
import { metricValueOf } from '../metric-value.ts'
import type { Unit } from '../unit.ts'
import type { JsonValue } from './json-text.ts'

/** An object of a JSON document. */
export type JsonObject = ReadonlyMap<string, JsonValue>

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** A number, also one that is written as text, as Protocol Buffers write 64-bit integers, NaN and infinities. */
export function numberIn(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && /^(-?[\d.]+(e[+-]?\d+)?|NaN|-?Infinity)$/i.test(value) ? Number(value) : undefined
}

/** One value of a JSON document as a metric: a list or an object as it is written; nothing at all becomes `null`. */
export function entryOf(name: string, value: JsonValue | undefined, unit?: Unit): MetricEntry {
  if (isList(value) || isObject(value)) return { name, value: { kind: 'text', text: written(value) } }
  const shown = typeof value === 'string' ? (numberIn(value) ?? value) : value
  return { name, value: metricValueOf(shown), ...(unit !== undefined && { unit }) }
}

function written(value: JsonValue): string {
  if (isList(value)) return `[${value.map(written).join(', ')}]`
  if (isObject(value))
    return `{${[...value].map(([key, part]) => `${JSON.stringify(key)}: ${written(part)}`).join(', ')}}`
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** The mistake of a file whose configuration names a format that it is not. */
export function notOfFormat(file: string, called: string): UserError {
  return new UserError(`The file is not ${called}.`, {
    place: { file },
    fix: 'Correct the file, or take `format` out of the configuration, so that the content decides.',
  })
}
