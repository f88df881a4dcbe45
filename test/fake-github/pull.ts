import type { Account } from './account.ts'
import type { PullIssue } from './issue.ts'
import type { StoredRepository } from './stored-repository.ts'

export interface Review {
  readonly id: number
  readonly user: Account
  body: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  commitId: string
  /** Whether the reviewer could write when asked: an app needs `contents: write`. */
  readonly counts: boolean
  readonly submittedAt: Date
}

/** What the last test merge found, for one pair of commits. */
export interface MergeTest {
  readonly headSha: string
  readonly baseSha: string
  readonly mergeable: boolean
  readonly mergeSha: string | undefined
}

/** Merge it once the branch's rules are satisfied. */
export interface AutoMergeRequest {
  readonly method: 'merge' | 'squash' | 'rebase'
  readonly title: string | undefined
  readonly message: string | undefined
  readonly by: Account
}

/** What makes an issue a pull request. */
export interface Pull {
  headRepository: StoredRepository | undefined
  readonly headOwner: Account
  headRef: string
  headSha: string
  baseRef: string
  baseSha: string
  draft: boolean
  merged: { readonly at: Date; readonly by: Account; readonly sha: string } | undefined
  readonly reviews: Review[]
  lastPusher: Account
  /** What a rebase made of its commits. */
  brought?: readonly string[]
  readonly requested: { readonly users: Set<number>; readonly teams: Set<number> }
  autoMerge: AutoMergeRequest | undefined
  mergeTest: MergeTest | undefined
  /** The pair of commits that somebody has asked `mergeable` for, and when the answer may be shown. */
  asked: { readonly pair: string; readonly answerAt: number } | undefined
  /** With lag: what readers still see. */
  shownHead: { readonly sha: string; readonly until: number } | undefined
}

export function isPull(issue: { readonly pull: Pull | undefined }): issue is PullIssue {
  return issue.pull !== undefined
}

export function pullsOf(repository: StoredRepository): PullIssue[] {
  return [...repository.issues.values()].filter(isPull)
}
