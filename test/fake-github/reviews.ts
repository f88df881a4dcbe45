import { accountOfActor, appOfActor, hasRole, holds } from './access.ts'
import { accountJson } from './account.ts'
import { ApiError, notFound, unprocessable } from './api-error.ts'
import { ACTIONS_APP_ID } from './app.ts'
import { association, type PullIssue } from './issue.ts'
import { mergeIfReady } from './merge.ts'
import { page } from './paging.ts'
import type { Review } from './pull.ts'
import { pullSimpleJson } from './pull-json.ts'
import { pullIn } from './pulls.ts'
import { optionalText, requiredText } from './request-body.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { inBackground, iso, newId, nodeId, now } from './world.ts'

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

export const reviewRoutes = [
  repositoryRoute('GET /pulls/{number}/reviews', { needs: 'pull_requests:read' }, listReviews),
  repositoryRoute('POST /pulls/{number}/reviews', { needs: 'pull_requests:write', role: 'read' }, createReview),
  repositoryRoute('PUT /pulls/{number}/reviews/{id}/dismissals', { needs: 'pull_requests:write' }, dismiss),
]

/** The history: several entries per person, oldest first. */
function listReviews(call: RepositoryCall): Reply {
  const issue = pullIn(call)
  return page(call, issue.pull.reviews, (review) => reviewJson(call, issue, review))
}

function createReview(call: RepositoryCall): Reply {
  const { world, repository, body, actor } = call
  const issue = pullIn(call)
  const event = optionalText(body, 'event')
  const state = event === undefined ? 'PENDING' : STATES[event as keyof typeof STATES]
  if (state === undefined)
    throw new ApiError(
      422,
      `Invalid request.\n\n${event} is not a member of ["APPROVE", "REQUEST_CHANGES", "COMMENT"].`,
    )
  const user = accountOfActor(actor)
  if (state === 'APPROVED') refuseApproval(call, issue)
  if (state === 'CHANGES_REQUESTED' && user.id === issue.author.id)
    throw unprocessable('Can not request changes on your own pull request')
  const counts =
    actor.kind === 'installation'
      ? holds(actor.permissions, 'contents:write')
      : hasRole(world, repository, user, 'write')
  const review: Review = {
    id: newId(world),
    user,
    body: optionalText(body, 'body') ?? '',
    state,
    commitId: optionalText(body, 'commit_id') ?? issue.pull.headSha,
    counts,
    submittedAt: now(world),
  }
  issue.pull.reviews.push(review)
  issue.pull.requested.users.delete(user.id)
  if (state !== 'PENDING') emitReview(call, issue, review, 'submitted')
  inBackground(world, mergeIfReady(world, repository, issue))
  return ok(reviewJson(call, issue, review))
}

function refuseApproval({ repository, actor }: RepositoryCall, issue: PullIssue): void {
  if (accountOfActor(actor).id === issue.author.id) throw unprocessable('Can not approve your own pull request')
  if (appOfActor(actor)?.id === ACTIONS_APP_ID && !repository.settings.actionsMayOpenPullRequests) {
    throw unprocessable('GitHub Actions is not permitted to approve pull requests.')
  }
}

function dismiss(call: RepositoryCall): Reply {
  const issue = pullIn(call)
  requiredText(call.body, 'message')
  const review = issue.pull.reviews.find((each) => each.id === Number(call.params.id))
  if (!review) throw notFound()
  review.state = 'DISMISSED'
  emitReview(call, issue, review, 'dismissed')
  return ok(reviewJson(call, issue, review))
}

function reviewJson(
  { world, repository }: RepositoryCall,
  issue: PullIssue,
  review: Review,
): Schema<'pull-request-review'> {
  const name = fullName(repository)
  const html = `${world.url}/${name}/pull/${issue.number}#pullrequestreview-${review.id}`
  const pull = `${world.apiUrl}/repos/${name}/pulls/${issue.number}`
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountJson(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: iso(review.submittedAt),
    commit_id: review.commitId,
    author_association: association(world, repository, review.user),
  }
}

/** In payloads the state is in lower case. */
function emitReview(call: RepositoryCall, issue: PullIssue, review: Review, action: 'submitted' | 'dismissed'): void {
  const { world, repository, actor } = call
  const json = { ...reviewJson(call, issue, review), state: review.state.toLowerCase() }
  const payload = { action, review: json, pull_request: pullSimpleJson(world, repository, issue) }
  emit(world, { event: 'pull_request_review', repository, actor, payload })
}
