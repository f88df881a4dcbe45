import type { Schema } from './schema.ts'
import { newId, nodeId, type World } from './world.ts'

export interface Account {
  readonly id: number
  login: string
  readonly name: string
  readonly type: 'User' | 'Organization' | 'Bot'
  readonly email: string
  /** Organization members by account id. */
  readonly members: Map<number, 'admin' | 'member'>
}

/** Creates an account; the login must be free. */
export function createAccount(
  world: World,
  account: { login: string; name?: string; type?: Account['type']; id?: number },
): Account {
  if (findAccount(world, account.login)) throw new Error(`There is already an account ${account.login}.`)
  const id = account.id ?? newId(world)
  const created: Account = {
    id,
    login: account.login,
    name: account.name ?? account.login,
    type: account.type ?? 'User',
    email: `${id}+${account.login}@users.noreply.github.com`,
    members: new Map(),
  }
  world.accounts.set(id, created)
  return created
}

/** The account with that login; letter case does not matter. */
export function findAccount(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase()
  for (const account of world.accounts.values()) if (account.login.toLowerCase() === wanted) return account
  return undefined
}

/** Like `findAccount`, for the test's own mistakes: throws when there is none. */
export function accountOf(world: World, login: string): Account {
  const account = findAccount(world, login)
  if (!account) throw new Error(`There is no account ${login}.`)
  return account
}

export function accountJson(world: World, account: Account): Schema<'simple-user'> {
  const login = encodeURIComponent(account.login)
  const url = `${world.apiUrl}/users/${login}`
  const page = account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : account.login
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId({ User: 'U', Organization: 'O', Bot: 'BOT' }[account.type], account.id),
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  }
}
