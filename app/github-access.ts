import { Octokit } from '@octokit/rest'
import { UserError } from '../src/errors.ts'
import { API_VERSION, type GitHubClient, repositoryName } from '../src/github/client.ts'
import type { Author } from '../src/github/comment.ts'
import { absentAs404, isRequestFailure } from '../src/github/failure.ts'
import { addResilience, type Waiting } from '../src/github/resilience.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** How the app reaches repositories: one token per job and repository, for that repository alone and with few rights. */
export interface GitHubAccess {
  /** A client for one repository, or `undefined` when the app is not installed on it. */
  readonly open: (repository: string, permissions: Permissions) => Promise<GitHubClient | undefined>
  /** Says which installation a repository's owner has, so that nobody need ask; a webhook tells it. */
  readonly isInstalled: (repository: string, installation: number) => void
  /** Who the app writes as. */
  readonly self: () => Promise<Author>
}

/** New tokens reach every one of GitHub's servers within some seconds (octokit/auth-app.js#65). */
const TOKEN_IS_YOUNG_MS = 10_000

/**
 * @param appClient answers with a client that is authenticated as the app itself (by its key).
 * @param baseUrl the API's address.
 * @param watch hears of every client before it makes its first request.
 */
export function createGitHubAccess(
  appClient: () => Promise<GitHubClient>,
  baseUrl: string,
  waiting: Waiting,
  watch: (client: Pick<Octokit, 'hook'>) => void = () => {},
): GitHubAccess {
  let self: Promise<Author> | undefined
  const installations = new Map<string, number>()
  return {
    isInstalled: (repository, installation) => void installations.set(ownerOf(repository), installation),
    self: () => (self ??= readSelf(appClient)),
    open: async (repository, permissions) => {
      const token = await createToken(await appClient(), { repository, permissions, installations })
      if (token === undefined) return undefined
      const client = new Octokit({
        auth: token,
        baseUrl,
        userAgent: 'serin',
        headers: { 'x-github-api-version': API_VERSION },
        log: SILENT,
      })
      watch(client)
      addResilience(client, { ...waiting, tokenIsYoungUntil: waiting.now() + TOKEN_IS_YOUNG_MS })
      failWithoutToken(client)
      return client
    },
  }
}

/** A token that is no longer taken is no mistake of the person’s who commands: the next attempt has a new one. */
function failWithoutToken(client: Pick<Octokit, 'hook'>): void {
  client.hook.error('request', (error) => {
    if (isRequestFailure(error, 401)) throw new Error('GitHub does not take the token any more.', { cause: error })
    throw error
  })
}

/** Octokit prints deprecations and failed requests; what matters of them is thrown. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

interface TokenRequest {
  readonly repository: string
  readonly permissions: Permissions
  /** By owner: an app has one installation on each. */
  readonly installations: Map<string, number>
}

async function createToken(app: GitHubClient, request: TokenRequest): Promise<string | undefined> {
  const { repository, permissions, installations } = request
  const name = repositoryName(repository)
  const known = installations.get(ownerOf(repository))
  const token = known === undefined ? undefined : await tokenOfKnown(app, known, name.repo, permissions)
  if (token !== undefined) return token
  const installation = await absentAs404(() => app.rest.apps.getRepoInstallation({ ...name }))
  if (installation === undefined) return undefined
  installations.set(ownerOf(repository), installation.data.id)
  return granted(repository, permissions, () => requestToken(app, installation.data.id, name.repo, permissions))
}

/** What is remembered may be of yesterday: a refusal is left to the way that asks first, and says what is wrong. */
async function tokenOfKnown(
  app: GitHubClient,
  installation: number,
  repository: string,
  permissions: Permissions,
): Promise<string | undefined> {
  try {
    return await requestToken(app, installation, repository, permissions)
  } catch (error) {
    if (isRequestFailure(error, 403, 404, 422)) return undefined
    throw error
  }
}

function ownerOf(repository: string): string {
  return repositoryName(repository).owner.toLowerCase()
}

async function requestToken(
  app: GitHubClient,
  installation: number,
  repository: string,
  permissions: Permissions,
): Promise<string> {
  const created = await app.rest.apps.createInstallationAccessToken({
    installation_id: installation,
    repositories: [repository],
    permissions: { ...permissions },
  })
  return created.data.token
}

/** GitHub answers 422 when the app was not granted a right, and 403 when its owner has suspended it. */
async function granted<T>(repository: string, permissions: Permissions, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (!isRequestFailure(error, 403, 422)) throw error
    if (/repository that does not exist/.test(error.message)) throw renamed(repository, error)
    const rights = Object.entries(permissions).map((entry) => `\`${entry.join(': ')}\``)
    throw new UserError(`Serin’s app may not reach ${repository} with ${rights.join(', ')}.`, {
      fix: 'Accept the app’s permissions in the organization’s settings (the README lists them), and lift its suspension.',
      cause: error,
    })
  }
}

/** The way to an installation follows old names, a token's list of repositories does not. */
function renamed(repository: string, cause: Error): UserError {
  return new UserError(`There is no ${repository} any more: it was renamed, or taken from the app.`, {
    fix: 'Write its present name, if that is still the right repository.',
    cause,
  })
}

async function readSelf(appClient: () => Promise<GitHubClient>): Promise<Author> {
  const answer = await (await appClient()).rest.apps.getAuthenticated()
  if (answer.data?.slug === undefined) throw new Error('GitHub does not tell the app’s slug')
  return { login: `${answer.data.slug}[bot]` }
}
