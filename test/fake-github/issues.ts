import { type Actor, accountOfActor, appOfActor } from './access.ts'
import { ApiError, validationFailed } from './api-error.ts'
import { issueIn } from './comments.ts'
import { type Issue, issueJson } from './issue.ts'
import { page } from './paging.ts'
import type { Pull } from './pull.ts'
import { optionalList, optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { newId, now, type World } from './world.ts'

const READ = { needs: ['issues:read', 'pull_requests:read'] } as const

export const issueRoutes = [
  repositoryRoute('GET /issues', READ, listIssues),
  repositoryRoute('POST /issues', { needs: 'issues:write', role: 'visible' }, createIssueRoute),
  repositoryRoute('GET /issues/{number}', READ, (call) => ok(issueJson(call.world, call.repository, issueIn(call)))),
  repositoryRoute(
    'PATCH /issues/{number}',
    { needs: ['issues:write', 'pull_requests:write'], role: 'triage' },
    editIssue,
  ),
  repositoryRoute(
    'POST /issues/{number}/labels',
    { needs: ['issues:write', 'pull_requests:write'], role: 'triage' },
    addLabels,
  ),
  repositoryRoute(
    'PUT /issues/{number}/lock',
    { needs: ['issues:write', 'pull_requests:write'], role: 'triage' },
    (call) => {
      issueIn(call).locked = true
      return { status: 204 }
    },
  ),
]

const MAXIMUM_BODY = 65_536

export function newIssue(
  world: World,
  repository: StoredRepository,
  details: { title: string; body: string | null; actor: Actor; pull: Pull | undefined },
): Issue {
  checkBody(details.body)
  const issue: Issue = {
    id: newId(world),
    number: Math.max(0, ...repository.issues.keys()) + 1,
    title: details.title,
    body: details.body,
    author: accountOfActor(details.actor),
    via: appOfActor(details.actor),
    state: 'open',
    locked: false,
    labels: [],
    reactions: [],
    createdAt: now(world),
    updatedAt: now(world),
    closedAt: undefined,
    pull: details.pull,
  }
  repository.issues.set(issue.number, issue)
  return issue
}

export function checkBody(body: string | null): void {
  if (body !== null && [...body].length > MAXIMUM_BODY) {
    throw validationFailed({
      resource: 'Issue',
      field: 'body',
      code: 'custom',
      message: 'body is too long (maximum is 65536 characters)',
    })
  }
}

function listIssues(call: RepositoryCall): Reply {
  const state = call.query.get('state') ?? 'open'
  const all = [...call.repository.issues.values()].filter((issue) => state === 'all' || issue.state === state)
  return page(call, all.toReversed(), (issue) => issueJson(call.world, call.repository, issue))
}

function createIssueRoute(call: RepositoryCall): Reply {
  const { world, repository, body, actor } = call
  if (!repository.settings.hasIssues) throw new ApiError(410, 'Issues has been disabled in this repository.')
  const issue = newIssue(world, repository, {
    title: requiredText(body, 'title'),
    body: optionalText(body, 'body') ?? null,
    actor,
    pull: undefined,
  })
  issue.labels.push(...(optionalList(body, 'labels') ?? []).map(String))
  emit(world, {
    event: 'issues',
    repository,
    actor,
    payload: { action: 'opened', issue: issueJson(world, repository, issue) },
  })
  return created(issueJson(world, repository, issue))
}

function editIssue(call: RepositoryCall): Reply {
  const { world, repository, body } = call
  const issue = issueIn(call)
  const text = optionalText(body, 'body') ?? issue.body
  checkBody(text)
  issue.title = optionalText(body, 'title') ?? issue.title
  issue.body = text
  const state = optionalText(body, 'state')
  if (state === 'open' || state === 'closed') issue.state = state
  issue.updatedAt = now(world)
  return ok(issueJson(world, repository, issue))
}

function addLabels(call: RepositoryCall): Reply {
  const issue = issueIn(call)
  const labels = (optionalList(call.body, 'labels') ?? []).map(String)
  issue.labels = [...new Set([...issue.labels, ...labels])]
  return ok(issueJson(call.world, call.repository, issue).labels)
}
