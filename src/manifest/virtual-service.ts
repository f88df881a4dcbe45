import type { YamlEdit } from '../yaml/edit.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { leadsReleases, splitsIn } from './leading-resource.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { resourceIn } from './resource.ts'
import {
  type Destinations,
  listsIn,
  openRoutes,
  refuseStorageUri,
  routeEdits,
  runningInRoutes,
} from './route-layout.ts'
import type { SplitPlan } from './split.ts'
import { addSubsetEdits, findSubset, relabelEdits, type Subset } from './subset.ts'
import { isRole, nameWith, splitName } from './version-in-name.ts'
import { editTo, type WeightedRoute } from './weighted-route.ts'

const VIRTUAL_SERVICE = { kind: 'VirtualService', group: 'networking.istio.io' }

/**
 * An Istio VirtualService (networking.istio.io, v1 and before): the weights of `spec.http[].route[]`. The version is the
 * label of the destination's subset in a DestinationRule of the same file, or the name of the subset or Service itself.
 * What runs behind them is deployed by something else.
 */
export const virtualService: Layout = {
  name: 'virtual-service',

  recognizes(documents) {
    return leadsReleases(documents, VIRTUAL_SERVICE, splitsIn('http', 'route'))
  },

  read(manifest) {
    if (manifest.documents.every(({ value }) => value === null)) return undefined
    return runningInRoutes(open(manifest))
  },

  edits(manifest, next) {
    return routeEdits(open(manifest), next, DESTINATIONS)
  },
}

/** Subsets called so keep their name and get another label. */
const CANARY = /(^|-)(canary|candidate|challenger)(-|$)/

const DESTINATIONS: Destinations = {
  nameOf: (destination) => {
    const { host, subset } = textsOf(destination)
    return subset === undefined ? host : `${host} (${subset})`
  },
  usualWeight: 0,
  isNewest: (destination) => CANARY.test(textsOf(destination).subset ?? ''),
  versionOf: (destination) => placeOf(destination).version,
  versionEdits,
}

function open(manifest: OpenManifest) {
  const service = refuseStorageUri(resourceIn(manifest, VIRTUAL_SERVICE))
  return openRoutes(service, listsIn(service, 'http', 'route'), DESTINATIONS)
}

/** `v2`, `iris-v2`, or `v2` for the label `2`. */
function isNamedBy(name: string, version: string): boolean {
  return name === version || name === `v${version}` || name.endsWith(`-${version}`)
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

function versionEdits([first, ...others]: readonly WeightedRoute[], plan: SplitPlan): readonly YamlEdit[] {
  if (first === undefined) return []
  return (['old', 'newest'] as const).flatMap((part) => {
    const [destination, to] = [first[part], plan[part]]
    if (destination === undefined || to === undefined) return []
    const { edits, rename } = moveOf(destination, { to, from: first })
    if (rename === undefined) return edits
    const places = [first, ...others].flatMap((route) => route[part] ?? []).map(rename.spotIn)
    return [...edits, ...places.flatMap((place) => editTo(place, rename.text))]
  })
}

interface Move {
  /** Edits outside the routes. */
  readonly edits: readonly YamlEdit[]
  /** What this destination is called then, in every route. */
  readonly rename?: { readonly text: string; readonly spotIn: (destination: Spot) => Spot }
}

function moveOf(destination: Spot, { to, from }: { to: string; from: WeightedRoute }): Move {
  const place = placeOf(destination)
  if (place.version === to) return { edits: [] }
  switch (place.kind) {
    case 'label':
      return { edits: relabelEdits(place.subset, to) }
    case 'host': {
      const text = nameWith(partsOf(destination), to, hostSpot(destination))
      return { edits: [], rename: { text, spotIn: hostSpot } }
    }
    case 'subset': {
      const { text, edits } = subsetFor(destination, place, { to, from })
      return { edits, rename: { text, spotIn: subsetSpot } }
    }
  }
}

/** The name of the subset of a version, and the edits that define it where no DestinationRule does yet. */
function subsetFor(
  destination: Spot,
  { subset, version }: VersionPlace & { kind: 'subset' },
  { to, from }: { to: string; from: WeightedRoute },
): { text: string; edits: readonly YamlEdit[] } {
  const { host, subset: name = version } = textsOf(destination)
  const text = name.slice(0, name.length - version.length) + to
  const isInRoute = [from.old, from.newest].some((one) => one && textsOf(one).subset === text)
  if (isInRoute || findSubset(destination, { host, name: text }) !== undefined) return { text, edits: [] }
  if (subset !== undefined) return { text, edits: addSubsetEdits(subset, text, to) }
  throw manifestError(subsetSpot(destination), `No DestinationRule in this file defines the subset ${text}.`, {
    fix: `Put the DestinationRule of ${host} into this file as a document of its own; Serin adds the subset there.`,
  })
}

function textsOf(destination: Spot): { host: string; subset: string | undefined } {
  const [host, subset] = [hostSpot(destination), subsetSpot(destination)].map(lookUp)
  if (typeof host !== 'string') {
    throw manifestError(hostSpot(destination), 'The destination has no host.', { fix: 'Write its destination.host.' })
  }
  return { host, subset: subset === undefined || subset === null ? undefined : String(subset) }
}

function partsOf(destination: Spot) {
  const parts = splitName(textsOf(destination).host)
  if (parts !== undefined) return parts
  throw manifestError(hostSpot(destination), 'The destination does not say which version is behind it.', {
    fix: 'Name a subset of a DestinationRule in this file, or a Service with the version at the end of its name.',
  })
}

function hostSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'destination', 'host'] }
}

function subsetSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'destination', 'subset'] }
}
