import type { Reason, ReasonCode } from './reason.ts'
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
  | ({ readonly kind: 'none' } & Reason)

/**
 * The commit whose model a pull request releases: its head while it is open, the merge commit afterwards.
 * A fork's code is released only after its merge, and only what goes to the default branch counts.
 */
export function candidateOf(pull: PullRequestState, defaultBranch: string): Candidate {
  if (pull.baseBranch !== defaultBranch)
    return none(
      'other-base',
      `This pull request goes to “${pull.baseBranch}”, not to “${defaultBranch}”; only what goes there is released.`,
    )
  if (pull.state === 'closed')
    return none(
      'closed-unmerged',
      'This pull request was closed without being merged; only `/rollback` and `/status` work here.',
    )
  if (pull.state === 'merged') {
    return pull.mergeCommit === undefined
      ? none('merge-commit-unknown', 'GitHub does not name the merge commit yet; try again in a minute.')
      : commit(pull.mergeCommit)
  }
  if (pull.headRepositoryId !== pull.baseRepositoryId)
    return none('from-fork', 'This pull request comes from a fork; its model can be released after the merge.')
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
  | { readonly kind: 'not-passed' | 'cancelled' | 'running' | 'missing' | 'younger' }

/** A check run as far as it tells a verdict. */
export interface VerdictRun {
  readonly status: string
  readonly conclusion: string | null
  /** ISO 8601, in whole seconds; by GitHub's clock. */
  readonly completedAt: string | null
  readonly app: string | undefined
  readonly externalId: string | null
}

/**
 * Reads the verdict from a commit's check runs of the name, newest first; only the workflow's own app counts.
 * @param askedAt when the command was given, ISO 8601. A comment names no commit: of one that was evaluated only
 * afterwards, the person who wrote it can have known nothing.
 */
export function verdictOf(runs: readonly VerdictRun[], trustedApp: string, askedAt: string): CommitVerdict {
  const newest = runs.find((run) => run.app === trustedApp)
  if (newest === undefined) return { kind: 'missing' }
  if (newest.status !== 'completed') return { kind: 'running' }
  if (newest.conclusion === 'cancelled') return { kind: 'cancelled' }
  if (newest.conclusion !== 'success') return { kind: 'not-passed' }
  // A time that cannot be read is no time before.
  const isBefore = Date.parse(newest.completedAt ?? '') <= Date.parse(askedAt)
  return isBefore ? { kind: 'pass', version: parseCheckId(newest.externalId) } : { kind: 'younger' }
}

function commit(sha: string): Candidate {
  return { kind: 'commit', sha, version: versionOf(sha) }
}

function none(code: ReasonCode, reason: string): Candidate {
  return { kind: 'none', code, reason }
}
