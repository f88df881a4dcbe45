import type { LeftBehind } from './layout.ts'
import { isMapping, lookUp, type Spot } from './look-up.ts'
import type { Split } from './split.ts'
import type { WeightedRoute } from './weighted-route.ts'

interface MovedRoutes {
  readonly routes: readonly [WeightedRoute, ...WeightedRoute[]]
  readonly split: Split
}

/**
 * The destinations beside the routes that a release moves (rules for certain headers, for example) which lead to a
 * version of the same model that gets no other traffic. `versionOf` tells the version where it is the same model.
 */
export function leftBehind(
  { routes, split }: MovedRoutes,
  lists: readonly Spot[],
  versionOf: (like: Spot, destination: Spot) => string | undefined,
): readonly LeftBehind[] {
  const live = [split.old, split.newest].flatMap((share) => (share && share.weight > 0 ? [share.version] : []))
  const moved = routes.map(({ list }) => list.path.join('.'))
  const like = routes[0].newest
  return lists
    .filter(({ path }) => !moved.includes(path.join('.')))
    .flatMap(entriesOf)
    .flatMap((spot) => {
      const version = versionOf(like, spot)
      return version === undefined || live.includes(version)
        ? []
        : [{ document: spot.document, path: spot.path, version }]
    })
}

/** Those that may get requests. */
function entriesOf(list: Spot): readonly Spot[] {
  const entries = lookUp(list)
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry, index) =>
    isMapping(entry) && (entries.length === 1 || entry.weight !== 0) ? [{ ...list, path: [...list.path, index] }] : [],
  )
}
