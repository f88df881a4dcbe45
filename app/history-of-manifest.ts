import { UserError } from '../src/errors.ts'
import type { LoggedCommit } from '../src/github/log.ts'
import type { PullRequest } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { versionsOf } from '../src/release/candidate.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import type { OpenRepository } from './load-release.ts'
import type { ManifestState } from './read-states.ts'

/**
 * The newest version other than `version` that had all the traffic at one of the manifest's commits: what a rollback
 * goes back to. `undefined` when the history does not tell.
 */
export async function stableBefore(
  version: string,
  gitops: OpenRepository,
  { environment, commits }: Pick<ManifestState, 'environment' | 'commits'>,
): Promise<string | undefined> {
  for (const commit of commits) {
    const then = await runningAt(gitops, environment, commit)
    if (then !== undefined && then.version !== version && then.rollout.kind === 'stable') return then.version
  }
  return undefined
}

/** Whether a version runs in an environment or has run there, by its manifest and Serin's own commits on it. */
export function hasRun({ environment, running, commits }: ManifestState, model: string, version: string): boolean {
  if (running?.version === version) return running.rollout.kind !== 'pinned'
  return commits.some(({ message }) => {
    const trailers = parseTrailers(message)
    const isRelease = trailers.version === version && trailers.rollout !== 'pinned'
    return isRelease && trailers.model === model && trailers.environment === environment.name
  })
}

/** The pull request (`owner/name#number`) that brought the version in a manifest, where Serin's commits on it tell. */
export function broughtBy({ running, commits }: ManifestState): string | undefined {
  const trailers = commits.map(({ message }) => parseTrailers(message))
  return trailers.find(({ version }) => version !== undefined && version === running?.version)?.pullRequest
}

/**
 * Every version that a pull request may have brought: those of its head and merge commit, and those in the manifests
 * that commands on it have written, of heads that it had before.
 */
export function versionsBy(
  pull: PullRequest,
  states: readonly ManifestState[],
  source: { readonly fullName: string },
): readonly string[] {
  const own = states.filter((state) => broughtBy(state) === `${source.fullName}#${pull.number}`)
  return [...versionsOf(pull), ...own.flatMap(({ running }) => (running === undefined ? [] : [running.version]))]
}

/** A manifest of the past that cannot be read tells nothing. */
async function runningAt(
  { client, repository }: OpenRepository,
  environment: ManifestState['environment'],
  commit: LoggedCommit,
): Promise<Running | undefined> {
  try {
    const at = { repository: repository.fullName, commit: commit.sha, path: environment.file }
    const file = await readFile(client, at)
    return file && readManifest({ environment, text: file.text }).running
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
