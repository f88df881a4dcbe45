import type { Trailers } from './trailers.ts'
import { versionOf } from './version.ts'

/** A commit's build, as it is to be released. */
export interface Build {
  readonly model: string
  readonly environment: string
  readonly version: string
  /** The full sha of main's commit. Its build may have been made, and named, at the pull request's head. */
  readonly commit: string
}

/** Serin's own lines in the commits on a manifest, newest first. */
export type ManifestLog = readonly Partial<Trailers>[]

/**
 * Whether this very release was made before. What a person has taken back by hand since, a repeated run does not bring
 * back; what was tried before the merge is no release of the merge.
 */
export function wasReleased({ model, environment, version, commit }: Build, log: ManifestLog): boolean {
  return log.some(
    (trailers) =>
      trailers.model === model &&
      trailers.environment === environment &&
      trailers.version === version &&
      trailers.rollout === 'stable' &&
      (trailers.commit === undefined || trailers.commit === commit),
  )
}

/**
 * The commit that the running version stands for: the one that the newest change which brought it names, else the one
 * that the version itself names; `undefined` when the version is no commit.
 */
export function commitOf(running: string, { model, environment }: Build, log: ManifestLog): string | undefined {
  const brought = log.find(
    (trailers) =>
      trailers.model === model &&
      trailers.environment === environment &&
      trailers.version === running &&
      /^[0-9a-f]{40,64}$/.test(trailers.commit ?? ''),
  )
  return brought?.commit ?? (/^[0-9a-f]{7,40}$/.test(running) ? running : undefined)
}

/** Whether a build of the commit that runs already is to replace it: only one that was trained anew on the commit itself. */
export function isRetrained({ version, commit }: Build, running: string): boolean {
  return version === versionOf(commit) && version !== running
}
