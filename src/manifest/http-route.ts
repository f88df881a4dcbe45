import type { YamlEdit } from '../yaml/edit.ts'
import type { Layout, OpenManifest } from './layout.ts'
import { leadsReleases, splitsIn } from './leading-resource.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { resourceIn } from './resource.ts'
import {
  type Destinations,
  listsIn,
  openRoutes,
  refuseStorageUri,
  routeEdits,
  runningInRoutes,
} from './route-layout.ts'
import { type NameParts, nameWith, splitName } from './version-in-name.ts'

const HTTP_ROUTE = { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io' }

/**
 * A Gateway API HTTPRoute: the version ends the name of the Service in `backendRefs` (`iris-4562a17c17`), the share is
 * its `weight`, 1 where there is none (`HTTPBackendRef`). The Services are deployed by something else.
 */
export const httpRoute: Layout = {
  name: 'http-route',

  recognizes(documents) {
    return leadsReleases(documents, HTTP_ROUTE, splitsIn('rules', 'backendRefs'))
  },

  read(manifest) {
    if (manifest.documents.every(({ value }) => value === null)) return undefined
    return runningInRoutes(open(manifest))
  },

  edits(manifest, next) {
    return routeEdits(open(manifest), next, SERVICES)
  },
}

const SERVICES: Destinations = {
  nameOf: (destination) => String(lookUp(nameSpot(destination))),
  usualWeight: 1,
  versionOf: (destination) => partsOf(destination).version,
  versionEdits: (routes, plan) =>
    routes.flatMap(({ old, newest }) => [
      ...(old && plan.old !== undefined ? renameEdits(old, plan.old) : []),
      ...renameEdits(newest, plan.newest),
    ]),
}

function open(manifest: OpenManifest) {
  const route = refuseStorageUri(resourceIn(manifest, HTTP_ROUTE))
  return openRoutes(route, listsIn(route, 'rules', 'backendRefs'), SERVICES)
}

function nameSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'name'] }
}

function partsOf(destination: Spot): NameParts {
  const value = lookUp(destination)
  const kind = isMapping(value) ? (value.kind ?? 'Service') : 'Service'
  if (kind !== 'Service') {
    throw manifestError(destination, `The destination is of kind ${kind}; only Services are known here.`, {
      fix: 'Let the route lead to Services.',
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
  if (parts.version === version) return []
  const { document, path } = nameSpot(destination)
  return [{ document, op: 'set', path, value: nameWith(parts, version, nameSpot(destination)) }]
}
