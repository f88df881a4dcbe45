import type { Environment, KeyPath, LayoutName } from '../config/gitops-config.ts'
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

/** Why one version has all the traffic by a file, so that a rollback writes the previous one. Plain sentences. */
export interface WholeOnly {
  readonly why: string
  /** Set when no canary can be written beside it either: why, with the way out. */
  readonly canary?: string
  /** Set when a controller shifts the traffic after the version is written, so that git cannot say it has all of it. */
  readonly promote?: string
}

/** A place where requests go on to a version that a release has taken the other ones from. */
export interface LeftBehind {
  /** Index of the document. */
  readonly document: number
  readonly path: KeyPath
  readonly version: string
}

/**
 * Whether requests can be mirrored by this file: with what a person should know before (`warning`), or why not, with the
 * way out. Plain sentences.
 */
export type Shadowing =
  | { readonly kind: 'can'; readonly warning?: string }
  | { readonly kind: 'cannot'; readonly reason: string }

/** How a layout mirrors requests to a version whose answers nobody sees. */
export interface ShadowForm {
  /** Why this file cannot, where another one of the layout could: a sentence with the way out. */
  unavailable?(manifest: OpenManifest): string | undefined
  /** The version that requests are mirrored to; undefined when there is none. */
  read(manifest: OpenManifest): Shadow | undefined
  /** The edits that mirror to `next`, or to none; the caller has seen that the file says something else. */
  edits(manifest: OpenManifest, next: Shadow | undefined): readonly YamlEdit[]
  /** What a person should know before requests are mirrored by this file. */
  warning?(manifest: OpenManifest): string | undefined
}

/**
 * One shape of manifest. A new one is a file with such an object and a line in `layouts.ts`.
 * `read` and `edits` throw a UserError about what the person can put right in the file or in `serin.yml`.
 */
export type Layout = TrafficForm & ({ readonly shadow: ShadowForm } | { readonly noShadow: string })

/** What every layout can do. A layout without `shadow` says in `noShadow` why it cannot mirror requests, with the way out. */
interface TrafficForm {
  readonly name: LayoutName
  /** What a person calls such a file. */
  readonly what: string
  /** Whether a file that names no layout has this shape; `file` is its path. */
  recognizes(documents: readonly YamlDocument[], file: string): boolean
  /** What the file says; undefined when it has no version yet. */
  read(manifest: OpenManifest): Running | undefined
  /** The version that has the traffic which the newest one does not, in a file that names it. */
  rest?(manifest: OpenManifest): string | undefined
  /** Set when a version in this file takes all traffic or none, so that `edits` never sees another rollout than stable. */
  wholeOnly?(manifest: OpenManifest): WholeOnly | undefined
  /** Destinations of the same model that a release leaves alone, and that lead to a version without other traffic. */
  leftBehind?(manifest: OpenManifest): readonly LeftBehind[]
  /**
   * The edits that make the file say the version and rollout of `next`; nothing for what it says already.
   * `previous` is the version that ran before, where the history tells.
   */
  edits(manifest: OpenManifest, next: Running, previous?: string): readonly YamlEdit[]
}

/** A file that cannot say that a version gets a part of the traffic, and the way out. */
export function noShares(why: string, wayOut: string): WholeOnly {
  return { why, canary: `${why} ${wayOut}` }
}

export function sameShadow(left: Shadow | undefined, right: Shadow | undefined): boolean {
  return left?.version === right?.version && left?.percent === right?.percent
}

export function sameRollout(left: Rollout, right: Rollout): boolean {
  const percent = (rollout: Rollout) => (rollout.kind === 'canary' ? rollout.percent : undefined)
  return left.kind === right.kind && percent(left) === percent(right)
}
