import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Actor, accountOfActor, hasRole, holds, reachesRepository } from './access.ts'
import { ApiError } from './api-error.ts'
import { authenticate } from './authenticate.ts'
import { signaturesOf } from './contents-write.ts'
import { readCommit, withPath, writeCommit } from './git-objects.ts'
import type { PullIssue } from './issue.ts'
import { refusalOf, refusalText } from './protection.ts'
import { isPull } from './pull.ts'
import { pullJson } from './pull-json.ts'
import { moveRef } from './push.ts'
import { type Body, optionalList, optionalObject, optionalText, requiredText } from './request-body.ts'
import type { OtherDoor } from './server.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { nodeId, type World } from './world.ts'

/** What GraphQL refuses comes with status 200. */
class GraphqlError extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

type Mutation = (world: World, actor: Actor, input: Body) => Promise<unknown>

const VIEWER = /^\s*(query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  createCommitOnBranch,
  convertPullRequestToDraft: (world, actor, input) => setDraft(world, actor, { input, draft: true }),
  markPullRequestReadyForReview: (world, actor, input) => setDraft(world, actor, { input, draft: false }),
}

/** The few mutations that REST lacks, with their input as the variable `input`. Of queries, only who asks is answered. */
export function graphqlDoor(world: World): OtherDoor {
  return async (request, response, body) => {
    if (request.method !== 'POST' || request.url !== '/api/graphql') return false
    const parsed = JSON.parse(body.toString('utf8')) as { query?: string; variables?: { input?: Body } }
    const name = Object.keys(MUTATIONS).find((each) => parsed.query?.includes(`${each}(`))
    await answer(world, { request, response, name, query: parsed.query, input: parsed.variables?.input ?? {} })
    return true
  }
}

async function answer(
  world: World,
  {
    request,
    response,
    name,
    query,
    input,
  }: {
    request: IncomingMessage
    response: ServerResponse
    name: string | undefined
    query: string | undefined
    input: Body
  },
): Promise<void> {
  const send = (status: number, json: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(json))
  try {
    const actor = authenticate(world, request.headers.authorization)
    if (query !== undefined && VIEWER.test(query)) {
      send(200, { data: { viewer: { login: accountOfActor(actor).login } } })
      return
    }
    const mutation = name === undefined ? undefined : MUTATIONS[name]
    if (!mutation || name === undefined)
      throw new GraphqlError('UNSUPPORTED', 'Something went wrong while executing your query')
    send(200, { data: { [name]: await mutation(world, actor, input) } })
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) send(401, { message: error.message })
    else if (error instanceof ApiError) send(200, failure(name, 'UNPROCESSABLE', error.message))
    else if (error instanceof GraphqlError) send(200, failure(name, error.type, error.message))
    else throw error
  }
}

function failure(name: string | undefined, type: string, message: string) {
  const path = name === undefined ? [] : [name]
  return {
    data: name === undefined ? null : { [name]: null },
    errors: [{ type, path, locations: [{ line: 1, column: 1 }], message }],
  }
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
