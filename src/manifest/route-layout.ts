import type { LayoutName } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import type { Layout, OpenManifest, Running, WholeOnly } from './layout.ts'
import { leadsReleases, splitsIn } from './leading-resource.ts'
import { leftBehind } from './left-behind.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { type MirrorForm, routeShadow } from './mirror.ts'
import { type ResourceKind, resourceIn } from './resource.ts'
import { setEdits } from './set-keys.ts'
import { planSplit, restOf, runningOf, type Split, type SplitPlan } from './split.ts'
import { refuseOwnedWeights } from './weight-owner.ts'
import { editTo, type RouteForm, routesIn, sharesOf, type WeightedRoute, weightEdits } from './weighted-route.ts'

/** What a kind of resource knows of its destinations. */
export interface Destinations extends RouteForm {
  /** The version behind a destination. */
  readonly versionOf: (destination: Spot) => string
  /** The edits that put the planned versions behind the destinations of all routes. */
  readonly versionEdits: (routes: readonly WeightedRoute[], plan: SplitPlan) => readonly YamlEdit[]
  /**
   * An entry like the only one of a list that leads to another version, without a weight, and the edits that define
   * what it leads to elsewhere in the file. Throws a UserError when what it must be called cannot be known.
   */
  readonly beside: (only: Spot, version: string) => NewEntry
  /** The version behind a destination where it is one of the same model as another destination. */
  readonly versionLike: (like: Spot, destination: Spot) => string | undefined
}

export interface NewEntry {
  readonly value: Readonly<Record<string, unknown>>
  readonly edits: readonly YamlEdit[]
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
    rest: (manifest) => restOf(open(manifest).split),
    wholeOnly: (manifest) => wholeOnlyOf(open(manifest)),
    leftBehind(manifest) {
      const opened = open(manifest)
      return leftBehind(opened, listsIn(opened.resource, rules, list), destinations.versionLike)
    },
    edits: (manifest, next) => routeEdits(open(manifest), next, destinations),
    shadow: routeShadow(open, mirror),
  }
}

/** A single destination gets all traffic, whatever its weight; a canary adds the second one. */
export function wholeOnlyOf({ split }: OpenRoutes): WholeOnly | undefined {
  return split.old === undefined ? { why: ONE_DESTINATION } : undefined
}

export const ONE_DESTINATION = 'There is one destination, so it has all the traffic.'

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
  const set = split.newest.version === next.version ? [] : setEdits(resource.manifest, resource.document)
  if (split.old === undefined && next.rollout.kind === 'canary' && split.newest.version !== next.version) {
    const { percent } = next.rollout
    const change = { before: split.newest.version, version: next.version, percent }
    return [...besideEdits(routes, change, destinations), ...set]
  }
  const plan = planSplit(split, next, routes[0].list)
  return [...destinations.versionEdits(routes, plan), ...weightEdits(routes, plan.percent, destinations), ...set]
}

/** The edits that put a second destination beside the only one of each route; their weights sum to 100. */
function besideEdits(
  routes: OpenRoutes['routes'],
  { before, version, percent }: { before: string; version: string; percent: number },
  { beside }: Destinations,
): readonly YamlEdit[] {
  const added = routes.map(({ newest }) => ({ newest, entry: beside(newest, version) }))
  // What the entries lead to is the same in every route.
  const defined = added[0]?.entry.edits ?? []
  const entries = added.flatMap(({ newest, entry }): readonly YamlEdit[] => {
    const { document, path, manifest } = newest
    const list = path.slice(0, -1)
    const index = manifest.environment.keys.traffic?.[list.length] === 0 ? 0 : 1
    const value = { ...(withVersion(entry.value, before, version) as object), weight: percent }
    return [
      ...editTo({ ...newest, path: [...path, 'weight'] }, 100 - percent),
      { document, op: 'insert', path: [...list, index], value },
    ]
  })
  return [...entries, ...defined]
}

/** A copied header that says the version says the new one. */
function withVersion(value: unknown, before: string, version: string): unknown {
  if (value === before) return version
  if (Array.isArray(value)) return value.map((part) => withVersion(part, before, version))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withVersion(part, before, version)]))
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
