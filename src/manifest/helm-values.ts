import type { YamlEdit } from '../yaml/edit.ts'
import { keyedShadow } from './keyed-shadow.ts'
import { type Layout, type OpenManifest, type Running, sameRollout } from './layout.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { setEdits } from './set-keys.ts'
import { readTraffic, trafficEdits } from './traffic.ts'
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

function readVersion(spot: Spot): string | undefined {
  const version = lookUp(spot)
  if (version === undefined || version === null || version === '') return undefined
  if (typeof version === 'string') return version
  const written = writtenNumber(spot)
  if (written !== undefined) return written
  throw manifestError(spot, `${kindOf(version)} stands where a version is needed.`, {
    fix: 'Write the version in quotes, or name the right path under "keys:" in serin.yml.',
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
