import { parseCheckId, versionOf } from './version.ts'

/** What the candidate is decided from: the pull request as it is now. */
export interface PullRequestState {
  readonly state: 'open' | 'merged' | 'closed'
  readonly draft: boolean
  readonly headSha: string
  readonly mergeCommit: string | undefined
  readonly headRepositoryId: number | undefined
  readonly baseRepositoryId: number
  readonly baseBranch: string
}

export type Candidate =
  | { readonly kind: 'commit'; readonly sha: string; readonly version: string }
  | { readonly kind: 'none'; readonly reason: string }

/**
 * The commit whose model a pull request releases: its head while it is open, the merge commit afterwards.
 * A fork's code is released only after its merge, and only what goes to the default branch counts.
 */
export function candidateOf(pull: PullRequestState, defaultBranch: string): Candidate {
  if (pull.baseBranch !== defaultBranch)
    return none(
      `This pull request goes to “${pull.baseBranch}”, not to “${defaultBranch}”; only what goes there is released.`,
    )
  if (pull.state === 'closed')
    return none('This pull request was closed without being merged; only `/rollback` and `/status` work here.')
  if (pull.state === 'merged') {
    return pull.mergeCommit === undefined
      ? none('GitHub does not name the merge commit yet; try again in a minute.')
      : commit(pull.mergeCommit)
  }
  if (pull.headRepositoryId !== pull.baseRepositoryId)
    return none('This pull request comes from a fork; its model can be released after the merge.')
  return commit(pull.headSha)
}

/** Every version that this pull request may have brought into an environment. */
export function versionsOf(pull: Pick<PullRequestState, 'headSha' | 'mergeCommit'>): readonly string[] {
  return [pull.mergeCommit, pull.headSha].flatMap((sha) => (sha === undefined ? [] : [versionOf(sha)]))
}

/** The verdict that a check run tells of exactly one commit. */
export type CommitVerdict =
  /** `version`: the build that was judged there, when it is not the commit's own. */
  | { readonly kind: 'pass'; readonly version: string | undefined }
  | { readonly kind: 'not-passed' | 'running' | 'missing' }

/** A check run as far as it tells a verdict. */
export interface VerdictRun {
  readonly status: string
  readonly conclusion: string | null
  readonly app: string | undefined
  readonly externalId: string | null
}

/** Reads the verdict from a commit's check runs of the name, newest first; only the workflow's own app counts. */
export function verdictOf(runs: readonly VerdictRun[], trustedApp: string): CommitVerdict {
  const newest = runs.find((run) => run.app === trustedApp)
  if (newest === undefined) return { kind: 'missing' }
  if (newest.status !== 'completed') return { kind: 'running' }
  return newest.conclusion === 'success'
    ? { kind: 'pass', version: parseCheckId(newest.externalId) }
    : { kind: 'not-passed' }
}

function commit(sha: string): Candidate {
  return { kind: 'commit', sha, version: versionOf(sha) }
}

function none(reason: string): Candidate {
  return { kind: 'none', reason }
}
