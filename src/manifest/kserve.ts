import type { YamlEdit } from '../yaml/edit.ts'
import type { YamlDocument } from '../yaml/read.ts'
import { inferenceServiceIn, isInferenceService } from './inference-service.ts'
import { type Layout, type Rollout, type Running, sameRollout } from './layout.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { findModel, type ModelSpot } from './predictor.ts'
import { setEdits } from './set-keys.ts'
import { addressByTemplate, fitsAddress, splitAddress, versionByTemplate } from './storage-address.ts'
import { readTraffic, trafficEdits } from './traffic.ts'

/**
 * A KServe InferenceService (serving.kserve.io/v1beta1): the version is in the address of the predictor's model, the
 * percentage in `spec.predictor.canaryTrafficPercent`, which only Knative mode obeys.
 */
export const kserve: Layout = {
  name: 'kserve',

  recognizes(documents: readonly YamlDocument[]) {
    return documents.some(({ value }) => isInferenceService(value))
  },

  read(manifest) {
    if (manifest.documents.every(({ value }) => value === null)) return undefined
    const service = inferenceServiceIn(manifest)
    const version = versionAt(findModel(service))
    return version === undefined ? undefined : { version, rollout: rolloutOf(service) }
  },

  edits(manifest, next) {
    const service = inferenceServiceIn(manifest)
    const versionEdits = editsForVersion(findModel(service), next.version)
    return [...versionEdits, ...editsForRollout(service, next)]
  },
}

function versionAt(model: ModelSpot): string | undefined {
  const { address, form } = model
  if (address === undefined || address === '') return undefined
  const template = model.manifest.environment.storageUri
  if (template === undefined) return partsOf(address, model).version
  const version = form === 'version' ? address : versionByTemplate(address, template)
  if (version !== undefined) return version
  throw manifestError(model, `The address ${JSON.stringify(address)} is not one of "${template}".`, {
    fix: 'Correct "storage-uri" in serin.yml, or the address here.',
  })
}

function partsOf(address: string, model: ModelSpot) {
  const parts = splitAddress(address, model.form)
  if (parts.kind === 'parts') return parts
  throw manifestError(model, `The address ${JSON.stringify(address)} ${parts.reason}, so its version cannot be told.`, {
    fix: 'Write the address of a version as "storage-uri" in serin.yml, with {version} in it.',
  })
}

function editsForVersion(model: ModelSpot, version: string): readonly YamlEdit[] {
  if (versionAt(model) === version) return []
  const { document, path } = model
  if (!fitsAddress(version)) {
    throw manifestError(model, `The version ${JSON.stringify(version)} cannot be part of an address.`, {
      fix: 'Use letters, digits, ".", "_" and "-", at most 128 of them.',
    })
  }
  return [{ document, op: 'set', path, value: addressOf(model, version) }, ...setEdits(model.manifest, document)]
}

function addressOf(model: ModelSpot, version: string): string {
  const template = model.manifest.environment.storageUri
  if (model.form === 'version') return version
  if (template !== undefined) return addressByTemplate(template, version)
  const { before, after } = partsOf(model.address ?? '', model)
  return `${before}${version}${after}`
}

/** In another mode than Knative the percentage means nothing: the version in the file has all traffic. */
function rolloutOf(service: Spot): Rollout {
  return otherModeOf(service) === undefined ? readTraffic(trafficSpot(service)) : { kind: 'stable' }
}

function editsForRollout(service: Spot, { rollout }: Running): readonly YamlEdit[] {
  if (sameRollout(rolloutOf(service), rollout)) return []
  const mode = otherModeOf(service)
  if (mode === undefined) return trafficEdits(trafficSpot(service), rollout)
  const annotation = { ...service, path: ['metadata', 'annotations', DEPLOYMENT_MODE] }
  throw manifestError(
    annotation,
    `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file gets all traffic.`,
    {
      fix: `Write the annotation ${DEPLOYMENT_MODE}: Knative to split traffic, or let versions take all traffic at once.`,
    },
  )
}

function trafficSpot(service: Spot): Spot {
  const path = service.manifest.environment.keys.traffic ?? ['spec', 'predictor', 'canaryTrafficPercent']
  return { ...service, path }
}

const DEPLOYMENT_MODE = 'serving.kserve.io/deploymentMode'

/**
 * The deployment mode when it is not Knative (`Serverless` is its old name; KServe `pkg/constants/constants.go`).
 * Without the annotation the cluster's default holds, which git does not know; KServe ships Knative as the default.
 */
function otherModeOf(service: Spot): string | undefined {
  const mode = lookUp({ ...service, path: ['metadata', 'annotations', DEPLOYMENT_MODE] })
  if (mode === undefined || mode === null || mode === 'Knative' || mode === 'Serverless') return undefined
  return String(mode)
}
