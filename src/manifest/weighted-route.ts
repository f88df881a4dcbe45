import type { KeyPath } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import { isMapping, kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { weightsOf } from './split.ts'

/** A list of destinations with weights: what ran before and the newest version, or only one. */
export interface WeightedRoute {
  readonly list: Spot
  readonly old?: Spot
  readonly newest: Spot
}

/** How a kind of resource writes its destinations. */
export interface RouteForm {
  /** What a destination goes to: the same for the same destination, in any route. */
  readonly nameOf: (destination: Spot) => string
  /** What a destination without a weight has, beside another one. */
  readonly usualWeight: number
  /** Whether a destination is the newest version's by its name, wherever it stands. */
  readonly isNewest?: (destination: Spot) => boolean
  /** Whether the rule around a list is for requests with a certain header, query or origin only. */
  readonly isForSome?: (list: Spot) => boolean
}

/**
 * The routes that split the traffic between the two versions; where none does, those with a single destination, without
 * the ones for certain requests only.
 * The last destination is the newest version's; `keys.traffic` in serin.yml can name the list, or the newest one in it.
 * Others stay as they are: header rules that send testers to one version.
 * Throws a UserError when it is not clear which destinations are meant.
 */
export function routesIn(lists: readonly Spot[], form: RouteForm): readonly [WeightedRoute, ...WeightedRoute[]] {
  const routes = lists.flatMap((list) => routeOf(list, form))
  const splits = routes.filter(({ old }) => old !== undefined)
  const forAll = routes.filter(({ list }) => form.isForSome?.(list) !== true)
  const [first, ...others] = splits.length > 0 ? splits : forAll.length > 0 ? forAll : routes
  if (first === undefined) throw noRoute(lists)
  const names = namesOf(first, form)
  const aligned = others.map((route) => {
    const own = namesOf(route, form)
    if (own.old === names.old && own.newest === names.newest) return route
    if (route.old && own.old === names.newest && own.newest === names.old) {
      return { list: route.list, old: route.newest, newest: route.old }
    }
    throw manifestError(
      route.list,
      'The routes here go to different destinations, so it is not clear which to change.',
      {
        fix: `Name the one that is meant in serin.yml, for example "keys: { traffic: ${first.list.path.join('.')} }".`,
      },
    )
  })
  if (names.old !== names.newest) return [first, ...aligned]
  throw manifestError(first.list, `Both destinations go to ${names.newest}.`, {
    fix: 'Give each version a destination of its own.',
  })
}

function routeOf(list: Spot, { isNewest }: RouteForm): WeightedRoute[] {
  const value = lookUp(list)
  if (!Array.isArray(value) || value.length === 0) return []
  const chosen = list.manifest.environment.keys.traffic
  if (chosen !== undefined && !startsWith(list.path, chosen) && !startsWith(chosen, list.path)) return []
  if (value.length > 2) {
    throw manifestError(
      list,
      `The traffic is split between ${value.length} destinations; Serin moves it between two.`,
      {
        fix: 'Remove the others, or name another list as "keys: { traffic: … }" in serin.yml.',
      },
    )
  }
  const [first, second] = value.map((_, index) => ({ ...list, path: [...list.path, index] }))
  if (first === undefined) return []
  if (second === undefined) return [{ list, newest: first }]
  const isFirst = (chosen?.[list.path.length] ?? (isNewest?.(first) && !isNewest(second) ? 0 : 1)) === 0
  return [isFirst ? { list, old: second, newest: first } : { list, old: first, newest: second }]
}

/** Whether each of the matches beside a list, under `key`, has one of these conditions; not where there are none. */
export function everyMatch(list: Spot, key: string, conditions: readonly string[]): boolean {
  const matches = lookUp({ ...list, path: [...list.path.slice(0, -1), key] })
  if (!Array.isArray(matches) || matches.length === 0) return false
  return matches.every((match) => isMapping(match) && conditions.some((one) => match[one] !== undefined))
}

function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.every((step, index) => path[index] === step)
}

function namesOf({ old, newest }: WeightedRoute, { nameOf }: RouteForm) {
  return { old: old && nameOf(old), newest: nameOf(newest) }
}

function noRoute([list]: readonly Spot[]): Error {
  if (list === undefined) throw new Error('a resource without a place for routes')
  const chosen = list.manifest.environment.keys.traffic
  const what = chosen === undefined ? 'No route has destinations.' : `There are no destinations at ${chosen.join('.')}.`
  return manifestError({ ...list, path: chosen ?? list.path }, what, {
    fix: chosen === undefined ? 'Write one for each version.' : 'Correct "keys: { traffic: … }" in serin.yml.',
  })
}

/** The weights of the destinations, the same part of the sum in every route. Throws a UserError otherwise. */
export function sharesOf(
  [first, ...others]: readonly [WeightedRoute, ...WeightedRoute[]],
  form: RouteForm,
): { readonly old: number; readonly newest: number } {
  const shares = weightsIn(first, form)
  for (const route of others) {
    const own = weightsIn(route, form)
    if (own.old * shares.newest === own.newest * shares.old) continue
    throw manifestError(route.list, 'The routes here split the traffic differently.', {
      fix: 'Give them the same weights, or name one of them as "keys: { traffic: … }" in serin.yml.',
    })
  }
  return shares
}

function weightsIn({ list, old, newest }: WeightedRoute, { usualWeight }: RouteForm) {
  if (old === undefined) {
    const weight = weightAt(newest)
    if (usualWeight > 0 && weight === 0) throw noTraffic(newest)
    return { old: 0, newest: 100 }
  }
  const weights = { old: weightAt(old) ?? usualWeight, newest: weightAt(newest) ?? usualWeight }
  if (weights.old + weights.newest > 0) return weights
  throw manifestError(list, 'The weights sum to 0.', { fix: 'Write weights that sum to 100.' })
}

/** Gateway API sends nothing to a backend of weight 0, also when it is the only one. */
function noTraffic(destination: Spot): Error {
  return manifestError(weightSpot(destination), 'The only destination has weight 0, so it gets no requests.', {
    fix: 'Remove the weight.',
  })
}

function weightAt(destination: Spot): number | undefined {
  if (!isMapping(lookUp(destination))) {
    throw manifestError(destination, `${kindOf(lookUp(destination))} stands where a destination is needed.`, {
      fix: 'Write a mapping.',
    })
  }
  const spot = weightSpot(destination)
  const weight = lookUp(spot)
  if (weight === undefined || weight === null) return undefined
  if (typeof weight === 'number' && Number.isInteger(weight) && weight >= 0) return weight
  throw manifestError(spot, `${kindOf(weight)} stands where a weight is needed.`, {
    fix: 'Write a whole number from 0 without quotes.',
  })
}

function weightSpot(destination: Spot): Spot {
  return { ...destination, path: [...destination.path, 'weight'] }
}

/** The edits that give the newest version a percentage in every route; each route's weights keep their sum, where they are written. */
export function weightEdits(routes: readonly WeightedRoute[], percent: number, form: RouteForm): readonly YamlEdit[] {
  return routes.flatMap((route) => {
    const { old, newest } = route
    if (old === undefined) return []
    const now = weightsIn(route, form)
    const written = [old, newest].filter((one) => weightAt(one) !== undefined).length
    // A sum of which a part is not written is nobody's choice.
    const isChosen = written === 2 || (written === 1 && form.usualWeight === 0)
    const wanted = weightsOf(percent, isChosen ? now.old + now.newest : 100, route.list)
    return [...editTo(weightSpot(old), wanted.old), ...editTo(weightSpot(newest), wanted.newest)]
  })
}

/** The edit that writes a value; none where it stands already. */
export function editTo(spot: Spot, value: string | number): readonly YamlEdit[] {
  const { document, path } = spot
  return lookUp(spot) === value ? [] : [{ document, op: 'set', path, value }]
}
