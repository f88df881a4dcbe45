import { inferenceServiceIn } from './inference-service.ts'
import type { OpenManifest } from './layout.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { modelVersion } from './model-version.ts'
import { findModel, type ModelSpot } from './predictor.ts'

/** The entry of `spec.canary`: a second predictor, whose filled fields go over those of the first one. */
export interface CanaryEntry extends Spot {
  readonly name: string
  readonly percent: number
  /** Where its model is written; undefined when it has that of the first predictor. */
  readonly model: ModelSpot | undefined
  readonly version: string
}

export interface StandardService {
  readonly service: Spot
  readonly model: ModelSpot
  /** Undefined when none is written yet. */
  readonly version: string | undefined
  readonly canary?: CanaryEntry
}

/**
 * The InferenceService that is meant, with its predictor and canary (KServe `pkg/apis/serving/v1beta1/inference_service.go`,
 * CanarySpec, since 0.20). Throws a UserError when it has several canaries, or one that KServe refuses.
 */
export function standardServiceIn(manifest: OpenManifest): StandardService {
  const service = inferenceServiceIn(manifest)
  const model = findModel(service)
  if (model.path[0] !== 'spec' || model.path[1] !== 'predictor') {
    throw manifestError(model, 'In Standard mode the version is where the predictor names its model.', {
      fix: 'Name a key below spec.predictor as "keys: { version: … }" in serin.yml, or remove it.',
    })
  }
  refuseTrafficKey(service)
  const version = modelVersion(model)
  const entry = entryOf(service)
  if (entry === undefined) return { service, model, version }
  return { service, model, version, canary: readEntry(entry, { model, version }) }
}

function refuseTrafficKey(service: Spot): void {
  const { traffic } = service.manifest.environment.keys
  if (traffic === undefined) return
  throw manifestError({ ...service, path: traffic }, 'In Standard mode the percentage is in spec.canary.', {
    fix: 'Remove "traffic" from "keys" in serin.yml.',
  })
}

function entryOf(service: Spot): Spot | undefined {
  const list = { ...service, path: ['spec', 'canary'] }
  const entries = lookUp(list) ?? []
  if (!Array.isArray(entries)) {
    throw manifestError(list, `${kindOf(entries)} stands where the list of canaries is expected.`, {
      fix: 'Write a list.',
    })
  }
  if (entries.length < 2) return entries.length === 0 ? undefined : { ...list, path: [...list.path, 0] }
  throw manifestError(list, `There are ${entries.length} canaries; Serin moves traffic between two versions.`, {
    fix: 'Remove all but one.',
  })
}

function readEntry(entry: Spot, of: { model: ModelSpot; version: string | undefined }): CanaryEntry {
  const at = (...path: string[]): Spot => ({ ...entry, path: [...entry.path, ...path] })
  const percent = lookUp(at('trafficPercent'))
  if (typeof percent !== 'number' || !Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw manifestError(at('trafficPercent'), `${kindOf(percent)} stands where a percentage is needed.`, {
      fix: 'Write a whole number from 0 to 100 without quotes.',
    })
  }
  const name = lookUp(at('predictor', 'name'))
  if (typeof name !== 'string' || name === '') {
    throw manifestError(at('predictor'), 'The predictor of the canary has no name.', { fix: 'Write predictor.name.' })
  }
  const model = modelIn(entry, of.model)
  const version = model === undefined ? of.version : modelVersion(model)
  if (version === undefined) {
    throw manifestError(at('predictor'), 'The canary has no model.', { fix: 'Write its storageUri.' })
  }
  return { ...entry, name, percent, model, version }
}

/** At the same path as in the first predictor: a canary with another framework would be another service. */
function modelIn(entry: Spot, stable: ModelSpot): ModelSpot | undefined {
  const spot = { ...entry, path: [...entry.path, ...stable.path.slice(1)] }
  const address = lookUp(spot)
  if (typeof address === 'string' && address !== '') return { ...spot, form: stable.form, address }
  const predictor = lookUp({ ...entry, path: [...entry.path, 'predictor'] })
  const key = stable.path[2]
  const others = isMapping(predictor) ? Object.keys(predictor).filter((one) => isMapping(predictor[one])) : []
  if (address === undefined && others.length === 0) return undefined
  if (address === undefined && key !== undefined && others.every((one) => one !== key && !FRAMEWORK.test(one))) {
    return undefined
  }
  throw manifestError(spot, `The canary does not name its model as the predictor does, at ${stable.path.join('.')}.`, {
    fix: 'Write it there.',
  })
}

const FRAMEWORK =
  /^(model|sklearn|xgboost|tensorflow|pytorch|triton|onnx|huggingface|lightgbm|paddle|pmml|containers|storageUris)$/
