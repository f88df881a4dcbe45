import type { YamlEdit } from '../yaml/edit.ts'
import { isInferenceService } from './inference-service.ts'
import { type Layout, noShares, type OpenManifest, type WholeOnly } from './layout.ts'
import { leadsReleases } from './leading-resource.ts'
import { leftBehind } from './left-behind.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { modelAddressEdits, modelVersion } from './model-version.ts'
import { findModel, type ModelSpot } from './predictor.ts'
import { nameOfResource, resourceIn } from './resource.ts'
import { type Destinations, ONE_DESTINATION, openRoutes, routeEdits, wholeOnlyOf } from './route-layout.ts'
import { restOf, runningOf, type SplitPlan } from './split.ts'
import { nameWith, splitName } from './version-in-name.ts'
import { editTo, type WeightedRoute } from './weighted-route.ts'

const INFERENCE_GRAPH = { kind: 'InferenceGraph', group: 'serving.kserve.io' }

/**
 * The Splitter of a KServe InferenceGraph (serving.kserve.io/v1alpha1): the weights of its steps, which must sum to 100
 * (`inference_graph_validation.go`). The version is that of the step's InferenceService in the same file; without one
 * there, it ends the name of the service (`iris-4562a17c17`), which is deployed by something else.
 */
export const inferenceGraph: Layout = {
  name: 'inference-graph',
  what: 'a KServe InferenceGraph',
  noShadow:
    'An InferenceGraph has no router that mirrors requests (kserve#2240 is open). Put a VirtualService or an HTTPRoute in front of the InferenceServices and release through that file (layout virtual-service or http-route).',

  recognizes(documents) {
    return leadsReleases(documents, INFERENCE_GRAPH, (graph) => splitters(graph).length > 0)
  },

  read(manifest) {
    return runningOf(open(manifest).split)
  },

  rest(manifest) {
    return restOf(open(manifest).split)
  },

  wholeOnly(manifest) {
    const opened = open(manifest)
    const { newest } = opened.routes[0]
    return opened.split.old === undefined && modelOf(newest) !== undefined ? aloneIn(newest) : wholeOnlyOf(opened)
  },

  leftBehind(manifest) {
    const opened = open(manifest)
    const nodes = lookUp({ ...opened.resource, path: ['spec', 'nodes'] })
    const names = isMapping(nodes) ? Object.keys(nodes) : []
    const lists = names.map((name): Spot => ({ ...opened.resource, path: ['spec', 'nodes', name, 'steps'] }))
    return modelOf(opened.routes[0].newest) === undefined ? leftBehind(opened, lists, STEPS.versionLike) : []
  },

  edits(manifest, next) {
    return routeEdits(open(manifest), next, STEPS)
  },
}

const STEPS: Destinations = {
  nameOf: (step) => serviceOf(step),
  usualWeight: 0,
  versionOf,
  versionEdits,
  versionLike(like, step) {
    const [own, other] = [like, step].map((one) => splitName(String(lookUp(nameSpot(one)))))
    return own?.before === other?.before && own?.after === other?.after ? other?.version : undefined
  },
  beside(only, version) {
    const value = lookUp(only)
    // The names of steps are not the same twice.
    const { name: _, ...copy } = isMapping(value) ? value : {}
    return { value: { ...copy, serviceName: nameFor(only, version) }, edits: [] }
  },
}

/** Where the models are in the file, a second one is a document of its own. */
function aloneIn(step: Spot): WholeOnly {
  const name = serviceOf(step)
  return noShares(
    ONE_DESTINATION,
    `Copy the InferenceService ${name} below a line \`---\`, there with \`metadata: { name: ${name}-canary }\`, and add \`- { serviceName: ${name}-canary, weight: 0 }\` as the last step of the Splitter; the first keeps weight 100.`,
  )
}

function open(manifest: OpenManifest) {
  const graph = resourceIn(manifest, INFERENCE_GRAPH)
  const names = splitters(manifest.documents[graph.document]?.value)
  const nodes = { ...graph, path: ['spec', 'nodes'] }
  if (names.length === 0) {
    throw manifestError(nodes, 'The InferenceGraph has no Splitter, so it splits no traffic.', {
      fix: 'Write a node with "routerType: Splitter" and a step for each of two versions, with weights.',
    })
  }
  const opened = openRoutes(
    graph,
    names.map((name) => ({ ...nodes, path: [...nodes.path, name, 'steps'] })),
    STEPS,
  )
  const { routes, split } = opened
  const sum = (split.old?.weight ?? 0) + split.newest.weight
  if (sum === 100) return opened
  throw manifestError(routes[0].list, `The weights of the Splitter sum to ${sum}; KServe accepts only 100.`, {
    fix: 'Correct them.',
  })
}

function splitters(graph: unknown): readonly string[] {
  const spec = isMapping(graph) ? graph.spec : undefined
  const nodes = isMapping(spec) && isMapping(spec.nodes) ? spec.nodes : {}
  return Object.keys(nodes).filter((name) => {
    const node = nodes[name]
    return isMapping(node) && node.routerType === 'Splitter'
  })
}

function nameSpot(step: Spot): Spot {
  return { ...step, path: [...step.path, 'serviceName'] }
}

function serviceOf(step: Spot): string {
  const name = lookUp(nameSpot(step))
  if (typeof name === 'string' && name !== '') return name
  throw manifestError(step, 'The step names no InferenceService.', {
    fix: 'Write its serviceName; Serin knows no version behind a serviceUrl or nodeName.',
  })
}

/** The model of the step's InferenceService, where that is in the same file. */
function modelOf(step: Spot): ModelSpot | undefined {
  const { manifest } = step
  const name = serviceOf(step)
  const document = manifest.documents.findIndex(
    ({ value }, index) => isInferenceService(value) && nameOfResource({ manifest, document: index, path: [] }) === name,
  )
  return document < 0 ? undefined : findModel({ manifest, document, path: [] })
}

function versionOf(step: Spot): string {
  const model = modelOf(step)
  const version = model === undefined ? splitName(serviceOf(step))?.version : modelVersion(model)
  if (version !== undefined) return version
  throw manifestError(nameSpot(step), `Nothing says which version ${serviceOf(step)} serves.`, {
    fix: 'Put the InferenceServices of both steps into this file, or let their names end in the version.',
  })
}

function versionEdits(routes: readonly WeightedRoute[], plan: SplitPlan): readonly YamlEdit[] {
  const [first] = routes
  if (first === undefined) return []
  const models = [first.old, first.newest].flatMap((step) => (step === undefined ? [] : [modelOf(step)]))
  if (models.every((model) => model === undefined)) return routes.flatMap((route) => renameEdits(route, plan))
  if (models.every((model) => model !== undefined)) return modelEdits(routes, first, plan)
  throw manifestError(first.list, 'Only one of the InferenceServices of the Splitter is in this file.', {
    fix: 'Put both into this file, or none.',
  })
}

function renameEdits({ old, newest }: WeightedRoute, plan: SplitPlan): readonly YamlEdit[] {
  return [
    ...(old && plan.old !== undefined ? editTo(nameSpot(old), nameFor(old, plan.old)) : []),
    ...editTo(nameSpot(newest), nameFor(newest, plan.newest)),
  ]
}

function nameFor(step: Spot, version: string): string {
  const name = serviceOf(step)
  const parts = splitName(name)
  return parts === undefined || parts.version === version ? name : nameWith(parts, version, nameSpot(step))
}

/**
 * What serves goes on serving: where the newest version becomes the old one, the steps change places instead of both
 * services loading another model, and only the idle one gets a new address.
 */
function modelEdits(routes: readonly WeightedRoute[], first: WeightedRoute, plan: SplitPlan): readonly YamlEdit[] {
  const { old, newest } = first
  if (old === undefined) return addressEdits(newest, plan.newest)
  if (plan.old === versionOf(old)) return addressEdits(newest, plan.newest)
  const swaps = routes.flatMap((route) => [
    ...(route.old ? editTo(nameSpot(route.old), serviceOf(newest)) : []),
    ...editTo(nameSpot(route.newest), serviceOf(old)),
  ])
  return [...swaps, ...addressEdits(old, plan.newest)]
}

function addressEdits(step: Spot, version: string): readonly YamlEdit[] {
  const model = modelOf(step)
  return model === undefined ? [] : modelAddressEdits(model, version)
}
