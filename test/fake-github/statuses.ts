import { accountOfActor } from './access.ts'
import { type Account, accountJson } from './account.ts'
import { ApiError, validationFailed } from './api-error.ts'
import { readCommit } from './git-objects.ts'
import { resolveCommit } from './history.ts'
import { page } from './paging.ts'
import { repositoryJson } from './repository-json.ts'
import { optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { iso, newId, nodeId, now, type World } from './world.ts'

export interface CommitStatus {
  readonly id: number
  readonly sha: string
  readonly state: string
  readonly context: string
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: Account
  readonly createdAt: Date
}

const STATES = ['error', 'failure', 'pending', 'success']
const LIMIT_PER_CONTEXT = 1_000

export const statusRoutes = [
  repositoryRoute('POST /statuses/{sha}', { needs: 'statuses:write' }, createStatus),
  repositoryRoute('GET /commits/{ref+}/statuses', { needs: 'statuses:read' }, listStatuses),
  repositoryRoute('GET /commits/{ref+}/status', { needs: 'statuses:read' }, combinedStatus),
]

function createStatus({ world, repository, params, body, actor }: RepositoryCall): Reply {
  const sha = params.sha ?? ''
  if (!readCommit(repository.objects, sha)) throw new ApiError(422, `No commit found for SHA: ${sha}`)
  const state = requiredText(body, 'state')
  const description = optionalText(body, 'description') ?? null
  const context = optionalText(body, 'context') ?? 'default'
  if (!STATES.includes(state))
    throw validationFailed({
      resource: 'Status',
      field: 'state',
      code: 'custom',
      message: 'state is not included in the list',
    })
  if (description && description.length > 140) {
    throw validationFailed({
      resource: 'Status',
      field: 'description',
      code: 'custom',
      message: 'description is too long (maximum is 140 characters)',
    })
  }
  if (repository.statuses.filter((each) => each.sha === sha && each.context === context).length >= LIMIT_PER_CONTEXT) {
    throw validationFailed({
      resource: 'Status',
      code: 'custom',
      message: 'This SHA and context has reached the maximum number of statuses.',
    })
  }
  const status: CommitStatus = {
    id: newId(world),
    sha,
    state,
    context,
    description,
    targetUrl: optionalText(body, 'target_url') ?? null,
    creator: accountOfActor(actor),
    createdAt: now(world),
  }
  repository.statuses.push(status)
  const payload = {
    id: status.id,
    sha,
    name: fullName(repository),
    context,
    description,
    state,
    target_url: status.targetUrl,
  }
  emit(world, { event: 'status', repository, actor, payload })
  return created(statusJson(world, repository, status))
}

function statusJson(world: World, repository: StoredRepository, status: CommitStatus): Schema<'status'> {
  return { ...simpleJson(world, repository, status), creator: accountJson(world, status.creator) }
}

function simpleJson(world: World, repository: StoredRepository, status: CommitStatus) {
  return {
    id: status.id,
    node_id: nodeId('SC', status.id),
    url: `${world.apiUrl}/repos/${fullName(repository)}/statuses/${status.sha}`,
    avatar_url: accountJson(world, status.creator).avatar_url,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
  }
}

function statusesAt({ repository, params }: RepositoryCall): { sha: string; statuses: CommitStatus[] } {
  const sha = resolveCommit(repository, params.ref ?? '')
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${params.ref}`)
  return { sha, statuses: repository.statuses.filter((each) => each.sha === sha).toReversed() }
}

function listStatuses(call: RepositoryCall): Reply {
  return page(call, statusesAt(call).statuses, (status) => statusJson(call.world, call.repository, status))
}

/** `pending` when there is no status at all; check runs do not matter here. */
function combinedStatus(call: RepositoryCall): Reply {
  const { world, repository } = call
  const { sha, statuses } = statusesAt(call)
  const newest = [...new Map(statuses.toReversed().map((status) => [status.context, status])).values()]
  const states = newest.map((status) => status.state)
  const failed = states.includes('failure') || states.includes('error')
  const allGood = states.length > 0 && states.every((state) => state === 'success')
  const url = `${world.apiUrl}/repos/${fullName(repository)}/commits/${sha}`
  return ok({
    state: failed ? 'failure' : allGood ? 'success' : 'pending',
    statuses: newest.map((status) => simpleJson(world, repository, status)),
    sha,
    total_count: newest.length,
    repository: repositoryJson(world, repository),
    commit_url: url,
    url: `${url}/status`,
  } satisfies Schema<'combined-commit-status'>)
}
