import type { OpenManifest } from './layout.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import type { ModelSpot } from './predictor.ts'
import { nameOfResource, resourceIn, resourcesIn } from './resource.ts'

export const LLM_SERVICE = { kind: 'LLMInferenceService', group: 'serving.kserve.io' }
export const STOP = 'serving.kserve.io/stop'

/** The resources of one `spec.router.route.group`: what ran before, where there is such a one, and the newest. */
export interface LlmGroup {
  readonly old?: Spot
  readonly newest: Spot
}

/**
 * The LLMInferenceServices that share traffic: those of the file with one group, the newest last.
 * Throws a UserError when it is not clear which, or when they cannot share it.
 */
export function llmGroupIn(manifest: OpenManifest): LlmGroup {
  const { resource } = manifest.environment
  const all = resourcesIn(manifest, LLM_SERVICE)
  const [first] = all
  const isOneGroup = first !== undefined && groupOf(first) !== undefined && all.every((one) => sameGroup(one, first))
  const meant = resource === undefined && isOneGroup ? first : resourceIn(manifest, LLM_SERVICE)
  const members = groupOf(meant) === undefined ? [meant] : all.filter((one) => sameGroup(one, meant))
  const [old, newest, third] = members
  if (third !== undefined) {
    throw manifestError(third, `The group has ${members.length} members; Serin moves traffic between two.`, {
      fix: 'Remove the others from the group.',
    })
  }
  if (old === undefined || newest === undefined) return { newest: meant }
  for (const member of [old, newest]) refuseOwnRoute(member)
  refuseDifferentModels(old, newest)
  return { old, newest }
}

function groupOf(service: Spot): unknown {
  return lookUp({ ...service, path: ['spec', 'router', 'route', 'group'] }) ?? undefined
}

function sameGroup(left: Spot, right: Spot): boolean {
  return groupOf(left) === groupOf(right)
}

/** A group has no effect beside routes of one's own (`llm_inference_service_validation.go`). */
function refuseOwnRoute(service: Spot): void {
  const router = { ...service, path: ['spec', 'router'] }
  const own = [['ingress'], ['route', 'http', 'refs']]
    .map((path) => ({ ...router, path: [...router.path, ...path] }))
    .find((spot) => (lookUp(spot) ?? undefined) !== undefined)
  if (own === undefined) return
  throw manifestError(own, `A member of a group cannot have ${own.path.join('.')}: KServe refuses it.`, {
    fix: 'Remove it, or the group.',
  })
}

/** Clients ask a group for a model by its name, which is that of the resource when none is written. */
function refuseDifferentModels(old: Spot, newest: Spot): void {
  const [left, right] = [old, newest].map((one) => String(lookUp(modelNameSpot(one)) ?? nameOfResource(one)))
  if (left === right) return
  throw manifestError(
    modelNameSpot(newest),
    `The members of the group serve models of other names: ${left}, ${right}.`,
    {
      fix: 'Write the same spec.model.name in both.',
    },
  )
}

/** What a resource is, or would be, called in a group: its group, and the model that clients ask for. */
export function groupNames(service: Spot): { readonly group: string; readonly model: string } {
  const name = nameOfResource(service)
  return { group: String(groupOf(service) ?? name), model: String(lookUp(modelNameSpot(service)) ?? name) }
}

function modelNameSpot(service: Spot): Spot {
  return { ...service, path: ['spec', 'model', 'name'] }
}

/** Where a member says which model it serves. */
export function llmModel(service: Spot): ModelSpot {
  const spot = { ...service, path: service.manifest.environment.keys.version ?? ['spec', 'model', 'uri'] }
  const address = lookUp(spot)
  if (typeof address === 'string' && address !== '') {
    const isAddress = address.includes('://') || service.manifest.environment.keys.version === undefined
    return { ...spot, form: isAddress ? 'uri' : 'version', address }
  }
  throw manifestError(spot, `The resource ${nameOfResource(service)} does not say where its model lies.`, {
    fix: 'Write its spec.model.uri.',
  })
}

export function isStopped(service: Spot): boolean {
  return String(lookUp({ ...service, path: ['metadata', 'annotations', STOP] })) === 'true'
}

export function weightSpot(service: Spot): Spot {
  return { ...service, path: ['spec', 'router', 'route', 'weight'] }
}

/** The weight of a member (`RouteSpec`: 0 to 1000000, proportional); a stopped one keeps it and gets no traffic. */
export function weightIn(service: Spot): number {
  const spot = weightSpot(service)
  const weight = lookUp(spot)
  if (typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 && weight <= 1_000_000) return weight
  throw manifestError(spot, 'A member of a group needs a weight, a whole number from 0 to 1000000.', {
    fix: 'Write spec.router.route.weight.',
  })
}
