import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Account, accountJson, createAccount } from './account.ts'
import type { Schema } from './schema.ts'
import { iso, newId, nodeId, now, type World } from './world.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>

export interface App {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly clientId: string
  readonly privateKey: string
  readonly publicKey: KeyObject | undefined
  readonly owner: Account
  readonly bot: Account
  permissions: Permissions
  events: readonly string[]
  webhookUrl: string | undefined
  readonly webhookSecret: string | undefined
  readonly createdAt: Date
}

export interface Installation {
  readonly id: number
  readonly app: App
  readonly account: Account
  repositories: 'all' | Set<number>
  /** What the owner accepted; it stays behind when the app asks for more later. */
  permissions: Permissions
  suspendedAt: Date | undefined
  readonly createdAt: Date
}

export const ACTIONS_APP_ID = 15368
const ACTIONS_BOT_ID = 41898282

const keys: string[] = []

/** Making keys takes long, so worlds of one process share them; apps of one world do not. PKCS#1, as GitHub hands them out. */
function privateKeyNumber(index: number): string {
  const known = keys[index]
  if (known !== undefined) return known
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  keys[index] = key
  return key
}

export function createApp(
  world: World,
  app: {
    slug: string
    owner: Account
    permissions: Permissions
    events: readonly string[]
    webhookUrl?: string | undefined
    webhookSecret?: string | undefined
  },
): App {
  const id = newId(world)
  const privateKey = privateKeyNumber([...world.apps.values()].filter((each) => each.publicKey).length)
  const created: App = {
    id,
    slug: app.slug,
    name: app.slug,
    clientId: `Iv23li${id.toString(36).padStart(14, '0')}`,
    privateKey,
    publicKey: createPublicKey(privateKey),
    owner: app.owner,
    bot: createAccount(world, { login: `${app.slug}[bot]`, type: 'Bot' }),
    permissions: { metadata: 'read', ...app.permissions },
    events: app.events,
    webhookUrl: app.webhookUrl,
    webhookSecret: app.webhookSecret,
    createdAt: now(world),
  }
  world.apps.set(id, created)
  return created
}

/** The app behind GITHUB_TOKEN, with the ids it has on GitHub.com. */
export function createActionsApp(world: World): App {
  const owner = createAccount(world, { login: 'github', type: 'Organization', id: 9919 })
  const app: App = {
    id: ACTIONS_APP_ID,
    slug: 'github-actions',
    name: 'GitHub Actions',
    clientId: 'Iv1.05c79e9ad1f6bdfa',
    privateKey: '',
    publicKey: undefined,
    owner,
    bot: createAccount(world, { login: 'github-actions[bot]', type: 'Bot', id: ACTIONS_BOT_ID }),
    permissions: {},
    events: [],
    webhookUrl: undefined,
    webhookSecret: undefined,
    createdAt: new Date('2018-07-30T09:30:17Z'),
  }
  world.apps.set(app.id, app)
  return app
}

export function appJson(world: World, app: App): NonNullable<Schema<'integration'>> {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountJson(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: app.permissions,
    events: [...app.events],
  }
}

export function installationJson(world: World, installation: Installation): Schema<'installation'> {
  const { id, app, account } = installation
  return {
    id,
    client_id: app.clientId,
    account: accountJson(world, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions as Schema<'app-permissions'>,
    events: [...app.events],
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt ? accountJson(world, account) : null,
    suspended_at: installation.suspendedAt ? iso(installation.suspendedAt) : null,
  }
}

/** Whether an installation covers a repository, by owner and selection. */
export function covers(installation: Installation, repository: { id: number; owner: Account }): boolean {
  if (installation.account.id !== repository.owner.id) return false
  return installation.repositories === 'all' || installation.repositories.has(repository.id)
}
