import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { accountOf, createAccount } from './account.ts'
import { createActionsApp, createApp, type Permissions } from './app.ts'
import { manifestDoor } from './app-manifests.ts'
import { startBlobHost } from './artifacts.ts'
import type { Files } from './commit-files.ts'
import { type Delivery, redeliver } from './deliveries.ts'
import type { Faults } from './faults.ts'
import { graphqlDoor } from './graphql.ts'
import { htmlDoor } from './html.ts'
import { createActionsToken, type FakeInstallation, install } from './installation.ts'
import { createWorld } from './new-world.ts'
import type { RateLimits } from './rate-limits.ts'
import { writeReceiveHook } from './receive-hook.ts'
import { Repository } from './repository.ts'
import { ROUTES } from './routes.ts'
import { type RequestRecord, startServer } from './server.ts'
import { gitDoor } from './smart-http.ts'
import { createStoredRepository, findRepository } from './stored-repository.ts'
import type { Team } from './teams.ts'
import { createUserToken } from './tokens.ts'
import { type DeliveryHabits, type Lag, newId, type World, type WorldEvent } from './world.ts'

export type { FakeInstallation } from './installation.ts'
export type { Repository } from './repository.ts'

export interface FakeUser {
  readonly login: string
  readonly id: number
  readonly token: string
}

export interface FakeApp {
  readonly id: number
  readonly slug: string
  readonly clientId: string
  readonly privateKey: string
  readonly botUserId: number
  setWebhookUrl(url: string): void
  /** Changes what the app asks for; installations keep what their owners accepted. */
  setPermissions(permissions: Permissions): void
}

/**
 * A GitHub of one's own on this machine, with real git repositories. It answers as GitHub.com does, unkind corners
 * included; `lag`, `habits`, `faults` and `rateLimits` make it as bad as GitHub on a bad day.
 */
export class FakeGitHub {
  readonly #world: World
  readonly #servers: readonly Server[]
  readonly requests: readonly RequestRecord[]

  constructor(world: World, servers: readonly Server[], requests: readonly RequestRecord[]) {
    this.#world = world
    this.#servers = servers
    this.requests = requests
  }

  get url(): string {
    return this.#world.url
  }

  get apiUrl(): string {
    return this.#world.apiUrl
  }

  get graphqlUrl(): string {
    return `${this.#world.url}/api/graphql`
  }

  get faults(): Faults {
    return this.#world.faults
  }

  get rateLimits(): RateLimits {
    return this.#world.rateLimits
  }

  get lag(): Lag {
    return this.#world.lag
  }

  get habits(): DeliveryHabits {
    return this.#world.habits
  }

  get deliveries(): readonly Delivery[] {
    return this.#world.deliveries
  }

  /** Everything that happened, whether or not an app listened, with whether it would start workflow runs. */
  get events(): readonly WorldEvent[] {
    return this.#world.events
  }

  createUser(login: string, options: { name?: string } = {}): FakeUser {
    const account = createAccount(this.#world, { login, ...options })
    return { login, id: account.id, token: createUserToken(this.#world, account) }
  }

  createOrganization(
    login: string,
    members: Readonly<Record<string, 'admin' | 'member'>> = {},
  ): { readonly login: string; readonly id: number } {
    const account = createAccount(this.#world, { login, type: 'Organization' })
    for (const [member, role] of Object.entries(members)) this.addMember(login, member, role)
    return { login, id: account.id }
  }

  addMember(organization: string, login: string, role: 'admin' | 'member' = 'member'): void {
    accountOf(this.#world, organization).members.set(accountOf(this.#world, login).id, role)
  }

  createTeam(organization: string, slug: string, members: readonly string[]): Team {
    const ids = members.map((login) => [accountOf(this.#world, login).id, 'member'] as const)
    const team: Team = {
      id: newId(this.#world),
      organization: accountOf(this.#world, organization),
      slug,
      name: slug,
      members: new Map(ids),
    }
    this.#world.teams.push(team)
    return team
  }

  /** A repository of an existing account; with `files` it has a first commit, without it is empty. */
  createRepository(
    name: string,
    options: { private?: boolean; files?: Files; defaultBranch?: string } = {},
  ): Repository {
    const [owner = '', short = ''] = name.split('/')
    if (findRepository(this.#world, name)) throw new Error(`There is already a repository ${name}.`)
    this.#world.redirects.delete(name.toLowerCase())
    const details = {
      owner: accountOf(this.#world, owner),
      name: short,
      private: options.private ?? false,
      defaultBranch: options.defaultBranch ?? 'main',
    }
    const repository = new Repository(this.#world, createStoredRepository(this.#world, details))
    if (options.files) repository.begin(options.files)
    return repository
  }

  repository(name: string): Repository {
    const stored = findRepository(this.#world, name)
    if (!stored) throw new Error(`There is no repository ${name}.`)
    return new Repository(this.#world, stored)
  }

  createApp(app: {
    slug: string
    permissions: Permissions
    events?: readonly string[]
    owner?: string
    webhookUrl?: string
    webhookSecret?: string
  }): FakeApp {
    const owner = accountOf(this.#world, app.owner ?? 'github')
    const stored = createApp(this.#world, { ...app, owner, events: app.events ?? [] })
    const { id, slug, clientId, privateKey, bot } = stored
    return {
      id,
      slug,
      clientId,
      privateKey,
      botUserId: bot.id,
      setWebhookUrl: (url) => {
        stored.webhookUrl = url
      },
      setPermissions: (permissions) => {
        stored.permissions = { metadata: 'read', ...permissions }
      },
    }
  }

  /** Installs an app on an account; the owner accepts what the app asks for now. */
  install(
    app: { readonly id: number },
    owner: string,
    repositories: readonly string[] | 'all' = 'all',
  ): FakeInstallation {
    return install(this.#world, { appId: app.id, owner, repositories })
  }

  /** What `GITHUB_TOKEN` is in a workflow of that repository: github-actions[bot], this repository only. */
  createActionsToken(name: string, permissions: Permissions): string {
    return createActionsToken(this.#world, { name, permissions })
  }

  /** What each token of an app's installations may do, and where; `undefined` is everywhere. */
  tokensOf(app: { readonly id: number }): readonly {
    readonly permissions: Permissions
    readonly repositories: readonly string[] | undefined
  }[] {
    const { tokens, repositories: known } = this.#world
    return [...tokens.values()].flatMap((grant) => {
      if (grant.kind !== 'installation' || grant.installation.app.id !== app.id) return []
      const names = grant.repositories && [...grant.repositories].map((id) => known.get(id)?.name ?? '')
      return [{ permissions: grant.permissions, repositories: names }]
    })
  }

  /** A fine-grained personal token: some permissions on some repositories. */
  createFineGrainedToken(login: string, limits: { repositories: readonly string[]; permissions: Permissions }): string {
    const repositories = new Set(limits.repositories.map((name) => this.repository(name).id))
    return createUserToken(this.#world, accountOf(this.#world, login), {
      repositories,
      permissions: limits.permissions,
    })
  }

  /** Sends a delivery once more: new id, same guid. */
  redeliver(id: number): void {
    redeliver(this.#world, id)
  }

  /** Moves GitHub's clock: tokens expire, deliveries grow old. */
  advance(milliseconds: number): void {
    this.#world.clockOffsetMs += milliseconds
  }

  /**
   * Waits until nothing goes on any more: deliveries answered, test merges done. With `quietMs` also until no request
   * is being answered and none came for so long: apps go on working after their 202.
   */
  async settled({ quietMs = 0 }: { quietMs?: number } = {}): Promise<void> {
    for (;;) {
      while (this.#world.background.size > 0) await Promise.allSettled([...this.#world.background])
      if (quietMs === 0) return
      const before = this.requests.length
      await sleep(quietMs)
      const isQuiet = this.requests.length === before && this.requests.every((request) => request.status !== 0)
      if (isQuiet && this.#world.background.size === 0) return
    }
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    await this.settled()
    rmSync(this.#world.directory, { recursive: true, force: true })
  }
}

/** Starts an empty GitHub on a free port (or the given one). Stop it when done: it holds a port and a temporary folder. */
export async function startFakeGitHub(options: { port?: number } = {}): Promise<FakeGitHub> {
  const world = createWorld()
  writeReceiveHook(world.directory)
  createActionsApp(world)
  const requests: RequestRecord[] = []
  const server = await startServer(world, {
    routes: ROUTES,
    otherDoors: [gitDoor(world), graphqlDoor(world), manifestDoor(world), htmlDoor(world)],
    requests,
    port: options.port ?? 0,
  })
  return new FakeGitHub(world, [server, await startBlobHost(world)], requests)
}
