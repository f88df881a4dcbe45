import type { YamlEdit } from '../yaml/edit.ts'
import { backendName, backendParts, partsOfService } from './backend.ts'
import { httpMirror } from './http-mirror.ts'
import { isMapping, lookUp, type Spot } from './look-up.ts'
import { routeLayout } from './route-layout.ts'
import { nameWith } from './version-in-name.ts'
import { editTo, everyMatch } from './weighted-route.ts'

/**
 * A Gateway API HTTPRoute: the version ends the name of the Service in `backendRefs` (`iris-4562a17c17`), the share is
 * its `weight`, 1 where there is none (`HTTPBackendRef`), and a filter of its rule mirrors. The Services are deployed by
 * something else.
 */
export const httpRoute = routeLayout({
  name: 'http-route',
  what: 'a Gateway API HTTPRoute',
  resource: { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io' },
  rules: 'rules',
  list: 'backendRefs',
  destinations: {
    nameOf: backendName,
    usualWeight: 1,
    isForSome: (list) => everyMatch(list, 'matches', ['headers', 'queryParams']),
    versionOf: (backend) => backendParts(backend).version,
    versionEdits: (routes, plan) =>
      routes.flatMap(({ old, newest }) => [
        ...(old && plan.old !== undefined ? renameEdits(old, plan.old) : []),
        ...renameEdits(newest, plan.newest),
      ]),
    versionLike: (like, backend) => {
      const [own, other] = [partsOfService(like), partsOfService(backend)]
      return own?.before === other?.before && own?.after === other?.after ? other?.version : undefined
    },
    beside: (only, version) => {
      const name = nameWith(backendParts(only), version, { ...only, path: [...only.path, 'name'] })
      const value = lookUp(only)
      return { value: { ...(isMapping(value) ? value : {}), name }, edits: [] }
    },
  },
  mirror: httpMirror,
})

function renameEdits(backend: Spot, version: string): readonly YamlEdit[] {
  const parts = backendParts(backend)
  const spot = { ...backend, path: [...backend.path, 'name'] }
  return parts.version === version ? [] : editTo(spot, nameWith(parts, version, spot))
}
