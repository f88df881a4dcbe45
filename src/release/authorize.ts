import type { Environment, Role } from '../config/gitops-config.ts'
import type { CommandName } from './command.ts'

/** The five roles that GitHub has, weakest first. */
const RANKS: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin']

/** What a person may do on the gitops repository. */
export interface Standing {
  readonly role: Role | undefined
  /** The slugs of those teams in `allow.teams` that the person is in. */
  readonly teams: readonly string[]
}

export type Authorization = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly asked: string }

/**
 * The role behind GitHub's answer. `role_name` is free text for a custom role and could even read `admin`, so it never
 * counts for more than the legacy `permission` beside it, which shows maintain as write and triage as read.
 * Source: REST "Get repository permissions for a user".
 * @param custom what the platform's team says that custom roles count as; any other counts as what it is built on.
 */
export function roleOf(
  answer: { readonly permission: string; readonly roleName: string },
  custom: Readonly<Record<string, Role>> = {},
): Role | undefined {
  const base = RANKS.find((role) => role === answer.permission)
  if (base === undefined) return undefined
  if (Object.hasOwn(custom, answer.roleName)) return custom[answer.roleName]
  const named = RANKS.find((role) => role === answer.roleName)
  const legacy = named === 'maintain' ? 'write' : named === 'triage' ? 'read' : named
  return legacy === base && named !== undefined ? named : base
}

/**
 * Decides whether a person may give a command for an environment. `allow` names who may change it: everybody with its
 * role or more, and every member of its teams. `/rollback` never asks for more than `write`: it must not be harder
 * than the release it undoes. A person without a role on the repository is refused whatever the teams say.
 */
export function authorize(request: {
  readonly command: CommandName
  readonly environment: Environment | undefined
  readonly isLast: boolean
  readonly standing: Standing
  /** Leaving out steps asks for one role more, at least `maintain`, and a team does not stand in for it. */
  readonly skip?: true
}): Authorization {
  const { role, teams } = request.standing
  const needed = request.skip ? roleAbove(roleNeeded(request)) : roleNeeded(request)
  if (role !== undefined && rank(role) >= rank(needed)) return { kind: 'allowed' }
  const allowedTeams = request.skip ? [] : (request.environment?.allow?.teams ?? [])
  if (role !== undefined && allowedTeams.some((team) => teams.includes(team))) return { kind: 'allowed' }
  const orTeams =
    allowedTeams.length === 0 ? '' : ` or membership in ${allowedTeams.map((team) => `“${team}”`).join(' or ')}`
  const where = request.command === 'retrain' ? 'on this repository' : 'on the gitops repository'
  return { kind: 'refused', asked: `the role “${needed}” or higher${orTeams} ${where}` }
}

function roleNeeded({
  command,
  environment,
  isLast,
}: {
  command: CommandName
  environment: Environment | undefined
  isLast: boolean
}): Role {
  switch (command) {
    case 'help':
    case 'status':
    case 'plan':
      return 'read'
    case 'rollback':
    case 'retrain':
      return 'write'
    case 'canary':
    case 'shadow':
    case 'set':
      return environment?.allow?.role ?? 'write'
    case 'freeze':
    case 'unfreeze':
      return environment?.allow?.role ?? 'maintain'
    case 'promote':
      return environment?.allow?.role ?? (isLast ? 'maintain' : 'write')
  }
}

function roleAbove(role: Role): Role {
  return RANKS[Math.max(rank(role) + 1, rank('maintain'))] ?? 'admin'
}

function rank(role: Role): number {
  return RANKS.indexOf(role)
}
