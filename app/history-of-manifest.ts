import { UserError } from '../src/errors.ts'
import { readLog } from '../src/github/log.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import type { OpenRepository } from './load-release.ts'
import type { ManifestState } from './read-states.ts'

/** How many changes of a manifest are looked through for the version that ran before. */
const LOOKED_THROUGH = 30

/**
 * The version that had all the traffic before the one in the manifest, by git history: what a rollback goes back to.
 * `undefined` when the history does not tell.
 */
export async function previousVersion(gitops: OpenRepository, state: ManifestState): Promise<string | undefined> {
  if (state.running === undefined) return undefined
  const commits = await log(gitops, state)
  for (const commit of commits.slice(1)) {
    const then = await runningAt(gitops, state, commit.sha)
    if (then !== undefined && then.version !== state.running.version && then.rollout.kind === 'stable')
      return then.version
  }
  return undefined
}

/** Whether a version runs in an environment or has run there, by its manifest and Serin's own commits on it. */
export async function hasRun(gitops: OpenRepository, state: ManifestState, version: string): Promise<boolean> {
  if (state.running?.version === version) return state.running.rollout.kind !== 'pinned'
  const commits = await log(gitops, state)
  return commits.some(({ message }) => {
    const trailers = parseTrailers(message)
    return (
      trailers.version === version && trailers.environment === state.environment.name && trailers.rollout !== 'pinned'
    )
  })
}

function log({ client, repository }: OpenRepository, { environment, head }: ManifestState) {
  return readLog(client, {
    repository: repository.fullName,
    commit: head,
    path: environment.file,
    limit: LOOKED_THROUGH,
  })
}

/** A manifest of the past that cannot be read tells nothing. */
async function runningAt(
  { client, repository }: OpenRepository,
  { environment }: ManifestState,
  commit: string,
): Promise<Running | undefined> {
  try {
    const file = await readFile(client, { repository: repository.fullName, commit, path: environment.file })
    return file && readManifest({ environment, text: file.text }).running
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
