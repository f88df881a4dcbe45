import type { LayoutName } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import type { Layout, OpenManifest, Running, WholeOnly } from './layout.ts'
import { leadsReleases, splitsIn } from './leading-resource.ts'
import { lookUp, manifestError, type Spot } from './look-up.ts'
import { type MirrorForm, routeShadow } from './mirror.ts'
import { type ResourceKind, resourceIn } from './resource.ts'
import { setEdits } from './set-keys.ts'
import { planSplit, runningOf, type Split, type SplitPlan } from './split.ts'
import { refuseOwnedWeights } from './weight-owner.ts'
import { type RouteForm, routesIn, sharesOf, type WeightedRoute, weightEdits } from './weighted-route.ts'

/** What a kind of resource knows of its destinations. */
export interface Destinations extends RouteForm {
  /** The version behind a destination. */
  readonly versionOf: (destination: Spot) => string
  /** The edits that put the planned versions behind the destinations of all routes. */
  readonly versionEdits: (routes: readonly WeightedRoute[], plan: SplitPlan) => readonly YamlEdit[]
}

export interface OpenRoutes {
  readonly resource: Spot
  readonly routes: readonly [WeightedRoute, ...WeightedRoute[]]
  readonly split: Split
}

/** A kind of resource whose rules, at `spec.<rules>[]`, have a list of destinations with weights, and mirrors. */
export interface RouteKind {
  readonly name: LayoutName
  readonly what: string
  readonly resource: ResourceKind
  readonly rules: string
  readonly list: string
  readonly destinations: Destinations
  readonly mirror: MirrorForm
}

/** The layout of such a resource. */
export function routeLayout({ name, what, resource: kind, rules, list, destinations, mirror }: RouteKind): Layout {
  const open = (manifest: OpenManifest) => {
    const resource = refuseStorageUri(resourceIn(manifest, kind))
    return openRoutes(resource, listsIn(resource, rules, list), destinations)
  }
  return {
    name,
    what,
    recognizes: (documents) => leadsReleases(documents, kind, splitsIn(rules, list)),
    read: (manifest) => runningOf(open(manifest).split),
    wholeOnly: (manifest) => wholeOnlyOf(open(manifest)),
    edits: (manifest, next) => routeEdits(open(manifest), next, destinations),
    shadow: routeShadow(open, mirror),
  }
}

/** A single destination gets all traffic, whatever its weight. */
export function wholeOnlyOf({ split }: OpenRoutes): WholeOnly | undefined {
  return split.old === undefined ? { canary: ONE_DESTINATION } : undefined
}

const ONE_DESTINATION =
  'There is one destination, so the traffic cannot be split. Add a second destination below it, for the canary, with weight 0, and give the first one weight 100.'

/** The lists at `spec.<rules>[].<destinations>` of a resource, one for each rule. */
function listsIn(resource: Spot, rules: string, destinations: string): readonly Spot[] {
  const all = lookUp({ ...resource, path: ['spec', rules] })
  const indexes = Array.isArray(all) && all.length > 0 ? [...all.keys()] : [0]
  return indexes.map((index) => ({ ...resource, path: ['spec', rules, index, destinations] }))
}

/** The routes of a resource with the versions and weights they have now. Throws a UserError when they are not clear. */
export function openRoutes(resource: Spot, lists: readonly Spot[], destinations: Destinations): OpenRoutes {
  refuseVersionKey(resource.manifest)
  const routes = routesIn(lists, destinations)
  const weights = sharesOf(routes, destinations)
  const { old, newest } = routes[0]
  return {
    resource,
    routes,
    split: {
      ...(old && { old: { version: destinations.versionOf(old), weight: weights.old } }),
      newest: { version: destinations.versionOf(newest), weight: weights.newest },
    },
  }
}

/** The edits that make the routes say `next`: versions and weights together. */
export function routeEdits(
  { resource, routes, split }: OpenRoutes,
  next: Running,
  destinations: Destinations,
): readonly YamlEdit[] {
  refuseOwnedWeights(resource)
  const plan = planSplit(split, next, routes[0].list)
  const set = split.newest.version === next.version ? [] : setEdits(resource.manifest, resource.document)
  return [...destinations.versionEdits(routes, plan), ...weightEdits(routes, plan.percent, destinations), ...set]
}

function refuseVersionKey(manifest: OpenManifest): void {
  const { version } = manifest.environment.keys
  if (version === undefined) return
  throw manifestError(
    { manifest, document: 0, path: version },
    'The versions of a split are read from its destinations.',
    {
      fix: 'Remove "version" from "keys" in serin.yml.',
    },
  )
}

/** Throws a UserError for a `storage-uri` in serin.yml, which means nothing where no address of a model is written. */
function refuseStorageUri(resource: Spot): Spot {
  const { storageUri } = resource.manifest.environment
  if (storageUri === undefined) return resource
  throw manifestError(
    resource,
    'This manifest holds no address of a model, but serin.yml has a "storage-uri" for it.',
    {
      fix: 'Remove "storage-uri" from serin.yml.',
    },
  )
}
