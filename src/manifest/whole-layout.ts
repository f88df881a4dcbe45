import type { LayoutName } from '../config/gitops-config.ts'
import type { YamlDocument } from '../yaml/read.ts'
import type { Layout, OpenManifest, WholeOnly } from './layout.ts'
import { type VersionPlace, versionAt, versionEdits } from './version-place.ts'

/** What is particular to a layout in which a version takes all traffic or none. */
export interface WholeForm {
  readonly name: LayoutName
  readonly what: string
  recognizes(documents: readonly YamlDocument[], file: string): boolean
  /** Where the version is. Throws a UserError when that is not clear. */
  placeOf(manifest: OpenManifest): VersionPlace
  /** Why no share of the traffic can be set. */
  wholeOnly(manifest: OpenManifest): WholeOnly
  readonly noShadow: string
}

/** A layout in which one place says the version of everything that serves. */
export function wholeLayout({ name, what, recognizes, placeOf, wholeOnly, noShadow }: WholeForm): Layout {
  return {
    name,
    what,
    noShadow,
    recognizes,
    wholeOnly,
    read(manifest) {
      const version = versionAt(placeOf(manifest))
      return version === undefined ? undefined : { version, rollout: { kind: 'stable' } }
    },
    edits: (manifest, { version }) => versionEdits(placeOf(manifest), version),
  }
}
