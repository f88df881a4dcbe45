import type { YamlEdit } from '../yaml/edit.ts'
import type { YamlDocument } from '../yaml/read.ts'
import { DEPLOYMENT_MODE, modeOf } from './deployment-mode.ts'
import { inferenceServiceIn, isInferenceService, NO_MIRROR, refuseCanaryList } from './inference-service.ts'
import {
  type Layout,
  noShares,
  type OpenManifest,
  type Rollout,
  type Running,
  sameRollout,
  type WholeOnly,
} from './layout.ts'
import type { Spot } from './look-up.ts'
import { modelVersion, modelVersionEdits } from './model-version.ts'
import { findModel } from './predictor.ts'
import { readTraffic, trafficEdits } from './traffic.ts'

/**
 * A KServe InferenceService (serving.kserve.io/v1beta1): the version is in the address of the predictor's model, the
 * percentage in `spec.predictor.canaryTrafficPercent`, which only Knative mode obeys.
 */
export const kserve: Layout = {
  name: 'kserve',
  what: 'a KServe InferenceService (serving.kserve.io/v1beta1)',
  noShadow: NO_MIRROR,

  recognizes(documents: readonly YamlDocument[]) {
    return documents.some(({ value }) => isInferenceService(value))
  },

  read(manifest) {
    const service = serviceIn(manifest)
    const version = modelVersion(findModel(service))
    return version === undefined ? undefined : { version, rollout: rolloutOf(service) }
  },

  wholeOnly(manifest) {
    const mode = otherModeOf(serviceIn(manifest))
    return mode === undefined ? undefined : ignoredIn(mode)
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
  return sameRollout(rolloutOf(service), rollout) ? [] : trafficEdits(trafficSpot(service), rollout)
}

function ignoredIn(mode: string): WholeOnly {
  return noShares(
    `In ${mode} mode KServe ignores canaryTrafficPercent: the version in the file gets all traffic.`,
    `Write the annotation ${DEPLOYMENT_MODE}: Knative to split traffic, or "layout: kserve-standard" in serin.yml for the canaries of Standard mode (KServe 0.20 or later), or release the version with /promote.`,
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
