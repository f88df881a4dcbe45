import type { KeyPath } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import type { Shadow, ShadowForm } from './layout.ts'
import { kindOf, lookUp, manifestError, type Spot } from './look-up.ts'
import { writtenNumber } from './written-number.ts'

/** What tells one layout from another: from where its keys are counted, and what stands there without a shadow. */
export interface ShadowKeys {
  readonly spotOf: (manifest: Spot['manifest'], path: KeyPath) => Spot
  /** `removed`: no keys; `zero`: the percentage 0, for files whose readers are not known. */
  readonly whenOff: 'removed' | 'zero'
}

const MISSING =
  'serin.yml names no keys for a mirror in this file, so no requests can be mirrored. Name the key of the percentage and that of the version, as what reads the file expects them: keys: { shadow: shadow.percent, shadow-version: shadow.version }.'

/** A shadow in two keys that `serin.yml` names: the percentage (1 to 100; 0 and absent mean none) and the version. */
export function keyedShadow({ spotOf, whenOff }: ShadowKeys): ShadowForm {
  const spotsIn = (manifest: Spot['manifest']): ShadowSpots | undefined => {
    const { shadow, shadowVersion } = manifest.environment.keys
    if (shadow === undefined || shadowVersion === undefined) return undefined
    return { percent: spotOf(manifest, shadow), version: spotOf(manifest, shadowVersion) }
  }
  return {
    unavailable: (manifest) => (spotsIn(manifest) === undefined ? MISSING : undefined),
    read(manifest) {
      const spots = spotsIn(manifest)
      return spots && readShadow(spots)
    },
    edits(manifest, next) {
      const spots = spotsIn(manifest)
      if (spots === undefined) return []
      if (next !== undefined) return [...edit(spots.percent, next.percent), ...edit(spots.version, next.version)]
      return whenOff === 'zero' ? edit(spots.percent, 0) : removals([spots.percent, spots.version])
    },
    warning: () =>
      'Whether the chart mirrors requests by these keys is not in this file. Where it does, a request that writes something writes it twice.',
  }
}

interface ShadowSpots {
  readonly percent: Spot
  readonly version: Spot
}

function readShadow({ percent, version }: ShadowSpots): Shadow | undefined {
  const share = lookUp(percent)
  if (share === undefined || share === null || share === 0) return undefined
  if (typeof share !== 'number' || !Number.isInteger(share) || share < 0 || share > 100) {
    throw manifestError(percent, `${kindOf(share)} stands where the percentage of the mirrored requests is needed.`, {
      fix: 'Write a whole number from 0 to 100 without quotes, or remove the key.',
    })
  }
  const value = lookUp(version)
  const text = typeof value === 'string' ? value : writtenNumber(version)
  if (text !== undefined && text !== '') return { version: text, percent: share }
  throw manifestError(version, `${kindOf(value)} stands where the version of the shadow is needed.`, {
    fix: 'Write the version in quotes, or remove the percentage of the mirrored requests.',
  })
}

function edit({ document, path }: Spot, value: string | number): readonly YamlEdit[] {
  return [{ document, op: 'set', path, value }]
}

/** Deletes the keys, and the mapping that was written for them: a chart may ask whether it is there at all. */
function removals(spots: readonly Spot[]): readonly YamlEdit[] {
  return spots.map(({ document, path }, index) => ({
    document,
    op: index === spots.length - 1 ? 'prune' : 'delete',
    path,
  }))
}
