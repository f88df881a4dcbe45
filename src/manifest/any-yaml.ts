import { keyedShadow } from './keyed-shadow.ts'
import { type Layout, noShares, type OpenManifest, sameRollout } from './layout.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { namedSpot } from './named-path.ts'
import { nameOfResource } from './resource.ts'
import { readTraffic, trafficEdits } from './traffic.ts'
import { chosenPlace, type VersionPlace, versionAt, versionEdits } from './version-place.ts'

/**
 * Any YAML file, by `layout: yaml` alone: the version is at `keys.version`; the percentage at `keys.traffic`, 0 to 100,
 * when that is named. `resource` names the document by its `metadata.name`.
 */
export const anyYaml: Layout = {
  name: 'yaml',
  what: 'any other YAML file with "layout: yaml"',

  recognizes() {
    return false
  },

  read(manifest) {
    const version = versionAt(placeOf(manifest))
    if (version === undefined) return undefined
    const spot = trafficSpot(manifest)
    return { version, rollout: spot === undefined ? { kind: 'stable' } : readTraffic(spot) }
  },

  wholeOnly({ environment }) {
    if (environment.keys.traffic !== undefined) return undefined
    return noShares(
      'serin.yml names no key for a percentage in this file, so no share of the traffic can be set.',
      'Name it as "keys: { traffic: … }", or release the version with /promote.',
    )
  },

  edits(manifest, next) {
    const edits = versionEdits(placeOf(manifest), next.version)
    const spot = trafficSpot(manifest)
    if (spot === undefined || sameRollout(readTraffic(spot), next.rollout)) return edits
    if (next.rollout.kind !== 'stable') return [...edits, ...trafficEdits(spot, next.rollout)]
    // What reads the file is not known: a number that was there stays a number.
    return [...edits, { document: spot.document, op: 'set', path: spot.path, value: 100 }]
  },

  shadow: keyedShadow({ spotOf: (manifest, path) => namedSpot(documentOf(manifest), path).spot, whenOff: 'zero' }),
}

function placeOf(manifest: OpenManifest): VersionPlace {
  const document = documentOf(manifest)
  const chosen = manifest.environment.keys.version
  if (chosen !== undefined) return chosenPlace(document, chosen)
  throw manifestError(document, 'The layout yaml does not know where this file keeps its version.', {
    fix: 'Name the key in serin.yml: keys: { version: … }.',
  })
}

function trafficSpot(manifest: OpenManifest): Spot | undefined {
  const { traffic } = manifest.environment.keys
  return traffic && namedSpot(documentOf(manifest), traffic).spot
}

function documentOf(manifest: OpenManifest): Spot {
  const { resource } = manifest.environment
  const all = manifest.documents.map((_, document): Spot => ({ manifest, document, path: [] }))
  const filled = all.filter((spot) => lookUp(spot) !== null)
  const named = resource === undefined ? filled : filled.filter((spot) => hasName(spot, resource))
  const [found, other] = named
  if (found !== undefined && other === undefined) return found
  const what =
    found === undefined ? `No document has the metadata.name "${resource}".` : 'The file has several documents.'
  throw manifestError(other ?? { manifest, document: 0, path: [] }, what, {
    fix: 'Name the one that is meant, by its metadata.name, as "resource:" in serin.yml.',
  })
}

function hasName(spot: Spot, name: string): boolean {
  const value = lookUp(spot)
  return typeof value === 'object' && !Array.isArray(value) && nameOfResource(spot) === name
}
