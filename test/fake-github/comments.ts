import { type Actor, accountOfActor, appOfActor, hasRole } from './access.ts'
import { ApiError, notFound, validationFailed } from './api-error.ts'
import { type Comment, commentJson, commentsOf, type Issue, issueJson } from './issue.ts'
import { page } from './paging.ts'
import { requiredText } from './request-body.ts'
import { created, NO_CONTENT, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { newId, now, type World } from './world.ts'

const READ = { needs: ['issues:read', 'pull_requests:read'] } as const
/** Anybody who sees the repository may write; an app needs either permission. */
const WRITE = { needs: ['issues:write', 'pull_requests:write'], role: 'visible' } as const
const MAXIMUM_CHARACTERS = 65_536
const MAXIMUM_BYTES = 262_144

export const commentRoutes = [
  repositoryRoute('GET /issues/comments', READ, listAll),
  repositoryRoute('GET /issues/{number}/comments', READ, listOfIssue),
  repositoryRoute('POST /issues/{number}/comments', WRITE, createCommentRoute),
  repositoryRoute('GET /issues/comments/{id}', READ, (call) =>
    ok(commentJson(call.world, call.repository, commentIn(call))),
  ),
  repositoryRoute('PATCH /issues/comments/{id}', WRITE, editCommentRoute),
  repositoryRoute('DELETE /issues/comments/{id}', WRITE, deleteComment),
]

export function commentIn({ repository, params }: RepositoryCall): Comment {
  const comment = repository.comments.get(Number(params.id))
  if (!comment) throw notFound()
  return comment
}

export function issueIn({ repository, params }: RepositoryCall): Issue {
  const issue = repository.issues.get(Number(params.number))
  if (!issue) throw notFound()
  return issue
}

function listAll(call: RepositoryCall): Reply {
  return page(call, [...call.repository.comments.values()], (comment) =>
    commentJson(call.world, call.repository, comment),
  )
}

function listOfIssue(call: RepositoryCall): Reply {
  const since = call.query.get('since')
  const all = commentsOf(call.repository, issueIn(call))
  const wanted = since === null ? all : all.filter((comment) => comment.updatedAt >= new Date(since))
  return page(call, wanted, (comment) => commentJson(call.world, call.repository, comment))
}

function createCommentRoute(call: RepositoryCall): Reply {
  const { world, repository, actor } = call
  const issue = issueIn(call)
  const body = requiredText(call.body, 'body')
  checkLength(body)
  if (issue.locked && !mayEdit(world, repository, { actor, comment: undefined })) {
    throw new ApiError(403, 'Unable to create comment because issue is locked.')
  }
  return created(commentJson(world, repository, addComment(world, repository, { issue, body, actor })))
}

/** Adds a comment and tells the apps. */
function addComment(
  world: World,
  repository: StoredRepository,
  { issue, body, actor }: { issue: Issue; body: string; actor: Actor },
): Comment {
  const comment: Comment = {
    id: newId(world),
    issue,
    body,
    author: accountOfActor(actor),
    via: appOfActor(actor),
    createdAt: now(world),
    updatedAt: now(world),
    reactions: [],
  }
  repository.comments.set(comment.id, comment)
  issue.updatedAt = now(world)
  emitComment(world, repository, { comment, actor, payload: { action: 'created' } })
  return comment
}

function editCommentRoute(call: RepositoryCall): Reply {
  const { world, repository, actor } = call
  const comment = commentIn(call)
  requireEdit(call, comment)
  const body = requiredText(call.body, 'body')
  checkLength(body)
  const from = comment.body
  comment.body = body
  comment.updatedAt = now(world)
  emitComment(world, repository, { comment, actor, payload: { action: 'edited', changes: { body: { from } } } })
  return ok(commentJson(world, repository, comment))
}

function deleteComment(call: RepositoryCall): Reply {
  const { world, repository, actor } = call
  const comment = commentIn(call)
  requireEdit(call, comment)
  repository.comments.delete(comment.id)
  emitComment(world, repository, { comment, actor, payload: { action: 'deleted' } })
  return NO_CONTENT
}

function requireEdit({ world, repository, actor }: RepositoryCall, comment: Comment): void {
  if (!mayEdit(world, repository, { actor, comment })) throw new ApiError(403, 'Must have admin rights to Repository.')
}

/** Whoever can write may rewrite other people's comments; an app with the permission may too. */
function mayEdit(
  world: World,
  repository: StoredRepository,
  { actor, comment }: { actor: Actor; comment: Comment | undefined },
): boolean {
  if (actor.kind === 'installation') return true
  if (actor.kind !== 'user') return false
  return comment?.author.id === actor.account.id || hasRole(world, repository, actor.account, 'write')
}

function checkLength(body: string): void {
  const tooLong = [...body].length > MAXIMUM_CHARACTERS || Buffer.byteLength(body) > MAXIMUM_BYTES
  const message = 'Body is too long (maximum is 65536 characters)'
  if (tooLong) throw validationFailed({ resource: 'IssueComment', code: 'unprocessable', field: 'data', message })
  if (body.trim() === '')
    throw validationFailed({ resource: 'IssueComment', code: 'custom', field: 'body', message: "Body can't be blank" })
}

function emitComment(
  world: World,
  repository: StoredRepository,
  { comment, actor, payload }: { comment: Comment; actor: Actor; payload: Readonly<Record<string, unknown>> },
): void {
  const parts = { issue: issueJson(world, repository, comment.issue), comment: commentJson(world, repository, comment) }
  emit(world, { event: 'issue_comment', repository, actor, payload: { ...payload, ...parts } })
}
