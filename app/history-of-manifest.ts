import { UserError } from '../src/errors.ts'
import type { LoggedCommit } from '../src/github/log.ts'
import type { PullRequest } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { versionsOf } from '../src/release/candidate.ts'
import type { Stage } from '../src/release/proposal-body.ts'
import { servedBefore } from '../src/release/served-before.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import type { OpenRepository } from './load-release.ts'
import type { ManifestState } from './read-states.ts'

/** What a rollback of `version` goes back to, by the manifest's commits; `undefined` when they do not tell. */
export async function stableBefore(
  version: string,
  gitops: OpenRepository,
  { environment, commits }: Pick<ManifestState, 'environment' | 'commits'>,
): Promise<string | undefined> {
  const before = servedBefore(version)
  for (const commit of commits) {
    const { running, rest } = (await saidAt(gitops, environment, commit)) ?? {}
    const found = running && before({ version: running.version, rollout: running.rollout.kind, rest })
    if (found !== undefined) return found
  }
  return undefined
}

/** Where else a version runs or has had traffic, by Serin's commits on the manifests. */
export function stagesOf(
  version: string,
  {
    state: target,
    states,
    model,
  }: {
    readonly state: ManifestState
    readonly states: readonly ManifestState[]
    readonly model: { readonly name: string }
  },
): readonly Stage[] {
  return states.flatMap((state) => {
    const environment = state.environment.name
    const made = state.commits.find(({ message }) => {
      const trailers = parseTrailers(message)
      const isHere = trailers.model === model.name && trailers.environment === environment
      return isHere && trailers.version === version && /^(stable|canary )/.test(trailers.rollout ?? '')
    })
    if (state === target || made === undefined) return []
    const rollout = parseTrailers(made.message).rollout ?? ''
    const share = rollout === 'stable' ? 'all the traffic' : `${rollout.slice('canary '.length)} % of the traffic`
    return [{ environment, share, since: made.date, url: made.url }]
  })
}

/**
 * The pull request (`owner/name#number`) that brought a version into a manifest, as what answers or as the shadow, where
 * Serin's commits on it tell. A change that only passes a version on has not brought it.
 */
export function bringerOf(version: string, { commits }: Pick<ManifestState, 'commits'>): string | undefined {
  const trailers = commits.map(({ message }) => parseTrailers(message))
  return trailers.find(
    (one) => (one.version === version && one.versionBefore !== version) || one.shadow?.startsWith(`${version} `),
  )?.pullRequest
}

/** Whose a version in the manifest is, for a sentence; nothing when the history does not tell. */
export function ownerText<Name extends string>(
  name: Name,
  version: string | undefined,
  own: readonly string[],
  state: ManifestState,
): Partial<Record<Name, string>> {
  if (version === undefined) return {}
  const bringer = bringerOf(version, state)
  const owner = own.includes(version) ? 'an earlier commit of this pull request' : bringer && `\`${bringer}\``
  return (owner === undefined ? {} : { [name]: owner }) as Partial<Record<Name, string>>
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
  const brought = states.flatMap((state) => {
    const there = [state.running?.version, state.running?.shadow?.version].filter((version) => version !== undefined)
    return there.filter((version) => bringerOf(version, state) === `${source.fullName}#${pull.number}`)
  })
  return [...versionsOf(pull), ...brought]
}

/**
 * Why there is nothing to roll back where somebody has gone back already, by hand or by a commit that has lost its
 * trailers: `previous` came after the version that runs, which had run before. Rolling back would bring it again.
 */
export async function wentBackTo(
  { version, rollout }: Running,
  previous: string,
  gitops: OpenRepository,
  { environment, commits }: ManifestState,
): Promise<string | undefined> {
  if (rollout.kind !== 'stable') return undefined
  let bringer: LoggedCommit | undefined
  let sawPrevious = false
  for (const commit of commits) {
    const then = await runningAt(gitops, environment, commit)
    if (then?.version !== version) sawPrevious ||= then?.version === previous
    else if (sawPrevious && then.rollout.kind === 'stable') {
      return `“${environment.name}” went back from \`${previous}\` to \`${version}\` already, by the commit \`${bringer?.sha.slice(0, 12)}\`. Another version is released by \`/promote\` on its pull request.`
    } else if (!sawPrevious) bringer = commit
    if (sawPrevious && bringer && parseTrailers(bringer.message).version === version) return undefined
  }
  return undefined
}

/** What ran at a commit. */
export async function runningAt(
  gitops: OpenRepository,
  environment: ManifestState['environment'],
  commit: LoggedCommit,
): Promise<Running | undefined> {
  return (await saidAt(gitops, environment, commit))?.running
}

/** A manifest of the past that cannot be read tells nothing. */
async function saidAt(
  { client, repository }: OpenRepository,
  environment: ManifestState['environment'],
  commit: LoggedCommit,
): Promise<ReturnType<typeof readManifest> | undefined> {
  try {
    const at = { repository: repository.fullName, commit: commit.sha, path: environment.file }
    const file = await readFile(client, at)
    return file && readManifest({ environment, text: file.text })
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
