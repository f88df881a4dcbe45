import type { YamlEdit } from '../yaml/edit.ts'
import { destinationName, destinationOf, versionBeside } from './istio-destination.ts'
import { below, isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import {
  entryInsertion,
  entryRemoval,
  fieldEdits,
  type Mirror,
  type MirrorChange,
  type MirrorForm,
  percentAt,
} from './mirror.ts'

/** Names that `mirrorPercentage` has replaced (virtual_service.proto); a whole number. */
const OLD_PERCENTS = ['mirrorPercent', 'mirror_percent'] as const

/**
 * The mirrors of an HTTPRoute of Istio (virtual_service.proto): `mirror` with `mirrorPercentage.value`, absent means
 * 100, or the list `mirrors` with `percentage.value`; Istio refuses both side by side.
 */
export const istioMirror: MirrorForm = {
  mirrorsOf,
  targetOf(version, entry) {
    const like = below(entry, 'destination')
    const { value, edits } = destinationOf(version, like, 'shadow')
    const port = lookUp(below(like, 'port'))
    return { value: { ...value, ...(isMapping(port) && { port }) }, edits }
  },
  writeEdits,
  removeEdits(rule, { spot }) {
    if (isInList(spot)) return entryRemoval(spot)
    const keys = ['mirror', 'mirrorPercentage', ...OLD_PERCENTS]
    return keys.flatMap((key) => removal(below(rule, key)))
  },
  methodsOf(rule) {
    const matches = lookUp(below(rule, 'match'))
    if (!Array.isArray(matches) || matches.length === 0) return undefined
    return matches.map((_, index) => lookUp(below(rule, 'match', index, 'method', 'exact')))
  },
}

function mirrorsOf(rule: Spot, entry: Spot): readonly Mirror[] {
  const like = below(entry, 'destination')
  const list = lookUp(below(rule, 'mirrors'))
  const spots = Array.isArray(list) ? list.map((_, index) => below(rule, 'mirrors', index)) : []
  const all = isMapping(lookUp(below(rule, 'mirror'))) ? [below(rule, 'mirror'), ...spots] : spots
  return all.flatMap((spot): Mirror[] => {
    const version = versionBeside(like, isInList(spot) ? below(spot, 'destination') : spot)
    return version === undefined ? [] : [{ spot, version, percent: percentOf(rule, spot) }]
  })
}

function isInList(mirror: Spot): boolean {
  return mirror.path.at(-2) === 'mirrors'
}

/** Without a percentage all is mirrored; a percentage without a value is 0, as in every proto3 message. */
function percentOf(rule: Spot, mirror: Spot): number {
  const share = isInList(mirror) ? below(mirror, 'percentage') : below(rule, 'mirrorPercentage')
  if (isMapping(lookUp(share)))
    return lookUp(below(share, 'value')) === undefined ? 0 : percentAt(below(share, 'value'))
  const old = isInList(mirror) ? undefined : OLD_PERCENTS.map((key) => below(rule, key)).find((spot) => isNumber(spot))
  return old === undefined ? 100 : percentAt(old)
}

function isNumber(spot: Spot): boolean {
  return typeof lookUp(spot) === 'number'
}

function writeEdits(rule: Spot, { mirror, target, percent }: MirrorChange): readonly YamlEdit[] {
  const share = { value: percent }
  if (mirror !== undefined && isInList(mirror.spot)) {
    return [
      ...overEdits(below(mirror.spot, 'destination'), target),
      ...fieldEdits(below(mirror.spot, 'percentage'), share),
    ]
  }
  if (mirror === undefined && Array.isArray(lookUp(below(rule, 'mirrors')))) {
    return entryInsertion(below(rule, 'mirrors'), { destination: target, percentage: share })
  }
  const { document, path } = below(rule, 'mirror')
  if (mirror === undefined) refuseForeignMirror(rule)
  return [
    ...(mirror === undefined
      ? [{ document, op: 'set' as const, path, value: target }]
      : overEdits(mirror.spot, target)),
    ...fieldEdits(below(rule, 'mirrorPercentage'), share),
    ...OLD_PERCENTS.flatMap((key) => removal(below(rule, key))),
  ]
}

/** What is mirrored to something else goes on; Istio takes a second mirror only in the list. */
function refuseForeignMirror(rule: Spot): void {
  const spot = below(rule, 'mirror')
  if (!isMapping(lookUp(spot))) return
  throw manifestError(spot, `This route mirrors to ${destinationName(spot)} already, of which no version is known.`, {
    fix: 'Write it as an entry of "mirrors:" (destination, percentage), where Serin can add another one, or remove it.',
  })
}

/** Gives a destination these fields and no others that would lead elsewhere. */
function overEdits(destination: Spot, target: Readonly<Record<string, unknown>>): readonly YamlEdit[] {
  const surplus = ['subset', 'port'].filter((key) => !(key in target))
  return [...fieldEdits(destination, target), ...surplus.flatMap((key) => removal(below(destination, key)))]
}

function removal(spot: Spot): readonly YamlEdit[] {
  const { document, path } = spot
  return lookUp(spot) === undefined ? [] : [{ document, op: 'delete', path }]
}
