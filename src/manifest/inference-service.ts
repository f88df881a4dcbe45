import type { OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'

export function isInferenceService(value: unknown): boolean {
  return isMapping(value) && value.kind === 'InferenceService' && value.apiVersion === 'serving.kserve.io/v1beta1'
}

/**
 * The InferenceService that the environment means: the only one of the file, or the one named by `resource`.
 * Throws a UserError when there is none, and when several could be meant.
 */
export function inferenceServiceIn(manifest: OpenManifest): Spot {
  const { file, resource } = manifest.environment
  const all = manifest.documents.flatMap(({ value }, document): Spot[] =>
    isInferenceService(value) ? [{ manifest, document, path: [] }] : [],
  )
  const names = all.map(nameOf).join(', ')
  const meant = resource === undefined ? all : all.filter((service) => nameOf(service) === resource)
  const [service, other] = meant
  if (service === undefined) {
    const what =
      resource === undefined ? 'no InferenceService (serving.kserve.io/v1beta1)' : `no InferenceService "${resource}"`
    throw manifestError({ manifest, document: 0, path: [] }, `${file} has ${what}.`, {
      fix: names === '' ? 'Write one into the file.' : `Write "resource:" in serin.yml as one of: ${names}.`,
    })
  }
  if (other !== undefined) {
    throw manifestError({ ...other, path: ['metadata', 'name'] }, `${file} has several InferenceServices: ${names}.`, {
      fix: 'Name the one that is meant as "resource:" in serin.yml.',
    })
  }
  return service
}

function nameOf(service: Spot): string {
  return String(lookUp({ ...service, path: ['metadata', 'name'] }) ?? 'without a name')
}

/**
 * KServe 0.20 has a second kind of canary, for Standard mode; a change of the predictor beside it would be half a change.
 * Throws a UserError when the service has one.
 */
export function refuseCanaryList(service: Spot): void {
  const spot = { ...service, path: ['spec', 'canary'] }
  const canary = lookUp(spot)
  if (!Array.isArray(canary) || canary.length === 0) return
  throw manifestError(spot, 'The layout kserve does not write the canaries of Standard mode (spec.canary).', {
    fix: 'Write "layout: kserve-standard" in serin.yml.',
  })
}

/** Why `/shadow` is refused for an InferenceService, whatever its mode. */
export const NO_MIRROR =
  'KServe has nothing that mirrors requests (kserve#2240 is open). Deploy the version as a second InferenceService, and put a VirtualService or an HTTPRoute in front of both (layout virtual-service or http-route).'
