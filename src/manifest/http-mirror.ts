import type { YamlEdit } from '../yaml/edit.ts'
import { backendParts, partsOfService } from './backend.ts'
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
import { nameWith } from './version-in-name.ts'

/**
 * The mirrors of a rule of Gateway API (`HTTPRequestMirrorFilter`): filters of type RequestMirror with a `backendRef`, of
 * which a rule may have several, and a `percent` (v1.3; before, all is mirrored) or a `fraction`.
 */
export const httpMirror: MirrorForm = {
  mirrorsOf(rule, like) {
    const filters = lookUp(below(rule, 'filters'))
    const spots = Array.isArray(filters) ? filters.map((_, index) => below(rule, 'filters', index)) : []
    const own = partsOfService(like)
    return spots.flatMap((spot): Mirror[] => {
      if (lookUp(below(spot, 'type')) !== 'RequestMirror') return []
      const parts = partsOfService(below(spot, 'requestMirror', 'backendRef'))
      if (parts === undefined || parts.before !== own?.before || parts.after !== own.after) return []
      return [{ spot, version: parts.version, percent: percentOf(below(spot, 'requestMirror')) }]
    })
  },

  targetOf(version, like) {
    const value = lookUp(like)
    // Weights and filters are of a destination that answers.
    const { weight: _, filters: __, ...backend } = isMapping(value) ? value : {}
    const name = nameWith(backendParts(like), version, below(like, 'name'))
    return { value: { ...backend, name }, edits: [] }
  },

  note: 'The percentage of a RequestMirror is of Gateway API v1.3: an older HTTPRoute drops it and mirrors every request.',

  writeEdits,

  removeEdits: (_, { spot }) => entryRemoval(spot),

  methodsOf(rule) {
    const matches = lookUp(below(rule, 'matches'))
    if (!Array.isArray(matches) || matches.length === 0) return undefined
    return matches.map((_, index) => lookUp(below(rule, 'matches', index, 'method')))
  },
}

function percentOf(mirror: Spot): number {
  if (lookUp(below(mirror, 'percent')) !== undefined) return percentAt(below(mirror, 'percent'))
  const fraction = below(mirror, 'fraction')
  if (!isMapping(lookUp(fraction))) return 100
  const [numerator, denominator = 100] = [lookUp(below(fraction, 'numerator')), lookUp(below(fraction, 'denominator'))]
  if (typeof numerator === 'number' && typeof denominator === 'number' && denominator > 0) {
    return (numerator * 100) / denominator
  }
  throw manifestError(fraction, 'The fraction of the mirrored requests is not one.', {
    fix: 'Write numerator and denominator as whole numbers, or percent alone.',
  })
}

function writeEdits(rule: Spot, { mirror, target, percent }: MirrorChange): readonly YamlEdit[] {
  if (mirror === undefined) {
    const filter = { type: 'RequestMirror', requestMirror: { backendRef: target, percent } }
    return entryInsertion(below(rule, 'filters'), filter)
  }
  const spot = below(mirror.spot, 'requestMirror')
  const { document, path } = below(spot, 'fraction')
  return [
    ...fieldEdits(below(spot, 'backendRef'), target),
    ...fieldEdits(spot, { percent }),
    ...(lookUp(below(spot, 'fraction')) === undefined ? [] : [{ document, op: 'delete' as const, path }]),
  ]
}
