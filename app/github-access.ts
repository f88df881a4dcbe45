import { Octokit } from '@octokit/rest'
import { API_VERSION, type GitHubClient } from '../src/github/client.ts'
import type { Author } from '../src/github/comment.ts'
import { isRequestFailure } from '../src/github/failure.ts'
import { addResilience, type Waiting } from '../src/github/resilience.ts'
import {
  createInstallationTokens,
  type InstallationToken,
  type InstalledRepository,
  type Permissions,
} from './installation-token.ts'

export type { Permissions } from './installation-token.ts'

/** How the app reaches repositories: by tokens for one repository alone and with few rights. */
export interface GitHubAccess {
  /** A client for one repository, or `undefined` when the app is not installed on it. */
  readonly open: (repository: string, permissions: Permissions) => Promise<GitHubClient | undefined>
  /** Says what a webhook tells of a repository, so that nobody need ask. */
  readonly isInstalled: (repository: string, told: InstalledRepository) => void
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
  const tokens = createInstallationTokens(appClient, waiting.now)
  return {
    isInstalled: tokens.isInstalled,
    self: () => (self ??= readSelf(appClient)),
    open: async (repository, permissions) => {
      const asked = waiting.now()
      const first = await tokens.get(repository, permissions)
      if (first === undefined) return undefined
      const client = new Octokit({
        baseUrl,
        userAgent: 'serin',
        headers: { 'x-github-api-version': API_VERSION },
        log: SILENT,
      })
      let current = first
      watch(client)
      addResilience(client, {
        ...waiting,
        get tokenIsYoungUntil() {
          return current.madeAt + TOKEN_IS_YOUNG_MS
        },
      })
      authenticate(client, {
        isKept: first.madeAt < asked,
        current: () => current,
        renew: async () => {
          await tokens.drop(repository, permissions, current)
          const next = await tokens.get(repository, permissions)
          if (next !== undefined) current = next
          return next !== undefined
        },
      })
      failWithoutToken(client)
      return client
    },
  }
}

interface Bearer {
  /** Whether the token was made for an earlier client. */
  readonly isKept: boolean
  readonly current: () => InstallationToken
  /** Takes a new token; false when there is none. */
  readonly renew: () => Promise<boolean>
}

/**
 * Sends every request with the token. One that GitHub does not take is replaced, once, and the request repeated: it was
 * not done. A kept one may besides no longer reach its repository, which was taken from the app since, or is another one
 * of the same name: the first request tells, and with a repository that everybody may read the first write.
 */
function authenticate(client: Pick<Octokit, 'hook'>, bearer: Bearer): void {
  let isFirst = bearer.isKept
  let mayRenew = true
  let renewal: Promise<boolean> | undefined
  client.hook.wrap('request', async (request, options) => {
    const isProbe = isFirst
    isFirst = false
    let sent: InstallationToken | undefined
    const send = () => {
      sent = bearer.current()
      // What is handed on here reaches the next hook only, not the request itself.
      options.headers.authorization = `token ${sent.token}`
      return request(options)
    }
    const again = async () => {
      if (mayRenew) renewal = bearer.renew()
      mayRenew = false
      return (await renewal) ? await send() : undefined
    }
    try {
      const answer = await send()
      if (!(isProbe && mayRenew && isOutOfReach(answer.data))) return answer
      return (await again()) ?? answer
    } catch (error) {
      const mayBeOld = bearer.isKept && isRequestFailure(error, ...(isProbe ? [403, 404] : [403]))
      if (!isRequestFailure(error, 401) && !mayBeOld) throw error
      // Requests beside each other find out together, and share the new one.
      const isReplaced = renewal !== undefined && (await renewal) && sent !== bearer.current()
      const answer = mayRenew || isReplaced ? await again() : undefined
      if (answer === undefined) throw error
      return answer
    }
  })
}

/** Whether GraphQL says that it does not know, or does not show, what was asked for. */
function isOutOfReach(data: unknown): boolean {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined
  return Array.isArray(errors) && errors.some(({ type }) => type === 'NOT_FOUND' || type === 'FORBIDDEN')
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

async function readSelf(appClient: () => Promise<GitHubClient>): Promise<Author> {
  const answer = await (await appClient()).rest.apps.getAuthenticated()
  if (answer.data?.slug === undefined) throw new Error('GitHub does not tell the app’s slug')
  return { login: `${answer.data.slug}[bot]` }
}
