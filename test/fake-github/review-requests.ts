import { roleOf } from './access.ts'
import { findAccount } from './account.ts'
import { ApiError } from './api-error.ts'
import { pullSimpleJson } from './pull-json.ts'
import { pullIn } from './pulls.ts'
import { optionalList } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import { fullName } from './stored-repository.ts'
import { emit } from './webhooks.ts'

export const reviewRequestRoutes = [
  repositoryRoute('GET /pulls/{number}/requested_reviewers', { needs: 'pull_requests:read' }, (call) => {
    const { requested_reviewers: users, requested_teams: teams } = pullSimpleJson(
      call.world,
      call.repository,
      pullIn(call),
    )
    return ok({ users, teams })
  }),
  repositoryRoute('POST /pulls/{number}/requested_reviewers', { needs: 'pull_requests:write' }, request),
]

/** All or nobody: one name that may not be asked and none is. */
function request(call: RepositoryCall): Reply {
  const { world, repository, body, actor } = call
  const issue = pullIn(call)
  const users = (optionalList(body, 'reviewers') ?? []).map((login) => collaborator(call, String(login)))
  const teams = (optionalList(body, 'team_reviewers') ?? []).map((slug) => teamOf(call, String(slug)))
  if (users.some(({ id }) => id === issue.author.id))
    throw new ApiError(422, 'Review cannot be requested from pull request author.')
  for (const { id } of users) issue.pull.requested.users.add(id)
  for (const { id } of teams) issue.pull.requested.teams.add(id)
  const json = pullSimpleJson(world, repository, issue)
  const payload = { action: 'review_requested', number: issue.number, pull_request: json }
  emit(world, { event: 'pull_request', repository, actor, payload })
  return created(json)
}

function collaborator(call: RepositoryCall, login: string) {
  const account = findAccount(call.world, login)
  if (account && roleOf(call.world, call.repository, account) !== undefined) return account
  throw notCollaborator(call)
}

function teamOf(call: RepositoryCall, slug: string) {
  const { world, repository } = call
  const team = world.teams.find((each) => each.slug === slug && each.organization === repository.owner)
  if (team && repository.teamRoles.has(team.id)) return team
  throw notCollaborator(call)
}

function notCollaborator({ repository }: RepositoryCall): ApiError {
  return new ApiError(
    422,
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullName(repository)} repository.`,
  )
}
