import { type ManifestTarget, type Running, type WholeOnly, writeManifest } from '../manifest/manifest.ts'
import { inManifest } from './whole-traffic.ts'

/** A decision to run `next`, and what ran when it was taken. */
export interface DecidedRelease {
  readonly running: Running | undefined
  readonly next: Running
  /** What served before the version that runs, where the history tells. */
  readonly previous: string | undefined
  readonly wholeOnly: WholeOnly | undefined
}

/**
 * The text of the manifest once `next` runs, and the version that has the traffic which `next` does not: the one that
 * gives way now, else the one before.
 * @throws UserError when the layout cannot say it, or the file cannot be changed safely.
 */
export function writeRelease(
  target: ManifestTarget,
  { running, next, previous, wholeOnly }: DecidedRelease,
): { readonly text: string; readonly other: string | undefined } {
  const gaveWay = running?.rollout.kind === 'stable' && running.version !== next.version
  const other = gaveWay ? running.version : previous
  return { text: writeManifest(target, inManifest(next, { wholeOnly, previous }), other), other }
}
