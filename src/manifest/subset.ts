import type { YamlEdit } from '../yaml/edit.ts'
import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { resourcesIn } from './resource.ts'
import { refuseOwnedWeights } from './weight-owner.ts'
import { writtenNumber } from './written-number.ts'

const DESTINATION_RULE = { kind: 'DestinationRule', group: 'networking.istio.io' }
/** The label that tells the version, the first of these that a subset has. */
const VERSION_LABELS = ['version', 'app.kubernetes.io/version', 'model-version']

/** A subset of a DestinationRule: `spec.subsets[]` with the labels of its pods. */
export interface Subset extends Spot {
  readonly name: string
  /** Where the label is that tells the version. */
  readonly label: Spot
  readonly version: string
}

/**
 * The subset of a host by its name, in the DestinationRules of the same file; undefined when none of them defines it.
 * Throws a UserError when its labels do not say a version.
 */
export function findSubset(from: Spot, { host, name }: { host: string; name: string }): Subset | undefined {
  const found = rulesFor(from, host)
    .flatMap((rule) => subsetsOf(rule))
    .find((subset) => lookUp({ ...subset, path: [...subset.path, 'name'] }) === name)
  if (found === undefined) return undefined
  const label = labelOf(found)
  return { ...found, name, label, version: versionAt(label) }
}

function rulesFor({ manifest }: Spot, host: string): readonly Spot[] {
  return resourcesIn(manifest, DESTINATION_RULE).filter((rule) => {
    const own = String(lookUp({ ...rule, path: ['spec', 'host'] }))
    return own === host || shortName(own) === shortName(host)
  })
}

/** `iris` and `iris.prod.svc.cluster.local` are one host for a rule and a route in the same namespace. */
function shortName(host: string): string {
  return host.split('.')[0] ?? host
}

function subsetsOf(rule: Spot): Spot[] {
  const subsets = lookUp({ ...rule, path: ['spec', 'subsets'] })
  return Array.isArray(subsets) ? subsets.map((_, index) => ({ ...rule, path: ['spec', 'subsets', index] })) : []
}

function labelOf(subset: Spot): Spot {
  const labels = { ...subset, path: [...subset.path, 'labels'] }
  const value = lookUp(labels)
  const keys = isMapping(value) ? Object.keys(value) : []
  const key = VERSION_LABELS.find((one) => keys.includes(one)) ?? (keys.length === 1 ? keys[0] : undefined)
  if (key !== undefined) return { ...labels, path: [...labels.path, key] }
  throw manifestError(labels, 'The labels of the subset do not say its version.', {
    fix: 'Write the label "version" there, as the pods of the version have it.',
  })
}

function versionAt(label: Spot): string {
  const value = lookUp(label)
  const text = typeof value === 'string' ? value : writtenNumber(label)
  if (text !== undefined && text !== '') return text
  throw manifestError(label, 'The label of the subset is not a version.', { fix: 'Write the version in quotes.' })
}

/** The edit that puts another version behind the subset. */
export function relabelEdits(subset: Subset, version: string): readonly YamlEdit[] {
  refuseOwnedWeights({ ...subset, path: [] })
  const { document, path } = subset.label
  return [{ document, op: 'set', path, value: fitsLabel(version, subset.label) }]
}

/** The edit that defines a further subset, like another one but for its name and version. */
export function addSubsetEdits(like: Subset, name: string, version: string): readonly YamlEdit[] {
  refuseOwnedWeights({ ...like, path: [] })
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw manifestError(like, `${JSON.stringify(name)} cannot be the name of a subset.`, {
      fix: 'Use small letters, digits and "-", at most 63, or name the subsets stable and canary.',
    })
  }
  const value = lookUp(like)
  const labels = isMapping(value) && isMapping(value.labels) ? value.labels : {}
  const key = String(like.label.path.at(-1))
  const copy = { ...(isMapping(value) ? value : {}), name, labels: { ...labels, [key]: fitsLabel(version, like) } }
  const subsets = like.path.slice(0, -1)
  const count = lookUp({ ...like, path: subsets })
  const path = [...subsets, Array.isArray(count) ? count.length : 0]
  return [{ document: like.document, op: 'insert', path, value: copy }]
}

/** A label's value (Kubernetes, "Labels and Selectors"): at most 63 letters, digits, "-", "_", ".". */
function fitsLabel(version: string, spot: Spot): string {
  if (/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(version)) return version
  throw manifestError(spot, `The version ${JSON.stringify(version)} cannot be the value of a label.`, {
    fix: 'Use letters, digits, ".", "_" and "-", at most 63 of them.',
  })
}
