import type { Rollout } from '../manifest/manifest.ts'

/** What a manifest said at a commit. */
export interface Past {
  readonly version: string
  readonly rollout: Rollout['kind']
  /** The version that had the rest of the traffic, where the file named it. */
  readonly rest?: string | undefined
}

/**
 * Finds what a rollback of a version goes back to: the newest other version that had all the traffic and was not rolled
 * back itself. It is called with what the manifest said, commit by commit from the newest, until it answers.
 */
export function servedBefore(version: string): (then: Past) => string | undefined {
  const takenBack = new Set<string>()
  return (then) => {
    const rest = then.rollout === 'stable' ? then.version : then.rest
    if (then.rollout === 'pinned') takenBack.add(then.version)
    return rest === undefined || rest === version || takenBack.has(rest) ? undefined : rest
  }
}
