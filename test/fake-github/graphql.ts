import type { IncomingMessage } from 'node:http'
import { type Actor, accountOfActor, hasRole, holds, reachesRepository } from './access.ts'
import { ApiError } from './api-error.ts'
import { authenticate } from './authenticate.ts'
import { signaturesOf } from './contents-write.ts'
import { readCommit, withPath, writeCommit } from './git-objects.ts'
import { GraphqlSyntaxError, parseDocument } from './graphql-document.ts'
import { executeDocument, GraphqlError, type GraphqlField, type GraphqlNode } from './graphql-execution.ts'
import { queryRoot } from './graphql-objects.ts'
import type { PullIssue } from './issue.ts'
import { mergeableState, testMerge } from './mergeability.ts'
import { refusalOf, refusalText } from './protection.ts'
import { isPull } from './pull.ts'
import { pullJson } from './pull-json.ts'
import { moveRef } from './push.ts'
import { type Body, optionalList, optionalObject, optionalText, requiredText } from './request-body.ts'
import type { OtherDoor } from './server.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { nodeId, type World } from './world.ts'

type Mutation = (world: World, actor: Actor, input: Body) => Promise<unknown>

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  createCommitOnBranch,
  createRef,
  enablePullRequestAutoMerge,
  disablePullRequestAutoMerge,
  convertPullRequestToDraft: (world, actor, input) => setDraft(world, actor, { input, draft: true }),
  markPullRequestReadyForReview: (world, actor, input) => setDraft(world, actor, { input, draft: false }),
}

/** Queries of what the schema here has, and the few mutations that REST lacks, each with its `input`. */
export function graphqlDoor(world: World): OtherDoor {
  return async (request, response, body) => {
    if (request.method !== 'POST' || request.url !== '/api/graphql') return false
    const asked = JSON.parse(body.toString('utf8')) as { query?: string; variables?: Record<string, unknown> }
    const [status, answer] = await answerGraphql(world, request, asked)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer))
    return true
  }
}

async function answerGraphql(
  world: World,
  request: IncomingMessage,
  { query, variables }: { query?: string; variables?: Record<string, unknown> },
): Promise<[status: number, answer: unknown]> {
  try {
    const actor = authenticate(world, request.headers.authorization)
    if (actor.kind === 'anonymous') return [401, { message: 'This endpoint requires you to be authenticated.' }]
    const document = parseDocument(query ?? '')
    const root = document.operation === 'query' ? queryRoot(world, actor) : mutationRoot(world, actor)
    return [200, await executeDocument(document, root, variables ?? {})]
  } catch (error) {
    if (error instanceof ApiError) return [error.status, { message: error.message }]
    if (error instanceof GraphqlSyntaxError) return [200, { errors: [{ message: error.message }] }]
    throw error
  }
}

function mutationRoot(world: World, actor: Actor): GraphqlNode {
  const fields = Object.entries(MUTATIONS).map(([name, mutate]) => {
    const field: GraphqlField = async ({ input }) => asNode(name, await mutate(world, actor, (input ?? {}) as Body))
    return [name, field] as const
  })
  return { type: 'Mutation', fields: Object.fromEntries(fields) }
}

/** What a mutation answers, as far as anybody asks for it. */
function asNode(type: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, inner]) => [name, () => asNode(name, inner)] as const)
  return { type, fields: Object.fromEntries(fields) } satisfies GraphqlNode
}

/** By the repository's node id; a branch that is there already is no STALE_DATA. */
async function createRef(world: World, actor: Actor, input: Body): Promise<unknown> {
  const id = requiredText(input, 'repositoryId')
  const found = [...world.repositories.values()].find((each) => nodeId('R', each.id) === id)
  const repository = writable(world, actor, found)
  const ref = requiredText(input, 'name')
  const sha = requiredText(input, 'oid')
  if (!ref.startsWith('refs/')) throw new GraphqlError('UNPROCESSABLE', `The ref "${ref}" is not valid.`)
  if (!readCommit(repository.objects, sha)) throw new GraphqlError('UNPROCESSABLE', 'Object does not exist')
  const branch = ref.replace(/^refs\/heads\//, '')
  const taken = new GraphqlError('UNPROCESSABLE', `A ref named "${ref}" already exists in the repository.`)
  if (repository.refs.read(ref) !== undefined) throw taken
  const refusal = refusalOf(world, repository, { branch, before: undefined, after: sha, actor })
  if (refusal) throw new GraphqlError('UNPROCESSABLE', refusalText(refusal))
  if ((await moveRef(world, repository, { ref, before: undefined, after: sha, actor })) !== 'moved') throw taken
  return { ref: { name: branch, target: { oid: sha } } }
}

/** Only where something has to be waited for, and the repository allows it; the merge comes by `mergeWhenReady`. */
async function enablePullRequestAutoMerge(world: World, actor: Actor, input: Body): Promise<unknown> {
  const id = requiredText(input, 'pullRequestId')
  const { repository, issue } = findPull(world, id)
  requirePullWrite(world, actor, { repository, issue })
  const refuse = (message: string) => new GraphqlError('UNPROCESSABLE', message)
  const { settings } = repository
  if (!settings.allowAutoMerge) throw refuse('Auto merge is not allowed for this repository')
  const method = (optionalText(input, 'mergeMethod') ?? 'MERGE').toLowerCase()
  const allowed = {
    merge: settings.allowMergeCommit,
    squash: settings.allowSquashMerge,
    rebase: settings.allowRebaseMerge,
  }
  if (method !== 'merge' && method !== 'squash' && method !== 'rebase') throw refuse('Unknown merge method')
  if (!allowed[method]) throw refuse(`Merge method ${method} merging is not allowed on this repository`)
  if (issue.state !== 'open') throw refuse('Pull request is closed')
  const state = mergeableState(world, repository, issue, await testMerge(world, repository, issue))
  if (state === 'clean' || state === 'unstable') throw refuse(`Pull request is in ${state} status`)
  const [title, message] = [optionalText(input, 'commitHeadline'), optionalText(input, 'commitBody')]
  if (method === 'rebase' && (title !== undefined || message !== undefined))
    throw refuse('Commit headline and body are not accepted for rebase')
  issue.pull.autoMerge = { method, title, message, by: accountOfActor(actor) }
  return { pullRequest: { id, number: issue.number, autoMergeRequest: { mergeMethod: method.toUpperCase() } } }
}

/** Refused, in the same words, where it was never on, or the pull request has ended. */
async function disablePullRequestAutoMerge(world: World, actor: Actor, input: Body): Promise<unknown> {
  const id = requiredText(input, 'pullRequestId')
  const { repository, issue } = findPull(world, id)
  requirePullWrite(world, actor, { repository, issue })
  if (issue.state !== 'open' || issue.pull.autoMerge === undefined)
    throw new GraphqlError('UNPROCESSABLE', "Can't disable auto-merge for this pull request.")
  issue.pull.autoMerge = undefined
  return { pullRequest: { id, number: issue.number, autoMergeRequest: null } }
}

/** Regular files only, mode 100644; the author is always the token's owner. */
async function createCommitOnBranch(world: World, actor: Actor, input: Body): Promise<unknown> {
  const branchInput = optionalObject(input, 'branch') ?? {}
  const repository = writable(
    world,
    actor,
    findRepository(world, optionalText(branchInput, 'repositoryNameWithOwner') ?? ''),
  )
  const branch = requiredText(branchInput, 'branchName').replace(/^refs\/heads\//, '')
  const expected = requiredText(input, 'expectedHeadOid')
  const ref = `refs/heads/${branch}`
  const head = repository.refs.read(ref)
  if (head === undefined) throw new GraphqlError('NOT_FOUND', `The branch ${branch} does not exist.`)
  if (head !== expected) throw stale(expected)
  const tree = treeWith(repository, head, optionalObject(input, 'fileChanges') ?? {})
  const message = optionalObject(input, 'message') ?? {}
  const body = optionalText(message, 'body')
  const text = [requiredText(message, 'headline'), ...(body ? [body] : [])].join('\n\n')
  const { author, committer } = signaturesOf(world, actor, {})
  const sha = writeCommit(repository.objects, { tree, parents: [head], author, committer, message: text })
  repository.verified.add(sha)
  const refusal = refusalOf(world, repository, { branch, before: head, after: sha, actor })
  if (refusal)
    throw new GraphqlError(
      refusal.source === 'classic' ? 'BRANCH_PROTECTION_RULE_VIOLATION' : 'UNPROCESSABLE',
      refusalText(refusal),
    )
  const moved = await moveRef(world, repository, { ref, before: head, after: sha, actor })
  if (moved !== 'moved') throw stale(expected)
  return { commit: { oid: sha, url: `${world.url}/${repository.owner.login}/${repository.name}/commit/${sha}` } }
}

function stale(expected: string): GraphqlError {
  return new GraphqlError(
    'STALE_DATA',
    `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
  )
}

function treeWith(repository: StoredRepository, head: string, changes: Body): string {
  const { objects } = repository
  let tree = readCommit(objects, head)?.tree ?? ''
  for (const addition of (optionalList(changes, 'additions') ?? []) as Body[]) {
    const sha = objects.write('blob', Buffer.from(requiredText(addition, 'contents'), 'base64'))
    tree = withPath(objects, tree, requiredText(addition, 'path').split('/'), { mode: '100644', sha })
  }
  for (const deletion of (optionalList(changes, 'deletions') ?? []) as Body[]) {
    tree = withPath(objects, tree, requiredText(deletion, 'path').split('/'), undefined)
  }
  return tree
}

function writable(world: World, actor: Actor, repository: StoredRepository | undefined): StoredRepository {
  if (!repository) throw new GraphqlError('NOT_FOUND', 'Could not resolve to a Repository.')
  const allowed =
    (actor.kind === 'user' && hasRole(world, repository, actor.account, 'write')) ||
    (actor.kind === 'installation' &&
      reachesRepository(actor, repository) &&
      holds(actor.permissions, 'contents:write'))
  if (!allowed) throw new GraphqlError('FORBIDDEN', 'Resource not accessible by integration')
  if (repository.archived) throw new GraphqlError('UNPROCESSABLE', 'Repository was archived so is read-only.')
  return repository
}

async function setDraft(
  world: World,
  actor: Actor,
  { input, draft }: { input: Body; draft: boolean },
): Promise<unknown> {
  const id = requiredText(input, 'pullRequestId')
  const { repository, issue } = findPull(world, id)
  requirePullWrite(world, actor, { repository, issue })
  issue.pull.draft = draft
  const action = draft ? 'converted_to_draft' : 'ready_for_review'
  const payload = { action, number: issue.number, pull_request: await pullJson(world, repository, issue) }
  emit(world, { event: 'pull_request', repository, actor, payload })
  return { pullRequest: { id, isDraft: draft } }
}

function requirePullWrite(
  world: World,
  actor: Actor,
  { repository, issue }: { repository: StoredRepository; issue: PullIssue },
): void {
  const allowed =
    (actor.kind === 'user' && (actor.account === issue.author || hasRole(world, repository, actor.account, 'write'))) ||
    (actor.kind === 'installation' &&
      reachesRepository(actor, repository) &&
      holds(actor.permissions, 'pull_requests:write'))
  if (!allowed) throw new GraphqlError('FORBIDDEN', 'Resource not accessible by integration')
}

function findPull(world: World, id: string): { repository: StoredRepository; issue: PullIssue } {
  for (const repository of world.repositories.values()) {
    for (const issue of repository.issues.values()) {
      if (isPull(issue) && nodeId('PR', issue.id) === id) return { repository, issue }
    }
  }
  throw new GraphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}
