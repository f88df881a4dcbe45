import { UserError } from '../errors.ts'
import { type MetricValue, metricValueOf } from './metric-value.ts'
import type { Unit } from './unit.ts'

/** One named value of a file, before it is known which file. */
export interface MetricEntry {
  readonly name: string
  readonly value: MetricValue
  readonly unit?: Unit
}

/** How many levels of nesting a metrics file may have. */
export const MAX_DEPTH = 64

/** How many metrics one run may have, over all its files. */
export const MAX_METRICS = 1_000_000

/**
 * Flattens a parsed document: nested keys and list indexes are joined by dots, in the order of the file.
 * A dot inside a key is kept as it is, as in DVC.
 * Throws UserError when the top level has no names, when two spellings give one name, when it is deeper than MAX_DEPTH,
 * or when it holds more than MAX_METRICS values.
 */
export function flatten(document: unknown, file: string): readonly MetricEntry[] {
  if (!isMapping(document)) throw withoutNames(document, file)
  const entries: MetricEntry[] = []
  let dotted = false
  let nested = false
  visitChildren(childrenOf(document) ?? [], '', 1)
  // Only a dot inside a key can spell a name that another path spells too, and only where there are other paths.
  if (dotted && nested) refuseTwice(entries, file)
  return entries

  function visitChildren(children: Iterable<readonly [unknown, unknown]>, prefix: string, depth: number): void {
    for (const [key, child] of children) {
      const name = `${prefix}${key}`
      if (depth > MAX_DEPTH) throw tooDeep(file, name)
      dotted ||= typeof key === 'string' && key.includes('.')
      const grandchildren = childrenOf(child)
      if (grandchildren !== undefined) {
        nested = true
        visitChildren(grandchildren, `${name}.`, depth + 1)
      } else if (entries.length < MAX_METRICS) entries.push({ name, value: metricValueOf(child) })
      else throw tooMany(file)
    }
  }
}

/** Throws UserError when two metrics of one file have one name: one of the two values would vanish unseen. */
export function refuseTwice(entries: readonly MetricEntry[], file: string): void {
  const seen = new Set<string>()
  for (const { name } of entries) {
    if (seen.has(name)) throw definedTwice(file, name)
    seen.add(name)
  }
}

/** The mistake of a file that nests deeper than MAX_DEPTH; `key` is the dotted name where it went too far. */
export function tooDeep(file: string, key: string, position: { line?: number; column?: number } = {}): UserError {
  return new UserError(`The file nests deeper than ${MAX_DEPTH} levels.`, {
    place: { file, ...position, ...(key ? { key: beginningOf(key) } : {}) },
    fix: 'Write the metrics flat, for example {"accuracy": 0.93}.',
  })
}

/** The mistake of files that hold more than MAX_METRICS metrics. */
export function tooMany(file: string): UserError {
  return new UserError(`There are more than ${MAX_METRICS} metrics.`, {
    place: { file },
    fix: 'Keep curves and per-example values in a file of their own and list only the summary under `metrics:`.',
  })
}

function childrenOf(node: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (Array.isArray(node)) return node.length === 0 ? undefined : node.entries()
  if (node instanceof Map) return node.size === 0 ? undefined : node
  if (!isMapping(node)) return undefined
  const entries = Object.entries(node)
  return entries.length === 0 ? undefined : entries
}

function isMapping(node: unknown): node is object {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && !(node instanceof Date)
}

function withoutNames(document: unknown, file: string): UserError {
  const found = Array.isArray(document) ? 'a list' : 'a single value'
  return new UserError(`The file holds ${found}, and a metrics file needs names.`, {
    place: { file },
    fix: 'Write names and values, for example {"accuracy": 0.93}.',
  })
}

function definedTwice(file: string, name: string): UserError {
  return new UserError('The file defines one metric twice.', {
    place: { file, key: beginningOf(name) },
    fix: 'Keep one of the two. A name with dots and the same name nested are one.',
  })
}

function beginningOf(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name
}
