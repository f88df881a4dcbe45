import type { YamlEdit } from '../yaml/edit.ts'
import { destinationName, destinationOf, moveOf, subsetOf, versionBehind, versionBeside } from './istio-destination.ts'
import { istioMirror } from './istio-mirror.ts'
import { isMapping, lookUp, type Spot } from './look-up.ts'
import { routeLayout } from './route-layout.ts'
import type { SplitPlan } from './split.ts'
import { editTo, everyMatch, type WeightedRoute } from './weighted-route.ts'

/** What picks requests of one address from each other (`HTTPMatchRequest`). */
const SOME = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels', 'sourceNamespace']

/** Subsets called so are the newest version's, wherever they stand. */
const CANARY = /(^|-)(canary|candidate|challenger)(-|$)/

/**
 * An Istio VirtualService (networking.istio.io, v1 and before): the weights of `spec.http[].route[]`, and the mirrors of
 * `spec.http[]`. What runs behind the destinations is deployed by something else.
 */
export const virtualService = routeLayout({
  name: 'virtual-service',
  what: 'an Istio VirtualService',
  resource: { kind: 'VirtualService', group: 'networking.istio.io' },
  rules: 'http',
  list: 'route',
  destinations: {
    nameOf: (entry) => destinationName(inside(entry)),
    usualWeight: 0,
    isNewest: (entry) => CANARY.test(subsetOf(inside(entry)) ?? ''),
    isForSome: (list) => everyMatch(list, 'match', SOME),
    versionOf: (entry) => versionBehind(inside(entry)),
    versionEdits,
    versionLike: (like, entry) => versionBeside(inside(like), inside(entry)),
    beside(only, version) {
      const value = lookUp(only)
      const destination = lookUp(inside(only))
      const { value: target, edits } = destinationOf(version, inside(only), 'canary')
      const copy = { ...(isMapping(value) ? value : {}) }
      return { value: { ...copy, destination: { ...(isMapping(destination) ? destination : {}), ...target } }, edits }
    },
  },
  mirror: istioMirror,
})

function versionEdits([first, ...others]: readonly WeightedRoute[], plan: SplitPlan): readonly YamlEdit[] {
  if (first === undefined) return []
  const inUse = [first.old, first.newest].flatMap((entry) => (entry && subsetOf(inside(entry))) ?? [])
  return (['old', 'newest'] as const).flatMap((part) => {
    const [entry, to] = [first[part], plan[part]]
    if (entry === undefined || to === undefined) return []
    const { edits, rename } = moveOf(inside(entry), { to, inUse })
    if (rename === undefined) return edits
    const entries = [first, ...others].flatMap((route) => route[part] ?? []).map(inside)
    const places = entries.map((place): Spot => ({ ...place, path: [...place.path, rename.key] }))
    return [...edits, ...places.flatMap((place) => editTo(place, rename.text))]
  })
}

function inside(entry: Spot): Spot {
  return { ...entry, path: [...entry.path, 'destination'] }
}
