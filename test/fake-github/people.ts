import { type Actor, accountOfActor, hasRole, roleOf } from './access.ts'
import { type Account, accountJson, findAccount } from './account.ts'
import { ApiError, notFound } from './api-error.ts'
import { page } from './paging.ts'
import { repositoryJson } from './repository-json.ts'
import { type Call, ok, type Reply, type RepositoryCall, repositoryRoute, route } from './route.ts'
import type { Schema } from './schema.ts'
import { ROLES, type Role } from './stored-repository.ts'
import { iso } from './world.ts'

export const peopleRoutes = [
  repositoryRoute('GET ', { needs: 'metadata:read' }, (call) => ok(repositoryJson(call.world, call.repository))),
  repositoryRoute('GET /collaborators', { needs: 'metadata:read', role: 'write' }, listCollaborators),
  repositoryRoute('GET /collaborators/{login}', { needs: 'metadata:read', role: 'write' }, isCollaborator),
  repositoryRoute('GET /collaborators/{login}/permission', { needs: 'metadata:read', role: 'read' }, permission),
  route('GET /user', getSelf),
  route('GET /users/{login}', getUser),
  route('GET /orgs/{org}', (call) => ok(accountJson(call.world, organizationIn(call)))),
  route('GET /orgs/{org}/members/{login}', isMember),
  route('GET /orgs/{org}/memberships/{login}', orgMembership),
  route('GET /orgs/{org}/teams/{slug}', (call) =>
    ok({ id: teamIn(call).id, slug: teamIn(call).slug, name: teamIn(call).name }),
  ),
  route('GET /orgs/{org}/teams/{slug}/members', (call) =>
    page(call, [...teamIn(call).members.keys()], (id) => accountJson(call.world, byId(call, id))),
  ),
  route('GET /orgs/{org}/teams/{slug}/memberships/{login}', teamMembership),
]

function byId({ world }: Call, id: number): Account {
  const account = world.accounts.get(id)
  if (!account) throw notFound()
  return account
}

function organizationIn({ world, params }: Call): Account {
  const account = findAccount(world, params.org ?? '')
  if (account?.type !== 'Organization') throw notFound()
  return account
}

function teamIn(call: Call) {
  const organization = organizationIn(call)
  requireMembersRead(call.actor, organization)
  const team = call.world.teams.find((each) => each.organization === organization && each.slug === call.params.slug)
  if (!team) throw notFound()
  return team
}

/** Teams and memberships are for apps with `members: read` and for members. */
function requireMembersRead(actor: Actor, organization: Account): void {
  if (actor.kind === 'user' && organization.members.has(actor.account.id)) return
  if (actor.kind === 'installation' && actor.installation.account === organization) {
    if (actor.permissions.members) return
    throw new ApiError(403, 'Resource not accessible by integration', {
      headers: { 'x-accepted-github-permissions': 'members=read' },
    })
  }
  throw notFound()
}

function getSelf(call: Call): Reply {
  if (call.actor.kind === 'installation') throw new ApiError(403, 'Resource not accessible by integration')
  return ok({ ...accountJson(call.world, accountOfActor(call.actor)), name: accountOfActor(call.actor).name })
}

function getUser({ world, params }: Call): Reply {
  const account = findAccount(world, params.login ?? '')
  if (!account) throw notFound()
  return ok({ ...accountJson(world, account), name: account.name, email: null, created_at: iso(new Date(0)) })
}

/** What `permission` calls a role: maintain shows as write, triage as read. */
const SHOWN: Readonly<Record<Role, string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
}

function permission(call: RepositoryCall): Reply {
  const { world, repository, params, actor } = call
  if (actor.kind === 'anonymous') throw new ApiError(401, 'Requires authentication')
  if (actor.kind === 'user' && !hasRole(world, repository, actor.account, 'write')) {
    throw new ApiError(403, 'Must have push access to view collaborator permission.')
  }
  const account = findAccount(world, params.login ?? '')
  if (account?.type !== 'User') throw notFound(`${params.login} is not a user`)
  const role = roleOf(world, repository, account) ?? (repository.private ? undefined : 'read')
  const custom = repository.roles.get(account.id)?.custom
  const body = {
    permission: role ? SHOWN[role] : 'none',
    role_name: custom ?? role ?? 'none',
    user: {
      ...accountJson(world, account),
      email: null,
      name: null,
      permissions: flagsOf(role),
      role_name: custom ?? role ?? 'none',
    },
  } satisfies Schema<'repository-collaborator-permission'>
  return ok(body)
}

function flagsOf(role: Role | undefined) {
  const rank = role ? ROLES.indexOf(role) : -1
  return { pull: rank >= 0, triage: rank >= 1, push: rank >= 2, maintain: rank >= 3, admin: rank >= 4 }
}

function listCollaborators(call: RepositoryCall): Reply {
  const { world, repository } = call
  const people = [...world.accounts.values()].filter(
    (account) => account.type === 'User' && roleOf(world, repository, account) !== undefined,
  )
  return page(call, people, (account) => {
    const role = roleOf(world, repository, account)
    return { ...accountJson(world, account), role_name: role, permissions: flagsOf(role) }
  })
}

function isCollaborator({ world, repository, params }: RepositoryCall): Reply {
  const account = findAccount(world, params.login ?? '')
  return { status: account && roleOf(world, repository, account) ? 204 : 404 }
}

function isMember(call: Call): Reply {
  const organization = organizationIn(call)
  requireMembersRead(call.actor, organization)
  const account = findAccount(call.world, call.params.login ?? '')
  return { status: account && organization.members.has(account.id) ? 204 : 404 }
}

function orgMembership(call: Call): Reply {
  const organization = organizationIn(call)
  requireMembersRead(call.actor, organization)
  const account = findAccount(call.world, call.params.login ?? '')
  const role = account && organization.members.get(account.id)
  if (!account || !role) throw notFound()
  return ok({
    state: 'active',
    role,
    user: accountJson(call.world, account),
    organization_url: `${call.world.apiUrl}/orgs/${organization.login}`,
  })
}

function teamMembership(call: Call): Reply {
  const team = teamIn(call)
  const account = findAccount(call.world, call.params.login ?? '')
  const role = account && team.members.get(account.id)
  if (!role) throw notFound()
  const url = `${call.world.apiUrl}/orgs/${call.params.org}/teams/${team.slug}/memberships/${call.params.login}`
  return ok({ url, role, state: 'active' } satisfies Schema<'team-membership'>)
}
