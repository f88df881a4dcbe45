import type { YamlEdit } from '../yaml/edit.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { addSubsetEdits, findSubset, relabelEdits, type Subset } from './subset.ts'
import { isRole, type NameParts, nameWith, splitName } from './version-in-name.ts'

/*
 * A destination of Istio (`Destination` of virtual_service.proto): `host`, and maybe `subset` and `port`. Its version is
 * the label of its subset in a DestinationRule of the same file, or the name of the subset or Service itself.
 */

/** `iris`, or `iris (v2)` with a subset. */
export function destinationName(destination: Spot): string {
  const { host, subset } = textsOf(destination)
  return subset === undefined ? host : `${host} (${subset})`
}

export function versionBehind(destination: Spot): string {
  return placeOf(destination).version
}

/** Where a destination's version is. */
type VersionPlace = { readonly version: string } & (
  | { readonly kind: 'label'; readonly subset: Subset }
  | { readonly kind: 'subset'; readonly subset: Subset | undefined }
  | { readonly kind: 'host' }
)

function placeOf(destination: Spot): VersionPlace {
  const { host, subset: name } = textsOf(destination)
  if (name === undefined) return { kind: 'host', version: partsOf(destination).version }
  const subset = findSubset(destination, { host, name })
  if (subset !== undefined) {
    // A name with the version in it would lie as soon as its label changed.
    return { kind: isNamedBy(name, subset.version) ? 'subset' : 'label', subset, version: subset.version }
  }
  if (!isRole(name)) return { kind: 'subset', subset, version: name }
  throw manifestError(subsetSpot(destination), `No DestinationRule in this file says which version the subset is.`, {
    fix: `Put the DestinationRule of ${host}, with the subset ${name}, into this file as a document of its own.`,
  })
}

/** `v2`, `iris-v2`, or `v2` for the label `2`. */
function isNamedBy(name: string, version: string): boolean {
  return name === version || name === `v${version}` || name.endsWith(`-${version}`)
}

export interface Move {
  /** Edits outside the routes. */
  readonly edits: readonly YamlEdit[]
  /** What this destination is called then, in every route. */
  readonly rename?: { readonly text: string; readonly key: 'host' | 'subset' }
}

/** What lets a destination lead to another version; `inUse` are subsets that are defined, though not in this file. */
export function moveOf(destination: Spot, { to, inUse }: { to: string; inUse: readonly string[] }): Move {
  const place = placeOf(destination)
  if (place.version === to) return { edits: [] }
  switch (place.kind) {
    case 'label':
      return { edits: relabelEdits(place.subset, to) }
    case 'host':
      return {
        edits: [],
        rename: { text: nameWith(partsOf(destination), to, hostSpot(destination)), key: 'host' },
      }
    case 'subset': {
      const { text, edits } = subsetFor(destination, place, { to, inUse })
      return { edits, rename: { text, key: 'subset' } }
    }
  }
}

/** The name of the subset of a version, and the edits that define it where no DestinationRule does yet. */
function subsetFor(
  destination: Spot,
  { subset, version }: VersionPlace & { kind: 'subset' },
  { to, inUse }: { to: string; inUse: readonly string[] },
): { text: string; edits: readonly YamlEdit[] } {
  const { host, subset: name = version } = textsOf(destination)
  const text = name.slice(0, name.length - version.length) + to
  if (inUse.includes(text) || findSubset(destination, { host, name: text }) !== undefined) return { text, edits: [] }
  if (subset !== undefined) return { text, edits: addSubsetEdits(subset, text, to) }
  throw manifestError(subsetSpot(destination), `No DestinationRule in this file defines the subset ${text}.`, {
    fix: `Put the DestinationRule of ${host} into this file as a document of its own; Serin adds the subset there.`,
  })
}

/**
 * A destination of a version that nothing leads to yet: beside subsets with roles, which keep their names, the subset
 * called by its own role has it. Throws a UserError when what must be defined for it is not in the file.
 */
export function destinationOf(
  version: string,
  like: Spot,
  role: 'canary' | 'shadow',
): { readonly value: Readonly<Record<string, string>>; readonly edits: readonly YamlEdit[] } {
  const place = placeOf(like)
  const { host, subset } = textsOf(like)
  if (place.kind === 'label') {
    refuseSameRole(place.subset, subset, role)
    const own = findSubset(like, { host, name: role })
    const edits =
      own === undefined
        ? addSubsetEdits(place.subset, role, version)
        : own.version === version
          ? []
          : relabelEdits(own, version)
    return { value: { host, subset: role }, edits }
  }
  const { edits, rename } = moveOf(like, { to: version, inUse: [] })
  const value = { host, ...(subset !== undefined && { subset }) }
  return { value: rename === undefined ? value : { ...value, [rename.key]: rename.text }, edits }
}

function refuseSameRole(spot: Spot, subset: string | undefined, role: string): void {
  if (subset === undefined || !(subset === role || subset.endsWith(`-${role}`) || subset.startsWith(`${role}-`))) return
  throw manifestError(
    spot,
    `The only destination is the subset ${subset} already, so a second one cannot have its role.`,
    {
      fix: `Call the subset \`stable\`, here and in the route.`,
    },
  )
}

/** The version behind a destination of the same service as `like`; undefined for one of something else, or not known. */
export function versionBeside(like: Spot, destination: Spot): string | undefined {
  const [own, other] = [textsOf(like), textsOf(destination)]
  if (own.subset === undefined) {
    const [left, right] = [splitName(own.host), splitName(other.host)]
    const isSame = left?.before === right?.before && left?.after === right?.after
    return other.subset === undefined && isSame ? right?.version : undefined
  }
  if (other.subset === undefined || own.host !== other.host) return undefined
  const subset = findSubset(destination, { host: other.host, name: other.subset })
  return subset?.version ?? (isRole(other.subset) ? undefined : other.subset)
}

function textsOf(destination: Spot): { host: string; subset: string | undefined } {
  const [host, subset] = [hostSpot(destination), subsetSpot(destination)].map(lookUp)
  if (typeof host !== 'string') {
    throw manifestError(hostSpot(destination), 'The destination has no host.', { fix: 'Write its destination.host.' })
  }
  return { host, subset: subset === undefined || subset === null ? undefined : String(subset) }
}

/** The name of a destination's subset; undefined when it leads to a whole Service. */
export function subsetOf(destination: Spot): string | undefined {
  return textsOf(destination).subset
}

function partsOf(destination: Spot): NameParts {
  const parts = splitName(textsOf(destination).host)
  if (parts !== undefined) return parts
  throw manifestError(hostSpot(destination), 'The destination does not say which version is behind it.', {
    fix: 'Name a subset of a DestinationRule in this file, or a Service with the version at the end of its name.',
  })
}

function hostSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'host'] }
}

function subsetSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'subset'] }
}
