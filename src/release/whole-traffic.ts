import type { Rollout, Running, WholeOnly } from '../manifest/manifest.ts'
import { parseTrailers } from './trailers.ts'

/** What a manifest says, where, and the messages of the commits that touched it, newest first. */
export interface ManifestRecord {
  readonly running: Running | undefined
  readonly wholeOnly?: WholeOnly | undefined
  readonly model: string
  readonly environment: string
  readonly messages: readonly string[]
}

/**
 * What runs, by manifest and history. A manifest that cannot split traffic says after a rollback only that the previous
 * version has all of it; that another one was rolled back is in the trailers of the commit that did it. Without it a
 * second rollback would bring that one back.
 */
export function standingOf({ running, wholeOnly, model, environment, messages }: ManifestRecord): Running | undefined {
  if (running === undefined || wholeOnly === undefined) return running
  const own = messages
    .map(parseTrailers)
    // A change of a value (`/set`) names no version.
    .filter((one) => one.set === undefined)
    .find((one) => one.model === undefined || (one.model === model && one.environment === environment))
  if (own?.rollout !== 'pinned' || own.version === undefined || own.version === running.version) return running
  return { ...running, version: own.version, rollout: PINNED }
}

/**
 * What to write so that `next` runs: itself, or the version that it gives way to where a manifest cannot split traffic.
 * Throws an Error for a canary there, which `nextRollout` refuses.
 */
export function inManifest(
  next: Running,
  { wholeOnly, previous }: { readonly wholeOnly: WholeOnly | undefined; readonly previous: string | undefined },
): Running {
  if (wholeOnly === undefined || next.rollout.kind === 'stable') return next
  if (next.rollout.kind === 'canary' && wholeOnly.canary === undefined) return next
  if (next.rollout.kind === 'pinned' && previous !== undefined) {
    return { ...next, version: previous, rollout: { kind: 'stable' } }
  }
  throw new Error(`no manifest without shares of traffic says ${JSON.stringify(next)}`)
}

const PINNED: Rollout = { kind: 'pinned' }
