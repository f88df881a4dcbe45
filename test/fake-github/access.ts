import type { Account } from './account.ts'
import { ApiError, notFound } from './api-error.ts'
import { type App, covers, type Installation, type Permissions } from './app.ts'
import { ROLES, type Role, type StoredRepository } from './stored-repository.ts'
import type { TokenLimits } from './tokens.ts'
import type { World } from './world.ts'

/** Who makes a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly account: Account; readonly limits?: TokenLimits | undefined }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation'
      readonly installation: Installation
      readonly permissions: Permissions
      readonly repositories: ReadonlySet<number> | undefined
    }

/** `contents:read`, `pull_requests:write`, …: a permission of a GitHub App; any one of several is enough. */
export type Need = `${string}:${'read' | 'write' | 'admin'}`

const LEVELS = ['read', 'write', 'admin']

/** The account that a request is shown as. */
export function accountOfActor(actor: Actor): Account {
  switch (actor.kind) {
    case 'user':
      return actor.account
    case 'app':
      return actor.app.bot
    case 'installation':
      return actor.installation.app.bot
    case 'anonymous':
      throw new ApiError(401, 'Requires authentication')
  }
}

export function appOfActor(actor: Actor): App | undefined {
  if (actor.kind === 'installation') return actor.installation.app
  return actor.kind === 'app' ? actor.app : undefined
}

/** A person's role by direct grant, team, ownership and membership; undefined for none at all. */
export function roleOf(world: World, repository: StoredRepository, account: Account): Role | undefined {
  if (repository.owner.id === account.id) return 'admin'
  const membership = repository.owner.members.get(account.id)
  if (membership === 'admin') return 'admin'
  const roles: (Role | undefined)[] = [repository.roles.get(account.id)?.role]
  if (membership === 'member') roles.push('read')
  for (const team of world.teams) if (team.members.has(account.id)) roles.push(repository.teamRoles.get(team.id))
  const ranks = roles.map((role) => (role ? ROLES.indexOf(role) : -1))
  return ROLES[Math.max(...ranks)]
}

export function hasRole(world: World, repository: StoredRepository, account: Account, atLeast: Role): boolean {
  const role = roleOf(world, repository, account)
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(atLeast)
}

export function holds(permissions: Permissions, need: Need): boolean {
  const [name = '', level = 'read'] = need.split(':')
  return LEVELS.indexOf(permissions[name] ?? '') >= LEVELS.indexOf(level)
}

/** Whether a request may know that the repository exists. */
export function canSee(world: World, repository: StoredRepository, actor: Actor): boolean {
  if (!repository.private) return true
  if (actor.kind === 'user') {
    const listed = !actor.limits || actor.limits.repositories.has(repository.id)
    return listed && roleOf(world, repository, actor.account) !== undefined
  }
  return actor.kind === 'installation' && reachesRepository(actor, repository)
}

export function reachesRepository(actor: Actor & { kind: 'installation' }, repository: StoredRepository): boolean {
  if (actor.repositories && !actor.repositories.has(repository.id)) return false
  return covers(actor.installation, repository)
}

/**
 * Throws what GitHub answers when the request may not do this: 404 for what is invisible, 403 with
 * `x-accepted-github-permissions` for an app without the permission, and for people by their role.
 */
export function requireAccess(
  world: World,
  repository: StoredRepository,
  actor: Actor,
  { needs, role }: { readonly needs: readonly Need[]; readonly role: Role | 'visible' },
): void {
  if (!canSee(world, repository, actor)) throw notFound()
  const reading = needs.every((need) => need.endsWith(':read'))
  switch (actor.kind) {
    case 'installation':
      requirePermission(repository, actor, { needs, reading })
      return
    case 'user':
      if (actor.limits) requireLimits(repository, actor.limits, { needs, reading })
      if (role === 'visible' || (!repository.private && role === 'read')) return
      if (hasRole(world, repository, actor.account, role)) return
      if (role === 'admin' || reading) throw notFound()
      throw new ApiError(403, 'Must have push access to repository')
    case 'anonymous':
      if (reading && role !== 'admin') return
      throw new ApiError(401, 'Requires authentication')
    case 'app':
      throw new ApiError(401, 'A JSON web token could not be decoded')
  }
}

/** A fine-grained token: its own permissions on the repositories it names, and never checks. */
function requireLimits(
  repository: StoredRepository,
  { permissions, repositories }: TokenLimits,
  { needs, reading }: { readonly needs: readonly Need[]; readonly reading: boolean },
): void {
  if (reading && !repository.private) return
  const held = needs.some((need) => need === 'metadata:read' || (holds(permissions, need) && need !== 'checks:write'))
  if (held && repositories.has(repository.id)) return
  throw new ApiError(403, 'Resource not accessible by personal access token')
}

function requirePermission(
  repository: StoredRepository,
  actor: Actor & { kind: 'installation' },
  { needs, reading }: { readonly needs: readonly Need[]; readonly reading: boolean },
): void {
  const reaches = reachesRepository(actor, repository)
  const secret = needs.some((need) => need.startsWith('administration'))
  if (!reaches && reading && !secret) return
  if (reaches && needs.some((need) => holds(actor.permissions, need) || need === 'metadata:read')) return
  if (reaches && reading && !repository.private && !secret) return
  throw resourceNotAccessible(needs)
}

function resourceNotAccessible(needs: readonly Need[]): ApiError {
  const accepted = needs.map((need) => need.replace(':', '=')).join('; ')
  return new ApiError(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': accepted },
  })
}
