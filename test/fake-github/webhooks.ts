import { randomUUID } from 'node:crypto'
import { type Actor, accountOfActor, appOfActor, holds, type Need } from './access.ts'
import { type Account, accountJson } from './account.ts'
import { ACTIONS_APP_ID, type App, covers, type Installation } from './app.ts'
import { deliver } from './deliveries.ts'
import { repositoryJson } from './repository-json.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { nodeId, type World } from './world.ts'

/** What an app must be allowed to hear; any of several is enough. */
const NEEDED: Readonly<Record<string, readonly Need[]>> = {
  issue_comment: ['issues:read', 'pull_requests:read'],
  issues: ['issues:read'],
  pull_request: ['pull_requests:read'],
  pull_request_review: ['pull_requests:read'],
  push: ['contents:read'],
  create: ['contents:read'],
  delete: ['contents:read'],
  check_run: ['checks:read'],
  check_suite: ['checks:read'],
  status: ['statuses:read'],
  deployment: ['deployments:read'],
  deployment_status: ['deployments:read'],
  workflow_run: ['actions:read'],
  workflow_dispatch: ['contents:read'],
  repository_dispatch: ['contents:read'],
  repository: ['metadata:read'],
}

const DISPATCHES = ['workflow_dispatch', 'repository_dispatch']

export interface Happening {
  readonly event: string
  readonly repository: StoredRepository
  readonly actor: Actor
  /** The event's own part of the payload; `action` among it. */
  readonly payload: Readonly<Record<string, unknown>>
  /** For events that only one app hears, such as `check_run.rerequested`. */
  readonly onlyFor?: App
}

/**
 * Tells every installed app that subscribed and may hear it; one guid per event, `installation` differs per app.
 * The payload is a snapshot of this moment.
 */
export function emit(world: World, happening: Happening): void {
  const { event, repository, payload } = happening
  const sender = accountOfActor(happening.actor)
  const guid = randomUUID()
  const whole = { ...surroundings(world, repository, sender), ...payload }
  const action = typeof payload.action === 'string' ? payload.action : undefined
  const byActions = appOfActor(happening.actor)?.id === ACTIONS_APP_ID
  world.events.push({
    event,
    action,
    repository: fullName(repository),
    sender: sender.login,
    payload: whole,
    startsWorkflows: !byActions || DISPATCHES.includes(event),
  })
  for (const installation of world.installations.values()) {
    if (!hears(installation, happening)) continue
    const body = {
      ...whole,
      installation: { id: installation.id, node_id: nodeId('MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u', installation.id) },
    }
    deliver(world, installation.app, {
      guid,
      event,
      action: action ?? null,
      installationId: installation.id,
      repositoryId: repository.id,
      payload: JSON.stringify(body),
      redelivery: false,
    })
  }
}

/** Installation events reach the app whether it subscribed or not, and belong to no repository. */
export function emitToApp(
  world: World,
  installation: Installation,
  event: string,
  payload: Readonly<Record<string, unknown>>,
): void {
  const action = typeof payload.action === 'string' ? payload.action : null
  deliver(world, installation.app, {
    guid: randomUUID(),
    event,
    action,
    installationId: installation.id,
    repositoryId: null,
    payload: JSON.stringify({ ...payload, sender: accountJson(world, installation.account) }),
    redelivery: false,
  })
}

function hears(installation: Installation, { event, repository, onlyFor }: Happening): boolean {
  const { app } = installation
  if (installation.suspendedAt || !covers(installation, repository)) return false
  if (onlyFor && onlyFor !== app) return false
  if (!app.events.includes(event)) return false
  return (NEEDED[event] ?? []).some((need) => need === 'metadata:read' || holds(installation.permissions, need))
}

function surroundings(world: World, repository: StoredRepository, sender: Account): Record<string, unknown> {
  const { owner } = repository
  const organization = owner.type === 'Organization' ? { organization: organizationJson(world, owner) } : {}
  return { repository: repositoryJson(world, repository), ...organization, sender: accountJson(world, sender) }
}

function organizationJson(world: World, organization: Account) {
  const url = `${world.apiUrl}/orgs/${organization.login}`
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId('O', organization.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${organization.id}`,
    description: '',
  }
}
