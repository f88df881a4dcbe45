import { invalidRequest } from './api-error.ts'

export type Body = Readonly<Record<string, unknown>>

export function optionalText(body: Body, key: string): string | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw wrongType(key, value, 'a string')
  return value
}

export function requiredText(body: Body, key: string): string {
  if (body[key] === undefined) throw notSupplied(key)
  if (typeof body[key] !== 'string') throw wrongType(key, body[key], 'a string')
  return body[key]
}

export function optionalBoolean(body: Body, key: string): boolean | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw wrongType(key, value, 'a boolean')
  return value
}

export function optionalNumber(body: Body, key: string): number | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') throw wrongType(key, value, 'a number')
  return value
}

export function optionalObject(body: Body, key: string): Body | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(key, value, 'an object')
  return value as Body
}

export function optionalList(body: Body, key: string): readonly unknown[] | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw wrongType(key, value, 'an array')
  return value
}

export function notSupplied(key: string): Error {
  return invalidRequest(`"${key}" wasn't supplied.`)
}

function wrongType(key: string, value: unknown, wanted: string): Error {
  const shown = value === null ? 'nil' : JSON.stringify(value)
  return invalidRequest(`For 'properties/${key}', ${shown} is not ${wanted}.`)
}
