import { type Actor, canSee } from './access.ts'
import { findAccount } from './account.ts'
import { ApiError, notFound } from './api-error.ts'
import { type App, appJson, covers, type Installation, installationJson, type Permissions } from './app.ts'
import { page } from './paging.ts'
import { repositoryJson } from './repository-json.ts'
import { type Body, optionalList, optionalObject } from './request-body.ts'
import { type Call, NO_CONTENT, ok, type Reply, route } from './route.ts'
import type { Schema } from './schema.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { createInstallationToken } from './tokens.ts'
import { iso, type World } from './world.ts'

const LEVELS = ['read', 'write', 'admin']
const MAXIMUM_REPOSITORIES = 500

export const appRoutes = [
  route('GET /app', (call) => ok(ownJson(call.world, appIn(call)))),
  route('GET /apps/{slug}', getApp),
  route('GET /app/installations', (call) =>
    page(call, installationsOf(call.world, appIn(call)), (each) => installationJson(call.world, each)),
  ),
  route('GET /app/installations/{id}', (call) => ok(installationJson(call.world, installationIn(call)))),
  route('POST /app/installations/{id}/access_tokens', createToken),
  route('GET /repos/{owner}/{repo}/installation', installationOfRepository),
  route('GET /orgs/{login}/installation', installationOfAccount),
  route('GET /users/{login}/installation', installationOfAccount),
  route('GET /installation/repositories', listRepositories),
  route('DELETE /installation/token', revokeToken),
]

/** The app of a request signed by its JWT; other tokens are refused. */
export function appIn({ actor }: Call): App {
  if (actor.kind === 'app') return actor.app
  throw new ApiError(401, 'A JSON web token could not be decoded')
}

function ownJson(world: World, app: App) {
  return { ...appJson(world, app), installations_count: installationsOf(world, app).length }
}

function getApp({ world, params }: Call): Reply {
  const app = [...world.apps.values()].find((each) => each.slug === params.slug)
  if (!app) throw notFound()
  return ok(appJson(world, app))
}

function installationsOf(world: World, app: App): Installation[] {
  return [...world.installations.values()].filter((installation) => installation.app === app && app.publicKey)
}

function installationIn(call: Call): Installation {
  const app = appIn(call)
  const installation = call.world.installations.get(Number(call.params.id))
  if (installation?.app !== app) throw notFound()
  return installation
}

function installationOfRepository(call: Call): Reply {
  const app = appIn(call)
  const name = `${call.params.owner}/${call.params.repo}`
  const repository =
    findRepository(call.world, name) ?? call.world.repositories.get(call.world.redirects.get(name.toLowerCase()) ?? 0)
  const installation = repository && installationsOf(call.world, app).find((each) => covers(each, repository))
  if (!installation) throw notFound()
  return ok(installationJson(call.world, installation))
}

function installationOfAccount(call: Call): Reply {
  const account = findAccount(call.world, call.params.login ?? '')
  const installation = installationsOf(call.world, appIn(call)).find((each) => each.account === account)
  if (!installation) throw notFound()
  return ok(installationJson(call.world, installation))
}

function createToken(call: Call): Reply {
  const { world, body } = call
  const installation = installationIn(call)
  if (installation.suspendedAt) throw new ApiError(403, 'This installation has been suspended')
  const permissions = narrowPermissions(installation, optionalObject(body, 'permissions'))
  const chosen = chosenRepositories(world, installation, body)
  const repositories = chosen && new Set(chosen.map((repository) => repository.id))
  const { token, expiresAt } = createInstallationToken(world, { installation, permissions, repositories })
  const json = {
    token,
    expires_at: iso(expiresAt),
    permissions: permissions as Schema<'app-permissions'>,
    repository_selection: chosen || installation.repositories !== 'all' ? 'selected' : 'all',
    ...(chosen ? { repositories: chosen.map((repository) => repositoryJson(world, repository)) } : {}),
  } satisfies Schema<'installation-token'>
  return { status: 201, body: json }
}

/** Less than was granted is fine, more is not. Every token may read metadata. */
function narrowPermissions(installation: Installation, wanted: Body | undefined): Permissions {
  if (!wanted) return installation.permissions
  for (const [name, level] of Object.entries(wanted)) {
    const granted = installation.permissions[name]
    if (!granted || LEVELS.indexOf(String(level)) > LEVELS.indexOf(granted)) {
      throw new ApiError(422, 'The permissions requested are not granted to this installation.')
    }
  }
  return { metadata: 'read', ...(wanted as Permissions) }
}

function chosenRepositories(world: World, installation: Installation, body: Body): StoredRepository[] | undefined {
  const names = optionalList(body, 'repositories')
  const ids = optionalList(body, 'repository_ids')
  if (!names && !ids) return undefined
  const found = [
    ...(names ?? []).map((name) => findRepository(world, `${installation.account.login}/${String(name)}`)),
    ...(ids ?? []).map((id) => world.repositories.get(Number(id))),
  ]
  const usable = found.filter(
    (repository): repository is StoredRepository => repository !== undefined && covers(installation, repository),
  )
  if (usable.length < found.length) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  }
  if (found.length > MAXIMUM_REPOSITORIES)
    throw new ApiError(422, `At most ${MAXIMUM_REPOSITORIES} repositories can be given.`)
  return usable
}

function listRepositories(call: Call): Reply {
  const { world, actor } = call
  if (actor.kind !== 'installation')
    throw new ApiError(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    )
  const all = [...world.repositories.values()].filter((repository) => inToken(world, actor, repository))
  const render = (repository: StoredRepository) => repositoryJson(world, repository)
  return page(call, all, render, (repositories) => ({
    total_count: all.length,
    repository_selection: actor.repositories ? 'selected' : 'all',
    repositories,
  }))
}

function inToken(world: World, actor: Actor & { kind: 'installation' }, repository: StoredRepository): boolean {
  const inSelection = !actor.repositories || actor.repositories.has(repository.id)
  return inSelection && covers(actor.installation, repository) && canSee(world, repository, actor)
}

function revokeToken({ world, headers }: Call): Reply {
  world.tokens.delete((headers.authorization ?? '').split(' ')[1] ?? '')
  return NO_CONTENT
}
