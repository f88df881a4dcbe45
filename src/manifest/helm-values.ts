import type { YamlEdit } from '../yaml/edit.ts'
import { keyedShadow } from './keyed-shadow.ts'
import { type Layout, type OpenManifest, type Running, sameRollout } from './layout.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { setEdits } from './set-keys.ts'
import { readTraffic, trafficEdits } from './traffic.ts'
import { versionKeyProblem } from './version-key.ts'
import { addressPlace, versionEdits as editsAt, type VersionPlace, versionAt } from './version-place.ts'
import { writtenNumber } from './written-number.ts'

/**
 * A Helm values file with the version and, while a part of the traffic goes to it, the percentage:
 * `version: 4562a17c17` and `canary: { trafficPercent: 20 }`. A chart turns them into an InferenceService.
 */
export const helmValues: Layout = {
  name: 'helm-values',
  what: 'Helm values',

  recognizes(documents) {
    const [first] = documents
    const isResource = documents.some(({ value }) => isMapping(value) && 'apiVersion' in value && 'kind' in value)
    return !isResource && (first === undefined || first.value === null || isMapping(first.value))
  },

  read(manifest) {
    refuseLaterDocuments(manifest)
    refuseUnclearKey(manifest)
    const version = readVersion(versionSpot(manifest))
    if (version === undefined) return undefined
    return { version, rollout: readTraffic(trafficSpot(manifest)) }
  },

  edits(manifest, next) {
    return [...versionEdits(manifest, next), ...rolloutEdits(manifest, next)]
  },

  shadow: keyedShadow({ spotOf: (manifest, path) => ({ manifest, document: 0, path }), whenOff: 'removed' }),
}

function versionEdits(manifest: OpenManifest, next: Running): readonly YamlEdit[] {
  const spot = versionSpot(manifest)
  if (readVersion(spot) === next.version) return []
  const address = addressAt(spot)
  if (address !== undefined) return editsAt(address, next.version)
  const { document, path } = spot
  return [{ document, op: 'set', path, value: next.version }, ...setEdits(manifest, document)]
}

/** Also in a file without a version: its first one must not inherit a left-over percentage. */
function rolloutEdits(manifest: OpenManifest, next: Running): readonly YamlEdit[] {
  const spot = trafficSpot(manifest)
  return sameRollout(readTraffic(spot), next.rollout) ? [] : trafficEdits(spot, next.rollout)
}

function versionSpot(manifest: OpenManifest): Spot {
  return { manifest, document: 0, path: manifest.environment.keys.version ?? ['version'] }
}

function trafficSpot(manifest: OpenManifest): Spot {
  return { manifest, document: 0, path: manifest.environment.keys.traffic ?? ['canary', 'trafficPercent'] }
}

/** A key of one's own may hold a whole image, or the address of a model, of which the version is a part. */
function addressAt(spot: Spot): VersionPlace | undefined {
  return spot.manifest.environment.keys.version === undefined ? undefined : addressPlace(spot)
}

function readVersion(spot: Spot): string | undefined {
  refuseDigest(spot)
  const address = addressAt(spot)
  if (address !== undefined) return versionAt(address)
  const version = lookUp(spot)
  if (version === undefined || version === null || version === '') return undefined
  if (typeof version === 'string') return version
  const written = writtenNumber(spot)
  if (written !== undefined) return written
  throw manifestError(spot, `${kindOf(version)} stands where a version is needed.`, {
    fix: 'Write the version in quotes, or name the right path under "keys:" in serin.yml.',
  })
}

function refuseUnclearKey(manifest: OpenManifest): void {
  const problem = versionKeyProblem(manifest)
  if (problem !== undefined) throw problem
}

/** Charts that know both take the digest, so that a new tag would change nothing. */
function refuseDigest(spot: Spot): void {
  if (spot.path.at(-1) !== 'tag') return
  const digest = { ...spot, path: [...spot.path.slice(0, -1), 'digest'] }
  const value = lookUp(digest)
  if (typeof value !== 'string' || value === '') return
  throw manifestError(digest, 'The image is named by its digest, which takes the place of the tag.', {
    fix: 'Remove the digest, and name the version as the tag.',
  })
}

/** Helm and Argo CD read the first document of a values file and ignore the rest without a word. */
function refuseLaterDocuments(manifest: OpenManifest): void {
  const later = manifest.documents.findIndex(({ value }, index) => index > 0 && value !== null)
  if (later < 0) return
  throw manifestError(
    { manifest, document: later, path: [] },
    'Helm ignores everything after the first document of a values file.',
    {
      fix: 'Remove the "---" before it, or move this part to a file of its own.',
    },
  )
}
