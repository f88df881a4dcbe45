import { accountOf } from './account.ts'
import { ACTIONS_APP_ID, type App, type Installation, installationJson, type Permissions } from './app.ts'
import { findRepository, fullName, type StoredRepository } from './stored-repository.ts'
import { createInstallationToken } from './tokens.ts'
import { emitToApp } from './webhooks.ts'
import { newId, now, type World } from './world.ts'

/** An installation as tests hold it: what an owner does in the browser. */
export interface FakeInstallation {
  readonly id: number
  suspend(): void
  unsuspend(): void
  delete(): void
  /** Changes the selection afterwards. */
  select(repositories: readonly string[] | 'all'): void
  /** Accepts what the app asks for by now. */
  acceptPermissions(): void
}

/** Installs an app on an account and tells it so. */
export function install(
  world: World,
  { appId, owner, repositories }: { appId: number; owner: string; repositories: readonly string[] | 'all' },
): FakeInstallation {
  const app = world.apps.get(appId)
  if (!app) throw new Error(`There is no app ${appId}.`)
  const installation = addInstallation(world, { app, owner, repositories: selection(world, repositories) })
  tell(world, installation, 'created')
  return handle(world, installation)
}

/** What `GITHUB_TOKEN` is in a workflow of that repository: github-actions[bot], this repository only. */
export function createActionsToken(
  world: World,
  { name, permissions }: { name: string; permissions: Permissions },
): string {
  const repository = repositoryOf(world, name)
  const app = world.apps.get(ACTIONS_APP_ID)
  if (!app) throw new Error('There is no app behind GITHUB_TOKEN.')
  const known = [...world.installations.values()].find((each) => each.app === app && each.account === repository.owner)
  const installation = known ?? addInstallation(world, { app, owner: repository.owner.login, repositories: 'all' })
  const granted = { metadata: 'read', ...permissions } as const
  return createInstallationToken(world, { installation, permissions: granted, repositories: new Set([repository.id]) })
    .token
}

function addInstallation(
  world: World,
  { app, owner, repositories }: { app: App; owner: string; repositories: Installation['repositories'] },
): Installation {
  const installation: Installation = {
    id: newId(world),
    app,
    account: accountOf(world, owner),
    repositories,
    permissions: app.permissions,
    suspendedAt: undefined,
    createdAt: now(world),
  }
  world.installations.set(installation.id, installation)
  return installation
}

function repositoryOf(world: World, name: string): StoredRepository {
  const repository = findRepository(world, name)
  if (!repository) throw new Error(`There is no repository ${name}.`)
  return repository
}

function selection(world: World, repositories: readonly string[] | 'all'): Installation['repositories'] {
  return repositories === 'all' ? 'all' : new Set(repositories.map((name) => repositoryOf(world, name).id))
}

function tell(world: World, installation: Installation, action: string): void {
  const covered = [...world.repositories.values()].filter((each) => each.owner === installation.account)
  const repositories = covered.map((each) => ({
    id: each.id,
    name: each.name,
    full_name: fullName(each),
    private: each.private,
  }))
  emitToApp(world, installation, 'installation', {
    action,
    installation: installationJson(world, installation),
    repositories,
  })
}

function handle(world: World, installation: Installation): FakeInstallation {
  return {
    id: installation.id,
    suspend: () => {
      installation.suspendedAt = now(world)
      tell(world, installation, 'suspend')
    },
    unsuspend: () => {
      installation.suspendedAt = undefined
      tell(world, installation, 'unsuspend')
    },
    delete: () => {
      world.installations.delete(installation.id)
      for (const [token, grant] of world.tokens) {
        if (grant.kind === 'installation' && grant.installation === installation) world.tokens.delete(token)
      }
      tell(world, installation, 'deleted')
    },
    select: (repositories) => {
      installation.repositories = selection(world, repositories)
    },
    acceptPermissions: () => {
      installation.permissions = installation.app.permissions
      tell(world, installation, 'new_permissions_accepted')
    },
  }
}
