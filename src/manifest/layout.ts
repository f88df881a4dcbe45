import type { Environment, LayoutName } from '../config/gitops-config.ts'
import type { YamlEdit } from '../yaml/edit.ts'
import type { YamlDocument } from '../yaml/read.ts'

/** Where the traffic is: all on the version, a share of it (percent, 1 to 99), or rolled back to what ran before it. */
export type Rollout =
  | { readonly kind: 'stable' }
  | { readonly kind: 'canary'; readonly percent: number }
  | { readonly kind: 'pinned' }

/** A version that gets a copy of a share of the requests (percent, 1 to 100), and whose answers nobody sees. */
export interface Shadow {
  readonly version: string
  readonly percent: number
}

/** What a manifest says. `version` is the newest one in the file, also when it is pinned and gets no traffic. */
export interface Running {
  readonly version: string
  readonly rollout: Rollout
  /** Set while traffic is mirrored to a version beside it. */
  readonly shadow?: Shadow
}

/** A manifest that was read: its text, its documents, and what `serin.yml` says about it. */
export interface OpenManifest {
  readonly environment: Environment
  readonly text: string
  readonly documents: readonly YamlDocument[]
}

/** Why a file cannot say that a version gets a part of the traffic. Plain sentences, with the way out. */
export interface WholeOnly {
  readonly canary: string
  /** Set when a controller shifts the traffic after the version is written, so that git cannot say it has all of it. */
  readonly promote?: string
}

/**
 * One shape of manifest. A new one is a file with such an object and a line in `layouts.ts`.
 * `read` and `edits` throw a UserError about what the person can put right in the file or in `serin.yml`.
 */
export interface Layout {
  readonly name: LayoutName
  /** Whether a file that names no layout has this shape; `file` is its path. */
  recognizes(documents: readonly YamlDocument[], file: string): boolean
  /** What the file says; undefined when it has no version yet. */
  read(manifest: OpenManifest): Running | undefined
  /** Set when a version in this file takes all traffic or none, so that `edits` never sees another rollout than stable. */
  wholeOnly?(manifest: OpenManifest): WholeOnly | undefined
  /** The edits that make the file say `next`; nothing for what it says already. */
  edits(manifest: OpenManifest, next: Running): readonly YamlEdit[]
}

export function sameRollout(left: Rollout, right: Rollout): boolean {
  const percent = (rollout: Rollout) => (rollout.kind === 'canary' ? rollout.percent : undefined)
  return left.kind === right.kind && percent(left) === percent(right)
}
