import type { KeyPath } from '../config/gitops-config.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'

/** What entries of a list are told apart by, and where the value of an entry is (Kubernetes, Kustomize). */
const LISTS: Readonly<Record<string, string>> = { env: 'value', images: 'newTag' }

/** A place, and the `KEY=` that stands before the value there in a list of assignments. */
export interface NamedSpot {
  readonly spot: Spot
  readonly prefix: string
}

/**
 * The place of a path in which a name may stand for a list index: the entry with that `name`
 * (`containers.model.image`, `env.MODEL_VERSION` for its value), or the assignment `MODEL_VERSION=…` of docker-compose.
 * Throws a UserError when a list has no such entry, or several.
 */
export function namedSpot(start: Spot, path: KeyPath): NamedSpot {
  let spot = start
  for (const [depth, step] of path.entries()) {
    const here = lookUp(spot)
    if (!Array.isArray(here) || typeof step === 'number') {
      spot = { ...spot, path: [...spot.path, step] }
      continue
    }
    const index = indexOf(spot, here, step)
    const isLast = depth === path.length - 1
    const entry: unknown = here[index]
    const found = { ...spot, path: [...spot.path, index] }
    if (typeof entry === 'string' && isLast) return { spot: found, prefix: `${step}=` }
    const value = isLast ? LISTS[String(path.at(-2))] : undefined
    spot = value === undefined ? found : { ...found, path: [...found.path, value] }
  }
  return { spot, prefix: '' }
}

function indexOf(list: Spot, entries: readonly unknown[], name: string): number {
  const [index, second] = entries.flatMap((entry, at) => (nameOf(entry) === name ? [at] : []))
  if (index !== undefined && second === undefined) return index
  if (entries.includes(name)) throw fromShell(list, name)
  const names = entries.flatMap((entry) => nameOf(entry) ?? [])
  throw manifestError(list, `The list has ${index === undefined ? 'no' : 'more than one'} entry "${name}".`, {
    fix:
      names.length > 0
        ? `It has: ${names.join(', ')}. Correct "keys" in serin.yml.`
        : `${kindOf(entries[0])} is no named entry: write its index under "keys" in serin.yml.`,
  })
}

/** An assignment without a value, in docker-compose. */
function fromShell(list: Spot, name: string): Error {
  return manifestError(list, `${name} has no value here: Docker Compose takes it from where it is run.`, {
    fix: `Write the entry as ${name}=<version>.`,
  })
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return /^([^=]+)=/.exec(entry)?.[1]
  return isMapping(entry) && typeof entry.name === 'string' ? entry.name : undefined
}
