import type { KeyPath } from '../config/gitops-config.ts'
import { UserError } from '../errors.ts'
import type { YamlDocument } from '../yaml/read.ts'
import type { OpenManifest } from './layout.ts'

/** A place in a manifest: one document of the file, one path in it. */
export interface Spot {
  readonly manifest: OpenManifest
  /** Index of the document. */
  readonly document: number
  readonly path: KeyPath
}

/**
 * The value at the spot; undefined where the path ends early.
 * Throws a UserError when something else than a mapping or list stands in the way.
 */
export function lookUp({ manifest, document, path }: Spot): unknown {
  let here: unknown = manifest.documents[document]?.value
  for (const [depth, step] of path.entries()) {
    if (here === undefined || here === null) return undefined
    if (Array.isArray(here) && typeof step === 'number') here = here[step]
    else if (isMapping(here)) here = Object.hasOwn(here, step) ? here[step] : undefined
    else {
      const blocked = { manifest, document, path: path.slice(0, depth) }
      throw manifestError(blocked, `${kindOf(here)} stands where a mapping with "${step}" is expected.`, {
        fix: 'Write it as a mapping, or name the right path under "keys:" in serin.yml.',
      })
    }
  }
  return here
}

/** The place below another one. */
export function below(spot: Spot, ...path: KeyPath): Spot {
  return { ...spot, path: [...spot.path, ...path] }
}

export function isMapping(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A mistake in the manifest, placed at the deepest part of the path that exists. */
export function manifestError({ manifest, document, path }: Spot, what: string, { fix }: { fix: string }): UserError {
  const node: YamlDocument | undefined = manifest.documents[document]
  const key = path.join('.')
  const place = { file: manifest.environment.file, ...node?.positionOf(path), ...(key !== '' && { key }) }
  return new UserError(what, { place, fix })
}

/** `a list`, `the number 20`: how a sentence calls a value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return `the ${typeof value === 'string' ? 'text' : typeof value} ${JSON.stringify(value)?.slice(0, 60) ?? value}`
}
