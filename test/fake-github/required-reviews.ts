import { hasRole } from './access.ts'
import type { PullIssue } from './issue.ts'
import { approvalText, type BranchRules } from './protection.ts'
import type { Review } from './pull.ts'
import type { StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

/** GitHub's lines for approvals that a pull request lacks. */
export function missingApprovals(
  world: World,
  repository: StoredRepository,
  { pull, rules }: { readonly pull: PullIssue; readonly rules: BranchRules },
): string[] {
  const counting = deciding(pull.pull.reviews).filter((review) => countsNow(world, repository, review))
  if (counting.some((review) => review.state === 'CHANGES_REQUESTED'))
    return ['Changes were requested by a reviewer with write access.']
  const approvals = counting.filter((review) => review.state === 'APPROVED')
  const lines = approvals.length < (rules.requiredReviews ?? 0) ? [approvalText(rules.requiredReviews ?? 0)] : []
  const byOthers = approvals.some((review) => review.user.id !== pull.pull.lastPusher.id)
  if (rules.requireLastPushApproval && !byOthers)
    lines.push('New changes require approval from someone other than the last pusher.')
  return lines
}

/** The newest opinion of each person; a comment does not replace an opinion. */
function deciding(reviews: readonly Review[]): Review[] {
  const newest = new Map<number, Review>()
  for (const review of reviews) {
    if (review.state !== 'COMMENTED' && review.state !== 'PENDING') newest.set(review.user.id, review)
  }
  return [...newest.values()]
}

/** Only people who can write count, and apps that had `contents: write`. */
function countsNow(world: World, repository: StoredRepository, review: Review): boolean {
  return review.user.type === 'Bot' ? review.counts : hasRole(world, repository, review.user, 'write')
}
