import type { YamlEdit } from '../yaml/edit.ts'
import { type Layout, noShares, type OpenManifest, type Running, type WholeOnly } from './layout.ts'
import {
  groupNames,
  isStopped,
  LLM_SERVICE,
  type LlmGroup,
  llmGroupIn,
  llmModel,
  STOP,
  weightIn,
  weightSpot,
} from './llm-group.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { addressOfVersion, modelAddressEdits, modelVersion } from './model-version.ts'
import { isResource, nameOfResource } from './resource.ts'
import { setEdits } from './set-keys.ts'
import { planSplit, restOf, runningOf, type Share, type Split, type SplitPlan, weightsOf } from './split.ts'
import { editTo } from './weighted-route.ts'

/**
 * KServe LLMInferenceServices (serving.kserve.io/v1alpha2), one for each of two versions, in one file and one
 * `spec.router.route.group`: the version is in `spec.model.uri`, the share is the weight among those not stopped.
 * Promoted and rolled back versions stay deployed with weight 0, so that traffic can go back to them at once.
 */
export const llmInferenceService: Layout = {
  name: 'llm-inference-service',
  what: 'KServe LLMInferenceServices',
  noShadow:
    'An LLMInferenceService has a weight but nothing that mirrors requests, and Serin writes no route in front of one. Begin with a small share of the traffic, /canary 1, or mirror in the gateway by hand.',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, LLM_SERVICE))
  },

  read(manifest) {
    return runningOf(splitOf(llmGroupIn(manifest)))
  },

  rest(manifest) {
    return restOf(splitOf(llmGroupIn(manifest)))
  },

  wholeOnly(manifest) {
    const { old, newest } = llmGroupIn(manifest)
    return old === undefined ? aloneText(newest) : undefined
  },

  edits(manifest, next) {
    const group = llmGroupIn(manifest)
    const split = splitOf(group)
    if (group.old === undefined) return singleEdits(group.newest, next)
    const pair: Pair = { old: group.old, newest: group.newest }
    const plan = planSplit(split, next, weightSpot(pair.newest))
    return [...pairEdits(pair, plan), ...newVersionEdits(manifest, { split, next, service: pair.newest })]
  },
}

interface Pair {
  readonly old: Spot
  readonly newest: Spot
}

function singleEdits(service: Spot, { version }: Running): readonly YamlEdit[] {
  return [...modelAddressEdits(llmModel(service), version), ...setEdits(service.manifest, service.document)]
}

/** A second resource has replicas, nodes and accelerators of its own, which only a person can grant. */
function aloneText(service: Spot): WholeOnly {
  const name = nameOfResource(service)
  const { group, model } = groupNames(service)
  const route = (weight: number) => `\`spec: { router: { route: { group: ${group}, weight: ${weight} } } }\``
  return noShares(
    `${name} is alone, so it has all the traffic.`,
    `Copy its document below a line \`---\`, there with \`metadata: { name: ${name}-canary }\` and ${route(0)}; write ${route(100)} here, and \`spec: { model: { name: ${model} } }\` in both.`,
  )
}

function newVersionEdits(
  manifest: OpenManifest,
  { split, next, service }: { split: Split; next: Running; service: Spot },
): readonly YamlEdit[] {
  return split.newest.version === next.version ? [] : setEdits(manifest, service.document)
}

function splitOf({ old, newest }: LlmGroup): Split {
  if (old === undefined) return { newest: { version: versionIn(newest), weight: 1 } }
  const split = { old: shareOf(old), newest: shareOf(newest) }
  if (split.old.weight + split.newest.weight > 0) return split
  throw manifestError(weightSpot(newest), 'No member of the group gets traffic.', {
    fix: `Give one of them a weight, and remove its annotation ${STOP}.`,
  })
}

function shareOf(service: Spot): Share {
  return { version: versionIn(service), weight: isStopped(service) ? 0 : weightIn(service) }
}

function versionIn(service: Spot): string {
  return modelVersion(llmModel(service)) ?? ''
}

function pairEdits(pair: Pair, plan: SplitPlan): readonly YamlEdit[] {
  const { old, newest } = pair
  const sum = weightIn(old) + weightIn(newest)
  const weights = weightsOf(plan.percent, sum, weightSpot(newest))
  const isSwap = plan.old !== versionIn(old)
  refuseColdStart(pair, plan)
  return [
    ...(isSwap ? swapEdits(pair, plan) : modelAddressEdits(llmModel(newest), plan.newest)),
    ...editTo(weightSpot(old), weights.old),
    ...editTo(weightSpot(newest), weights.newest),
    ...(isSwap || weights.old > 0 ? startEdits(old) : []),
    ...(isSwap || weights.newest > 0 ? startEdits(newest) : []),
  ]
}

/** All traffic to a stopped resource would find nobody until its model is loaded. */
function refuseColdStart({ old, newest }: Pair, plan: SplitPlan): void {
  if (plan.percent !== 100) return
  const taker = plan.old === versionIn(old) ? newest : old
  if (!isStopped(taker)) return
  throw manifestError(
    { ...taker, path: ['metadata', 'annotations', STOP] },
    `${nameOfResource(taker)} is stopped, and must load the model before it can take all traffic.`,
    { fix: 'Begin with /canary 1, which starts it, then comment /promote.' },
  )
}

/**
 * What serves goes on serving: the last document is the newest version's, so the two resources change places by their
 * names, and only the one without traffic gets another model.
 */
function swapEdits({ old, newest }: Pair, plan: SplitPlan): readonly YamlEdit[] {
  if (!isInterchangeable(old, newest)) {
    throw manifestError(
      old,
      `${nameOfResource(newest)} serves and is the last of its group, where the next version is to be written; ${nameOfResource(old)} cannot take its place, because they differ in more than name, model and weight.`,
      { fix: `Move the document of ${nameOfResource(old)} below that of ${nameOfResource(newest)}.` },
    )
  }
  const [left, right] = [llmModel(old), llmModel(newest)]
  return [
    ...editTo(nameSpot(old), nameOfResource(newest)),
    ...editTo(left, addressOfVersion(left, versionIn(newest))),
    ...editTo(nameSpot(newest), nameOfResource(old)),
    ...editTo(right, addressOfVersion(right, plan.newest)),
  ]
}

function isInterchangeable(old: Spot, newest: Spot): boolean {
  return JSON.stringify(withoutShare(old)) === JSON.stringify(withoutShare(newest))
}

/** The resource without what a release changes, its keys in order. */
function withoutShare(service: Spot): unknown {
  const model = llmModel(service)
  const changed = [nameSpot(service), weightSpot(service), model, stopSpot(service)].map(({ path }) => path.join('\n'))
  const strip = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (path.join('\n') === model.path.join('\n')) return addressOfVersion(model, 'x')
    if (changed.includes(path.join('\n'))) return undefined
    if (Array.isArray(value)) return value.map((item, index) => strip(item, [...path, index]))
    if (!isMapping(value)) return value
    const kept = Object.keys(value)
      .sort()
      .flatMap((key) => {
        const part = strip(value[key], [...path, key])
        return part === undefined ? [] : [[key, part]]
      })
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  }
  return strip(lookUp({ ...service, path: [] }), [])
}

function nameSpot(service: Spot): Spot {
  return { ...service, path: ['metadata', 'name'] }
}

function stopSpot(service: Spot): Spot {
  return { ...service, path: ['metadata', 'annotations', STOP] }
}

/** Removes the annotation that stops a resource, and the mapping around it when it holds nothing else. */
function startEdits(service: Spot): readonly YamlEdit[] {
  if (!isStopped(service)) return []
  const { document, path } = stopSpot(service)
  const annotations = lookUp({ ...service, path: path.slice(0, -1) })
  const isAlone = isMapping(annotations) && Object.keys(annotations).length === 1
  return [{ document, op: 'delete', path: isAlone ? path.slice(0, -1) : path }]
}
