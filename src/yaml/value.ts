import { UserError } from '../errors.ts'

export type YamlValue = null | boolean | number | string | readonly YamlValue[] | YamlMapping
export interface YamlMapping {
  readonly [key: string]: YamlValue
}
export type YamlPath = readonly (string | number)[]

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A mapping or list with something in it: what is written over several lines. */
export function isFilled(value: YamlValue): value is readonly YamlValue[] | YamlMapping {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/**
 * The value as plain data of its own. Throws a UserError for what YAML cannot hold so that every reader agrees:
 * undefined, NaN, infinities, big integers, dates, functions, class instances, lone surrogates, over 100 levels.
 */
export function toYamlValue(value: unknown, key: string, depth = 0): YamlValue {
  if (depth > 100) throw new UserError('The value is nested more than 100 levels deep.', { place: { key } })
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (Array.isArray(value)) return value.map((item) => toYamlValue(item, key, depth + 1))
  if (isMapping(value) && (Object.getPrototypeOf(value) ?? Object.prototype) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toYamlValue(item, key, depth + 1)]))
  }
  throw new UserError('The value cannot be written as YAML.', {
    place: { key },
    fix: 'Give text, a finite number, true, false, null, or lists and mappings of these.',
  })
}

/** What stands at the path; undefined when nothing does. */
export function valueAt(root: unknown, path: YamlPath): unknown {
  let value = root
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)]
    else if (isMapping(value) && Object.hasOwn(value, String(step))) value = value[String(step)]
    else return undefined
  }
  return value
}

/** The value wrapped so that it stands at the path: `wrap(['a', 0], 1)` is `{ a: [1] }`. A list can only begin at 0. */
export function wrap(path: YamlPath, value: YamlValue): YamlValue {
  return path.reduceRight<YamlValue>((inner, step) => {
    if (typeof step === 'string') return { [step]: inner }
    if (step === 0) return [inner]
    throw new UserError(`There is no list yet, so its item ${step} cannot be written.`, {
      place: { key: path.join('.') },
      fix: 'Begin a new list at 0.',
    })
  }, value)
}

/** The tree with one change made at the end of the path; the given tree stays as it is, shared parts are parted. */
export function changeAt(root: unknown, path: YamlPath, change: (parent: unknown, step: string | number) => unknown) {
  const climb = (value: unknown, level: number): unknown => {
    const step = path[level] ?? ''
    if (level === path.length - 1) return change(value, step)
    if (Array.isArray(value)) return value.with(Number(step), climb(value[Number(step)], level + 1))
    const mapping = isMapping(value) ? value : {}
    return { ...mapping, [step]: climb(mapping[step], level + 1) }
  }
  return climb(root, 0)
}
