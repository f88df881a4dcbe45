import type { YamlEdit } from '../yaml/edit.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { isResource, resourceIn } from './resource.ts'
import { setEdits } from './set-keys.ts'
import { planSplit, runningOf, type Split } from './split.ts'
import { type NameParts, nameWith, splitName } from './version-in-name.ts'
import { refuseOwnedWeights } from './weight-owner.ts'
import { editTo, type RouteForm, routesIn, sharesOf, type WeightedRoute, weightEdits } from './weighted-route.ts'

const HTTP_ROUTE = { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io' }

/**
 * A Gateway API HTTPRoute: the version ends the name of the Service in `backendRefs` (`iris-4562a17c17`), the share is
 * its `weight`, 1 where there is none (`HTTPBackendRef`). The Services are deployed by something else.
 */
export const httpRoute: Layout = {
  name: 'http-route',

  recognizes(documents) {
    return documents.some(({ value }) => isResource(value, HTTP_ROUTE))
  },

  read(manifest) {
    if (manifest.documents.every(({ value }) => value === null)) return undefined
    return runningOf(open(manifest).split)
  },

  edits(manifest, next) {
    const { route, routes, split } = open(manifest)
    refuseOwnedWeights(route)
    const plan = planSplit(split, next, routes[0].list)
    const renames = routes.flatMap((one) => [
      ...(one.old && plan.old !== undefined ? renameEdits(one.old, plan.old) : []),
      ...renameEdits(one.newest, plan.newest),
    ])
    const set = split.newest.version === next.version ? [] : setEdits(manifest, route.document)
    return [...renames, ...weightEdits(routes, plan.percent, FORM), ...set]
  },
}

const FORM: RouteForm = { nameOf: (destination) => String(lookUp(nameSpot(destination))), usualWeight: 1 }

function open(manifest: OpenManifest): {
  route: Spot
  routes: readonly [WeightedRoute, ...WeightedRoute[]]
  split: Split
} {
  const route = resourceIn(manifest, HTTP_ROUTE)
  const rules = lookUp({ ...route, path: ['spec', 'rules'] })
  const indexes = Array.isArray(rules) && rules.length > 0 ? [...rules.keys()] : [0]
  const lists = indexes.map((index) => ({ ...route, path: ['spec', 'rules', index, 'backendRefs'] }))
  const routes = routesIn(lists, FORM)
  const weights = sharesOf(routes, FORM)
  const { old, newest } = routes[0]
  return {
    route,
    routes,
    split: {
      ...(old && { old: { version: partsOf(old).version, weight: weights.old } }),
      newest: { version: partsOf(newest).version, weight: weights.newest },
    },
  }
}

function nameSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'name'] }
}

function partsOf(destination: Spot): NameParts {
  const value = lookUp(destination)
  const kind = isMapping(value) ? (value.kind ?? 'Service') : undefined
  if (kind !== undefined && kind !== 'Service') {
    throw manifestError(destination, `The destination is a resource of kind ${kind}; only Services are known here.`, {
      fix: 'Split the traffic in its own manifest.',
    })
  }
  const spot = nameSpot(destination)
  const name = lookUp(spot)
  const parts = typeof name === 'string' ? splitName(name) : undefined
  if (parts !== undefined) return parts
  throw manifestError(spot, `The name of the Service does not say which version is behind it.`, {
    fix: 'Give each version a Service with the version at the end of its name, such as iris-4562a17c17.',
  })
}

function renameEdits(destination: Spot, version: string): readonly YamlEdit[] {
  const parts = partsOf(destination)
  const spot = nameSpot(destination)
  return parts.version === version ? [] : editTo(spot, nameWith(parts, version, spot))
}
