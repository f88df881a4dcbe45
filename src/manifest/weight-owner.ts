import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { isResource, nameOfResource } from './resource.ts'

const ROLLOUT = { kind: 'Rollout', group: 'argoproj.io' }
const CANARY = { kind: 'Canary', group: 'flagger.app' }
/** Argo Rollouts marks with these what it writes to. */
const ROLLOUTS_MARKS = ['argo-rollouts.argoproj.io/managed-by-rollouts', 'rollouts.argoproj.io/gatewayapi-canary']

/**
 * Refuses a resource whose weights a controller writes: what git says about them would be overwritten, or fight with it.
 * Told by `ownerReferences`, the marks of Argo Rollouts, and the Rollouts and Canaries of the same file that name it.
 */
export function refuseOwnedWeights(resource: Spot): void {
  const owner = ownerOf(resource)
  if (owner === undefined) return
  const kind = String(lookUp({ ...resource, path: ['kind'] }))
  throw manifestError(
    { ...resource, path: ['metadata', 'name'] },
    `The weights of the ${kind} ${nameOfResource(resource)} belong to ${owner.name}, which would overwrite them.`,
    { fix: owner.fix },
  )
}

/** The controller that writes the weights of a resource, and what to do instead; undefined when none is known. */
export function ownerOf(resource: Spot): Owner | undefined {
  return markOf(resource) ?? ownerIn(resource)
}

interface Owner {
  readonly name: string
  readonly fix: string
}

const ROLLOUTS: Owner = {
  name: 'Argo Rollouts',
  fix: 'Release through the file of the Rollout, with "layout: argo-rollouts", or take this route out of its trafficRouting.',
}
const FLAGGER: Owner = {
  name: 'Flagger',
  fix: 'Release through the file of the Canary\'s target, with "layout: flagger", or remove the Canary.',
}

function markOf(resource: Spot): Owner | undefined {
  const marks = ['annotations', 'labels'].flatMap((part) => keysAt({ ...resource, path: ['metadata', part] }))
  if (marks.some((key) => ROLLOUTS_MARKS.includes(key))) return ROLLOUTS
  const references = lookUp({ ...resource, path: ['metadata', 'ownerReferences'] })
  for (const reference of Array.isArray(references) ? references : []) {
    if (!isMapping(reference)) continue
    if (isResource(reference, ROLLOUT)) return ROLLOUTS
    if (isResource(reference, CANARY)) return FLAGGER
    if (reference.controller !== true) continue
    return {
      name: `the ${reference.kind} ${reference.name}`,
      fix: `Release through the file of the ${reference.kind}.`,
    }
  }
  return undefined
}

function keysAt(spot: Spot): string[] {
  const value = lookUp(spot)
  return isMapping(value) ? Object.keys(value) : []
}

function ownerIn({ manifest, document }: Spot): Owner | undefined {
  const name = nameOfResource({ manifest, document, path: [] })
  for (const [index, { value }] of manifest.documents.entries()) {
    const at = (...path: string[]) => lookUp({ manifest, document: index, path })
    if (isResource(value, ROLLOUT) && mentions(at('spec', 'strategy', 'canary', 'trafficRouting'), name)) {
      return ROLLOUTS
    }
    if (!isResource(value, CANARY)) continue
    if ((at('spec', 'service', 'name') ?? at('spec', 'targetRef', 'name')) === name) return FLAGGER
  }
  return undefined
}

function mentions(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return value === name
  return Object.values(value).some((part) => mentions(part, name))
}
