import type { YamlEdit } from '../yaml/edit.ts'
import type { YamlDocument } from '../yaml/read.ts'
import { DEPLOYMENT_MODE, modeOf } from './deployment-mode.ts'
import { inferenceServiceIn, isInferenceService, refuseCanaryList } from './inference-service.ts'
import { type Layout, type OpenManifest, type Rollout, type Running, sameRollout } from './layout.ts'
import { manifestError, type Spot } from './look-up.ts'
import { modelVersion, modelVersionEdits } from './model-version.ts'
import { findModel } from './predictor.ts'
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
    const service = serviceIn(manifest)
    const version = modelVersion(findModel(service))
    return version === undefined ? undefined : { version, rollout: rolloutOf(service) }
  },

  edits(manifest, next) {
    const service = serviceIn(manifest)
    const versionEdits = modelVersionEdits(findModel(service), next.version)
    return [...versionEdits, ...editsForRollout(service, next)]
  },
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
      fix: `Write the annotation ${DEPLOYMENT_MODE}: Knative to split traffic, or "layout: kserve-standard" in serin.yml for the canaries of Standard mode (KServe 0.20 or later), or let versions take all traffic at once.`,
    },
  )
}

function trafficSpot(service: Spot): Spot {
  const path = service.manifest.environment.keys.traffic ?? ['spec', 'predictor', 'canaryTrafficPercent']
  return { ...service, path }
}

/**
 * The deployment mode when it is not Knative (`Serverless` is its old name; KServe `pkg/constants/constants.go`).
 * Without the annotation the cluster's default holds, which git does not know; KServe ships Knative as the default.
 */
function otherModeOf(service: Spot): string | undefined {
  const mode = modeOf(service)
  return mode === 'Knative' || mode === 'Serverless' ? undefined : mode
}

function serviceIn(manifest: OpenManifest): Spot {
  const service = inferenceServiceIn(manifest)
  refuseCanaryList(service)
  return service
}
