import type { OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'

/** A sort of resource: its kind, and the group before the `/` of its apiVersion. */
export interface ResourceKind {
  readonly kind: string
  readonly group: string
}

export function isResource(value: unknown, { kind, group }: ResourceKind): boolean {
  return isMapping(value) && value.kind === kind && String(value.apiVersion).startsWith(`${group}/`)
}

/** The documents of the file that are such a resource. */
export function resourcesIn(manifest: OpenManifest, wanted: ResourceKind): readonly Spot[] {
  return manifest.documents.flatMap(({ value }, document) =>
    isResource(value, wanted) ? [{ manifest, document, path: [] }] : [],
  )
}

/**
 * The resource that the environment means: the only one of the kind, or the one that `resource` in serin.yml names.
 * Throws a UserError when there is none, or when several could be meant.
 */
export function resourceIn(manifest: OpenManifest, wanted: ResourceKind): Spot {
  return resourceNamed(manifest, wanted, manifest.environment.resource)
}

/** The resource of that name; without one, the only one of the kind. Throws as {@link resourceIn}. */
export function resourceNamed(manifest: OpenManifest, wanted: ResourceKind, name: string | undefined): Spot {
  const { file } = manifest.environment
  const all = resourcesIn(manifest, wanted)
  const names = all.map(nameOfResource).join(', ')
  const [found, other] = name === undefined ? all : all.filter((one) => nameOfResource(one) === name)
  if (found === undefined) {
    const what = name === undefined ? `no ${wanted.kind} (${wanted.group})` : `no ${wanted.kind} "${name}"`
    throw manifestError({ manifest, document: 0, path: [] }, `${file} has ${what}.`, {
      fix: names === '' ? 'Write one into the file, or name its file in serin.yml.' : `There is: ${names}.`,
    })
  }
  if (other === undefined) return found
  throw manifestError(
    { ...other, path: ['metadata', 'name'] },
    `${file} has several of kind ${wanted.kind}: ${names}.`,
    {
      fix: 'Name the one that is meant as "resource:" in serin.yml.',
    },
  )
}

export function nameOfResource(resource: Spot): string {
  return String(lookUp({ ...resource, path: ['metadata', 'name'] }) ?? 'without a name')
}
