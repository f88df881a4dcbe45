import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { indexOfModel } from './model-image.ts'
import type { AddressForm } from './storage-address.ts'

/** Where an InferenceService says which model its predictor serves. */
export interface ModelSpot extends Spot {
  readonly form: AddressForm
  /** Undefined when the key is not there yet. */
  readonly address: string | undefined
}

/** `spec.predictor.<one of these>` has a `storageUri` or `storage.path`: `PredictorSpec` of serving.kserve.io/v1beta1. */
const FRAMEWORKS = [
  'model',
  'sklearn',
  'xgboost',
  'tensorflow',
  'pytorch',
  'triton',
  'onnx',
  'huggingface',
  'lightgbm',
  'paddle',
  'pmml',
] as const

/**
 * The one place in the predictor that names the model; with `keys.version` of the environment, that place.
 * Throws a UserError when there is none, or more than one.
 */
export function findModel(service: Spot): ModelSpot {
  const chosen = service.manifest.environment.keys.version
  if (chosen !== undefined) return modelAt({ ...service, path: chosen }, undefined)
  const predictor = { ...service, path: ['spec', 'predictor'] }
  if (!isMapping(lookUp(predictor))) {
    throw manifestError(predictor, 'The InferenceService has no predictor.', {
      fix: 'Write spec.predictor with the model it serves.',
    })
  }
  const found = [...frameworkSpots(predictor), ...storageUriSpots(predictor)]
  const all = found.length > 0 ? found : [...containerSpots(predictor), ...emptySpots(predictor)]
  const [first, second] = all
  if (first === undefined) {
    throw manifestError(predictor, 'The predictor does not say where its model lies.', {
      fix: 'Write its storageUri, or name the key that holds the version as "keys: { version: … }" in serin.yml.',
    })
  }
  if (second === undefined) return first
  throw manifestError(
    second,
    `The predictor names several models: ${first.path.join('.')} and ${second.path.join('.')}.`,
    {
      fix: 'Name the one that Serin changes as "keys: { version: … }" in serin.yml.',
    },
  )
}

function frameworkSpots(predictor: Spot): ModelSpot[] {
  return FRAMEWORKS.flatMap((framework) => [
    ...presentSpot(predictor, [framework, 'storageUri'], 'uri'),
    ...presentSpot(predictor, [framework, 'storage', 'path'], 'path'),
  ])
}

function storageUriSpots(predictor: Spot): ModelSpot[] {
  return indexes(predictor, ['storageUris']).flatMap((index) =>
    presentSpot(predictor, ['storageUris', index, 'uri'], 'uri'),
  )
}

/** A predictor of one's own: the container that serves has STORAGE_URI, or the model inside its image. KServe calls it `kserve-container`. */
function containerSpots(predictor: Spot): ModelSpot[] {
  const all = indexes(predictor, ['containers'])
  const named = all.filter((index) => value(predictor, ['containers', index, 'name']) === 'kserve-container')
  const images = all.map((index) => ({
    name: value(predictor, ['containers', index, 'name']),
    image: value(predictor, ['containers', index, 'image']),
  }))
  const own = named[0] ?? indexOfModel(images, predictor.manifest.environment.model)
  return (own === undefined ? all : [own]).flatMap((index) => {
    const address = indexes(predictor, ['containers', index, 'env'])
      .filter((variable) => value(predictor, ['containers', index, 'env', variable, 'name']) === 'STORAGE_URI')
      .flatMap((variable) => presentSpot(predictor, ['containers', index, 'env', variable, 'value'], 'uri'))
    return address.length > 0 ? address : presentSpot(predictor, ['containers', index, 'image'], 'image')
  })
}

/** With a template, the address can be written where a framework has none yet. */
function emptySpots(predictor: Spot): ModelSpot[] {
  if (predictor.manifest.environment.storageUri === undefined) return []
  return FRAMEWORKS.filter((framework) => isMapping(value(predictor, [framework]))).map((framework) => ({
    ...predictor,
    path: [...predictor.path, framework, 'storageUri'],
    form: 'uri',
    address: undefined,
  }))
}

function presentSpot(predictor: Spot, path: Spot['path'], form: AddressForm): ModelSpot[] {
  const spot = { ...predictor, path: [...predictor.path, ...path] }
  const address = lookUp(spot)
  return address === undefined || address === null ? [] : [modelAt(spot, form)]
}

function modelAt(spot: Spot, form: AddressForm | undefined): ModelSpot {
  const address = lookUp(spot) ?? undefined
  if (address !== undefined && typeof address !== 'string') {
    throw manifestError(spot, 'The address of the model is not a text.', { fix: 'Write it in quotes.' })
  }
  return { ...spot, form: form ?? formOf(spot.path, address), address }
}

/** The form of a place the person chose. */
function formOf(path: Spot['path'], address: string | undefined): AddressForm {
  if (address?.includes('://') || path.at(-1) === 'storageUri') return 'uri'
  return path.at(-1) === 'image' ? 'image' : 'version'
}

function value(predictor: Spot, path: Spot['path']): unknown {
  return lookUp({ ...predictor, path: [...predictor.path, ...path] })
}

function indexes(predictor: Spot, path: Spot['path']): number[] {
  const list = value(predictor, path)
  return Array.isArray(list) ? [...list.keys()] : []
}
