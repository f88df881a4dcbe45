import { UserError } from '../src/errors.ts'
import { type GitHubClient, repositoryName } from '../src/github/client.ts'
import { absentAs404, isRequestFailure } from '../src/github/failure.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** A token of an installation: for one repository, with few rights, for an hour. It is kept in memory and nowhere else. */
export interface InstallationToken {
  readonly token: string
  /** Milliseconds, by the clock that was given. */
  readonly madeAt: number
}

export interface InstalledRepository {
  /** The app's installation on the repository's owner. */
  readonly installation: number
  /** Another repository of the same name has another one. */
  readonly identity: string
}

export interface InstallationTokens {
  /** Says what a webhook tells of a repository, so that nobody need ask. */
  readonly isInstalled: (repository: string, told: InstalledRepository) => void
  /** The token there is, or a new one; `undefined` when the app is not installed on the repository. */
  readonly get: (repository: string, permissions: Permissions) => Promise<InstallationToken | undefined>
  /** One that GitHub did not take, or that no longer reaches its repository, is not given to anybody again. */
  readonly drop: (repository: string, permissions: Permissions, refused: InstallationToken) => Promise<void>
}

/** GitHub's tokens live for an hour; a job that begins with one shall end with it. */
const KEPT_MS = 50 * 60_000
const MOST_KEPT = 2_000

/**
 * The tokens of the app's installations. Making one costs a request, so that each is kept for those who want the same
 * rights on the same repository next.
 * @param now milliseconds; only differences count, so that a clock that is wrong does no harm.
 */
export function createInstallationTokens(
  appClient: () => Promise<GitHubClient>,
  now: () => number,
): InstallationTokens {
  const installations = new Map<string, number>()
  const identities = new Map<string, string>()
  const kept = new Map<string, Kept>()
  const make = async (repository: string, permissions: Permissions): Promise<InstallationToken | undefined> => {
    const token = await createToken(await appClient(), { repository, permissions, installations })
    return token === undefined ? undefined : { token, madeAt: now() }
  }
  return {
    isInstalled: (repository, { installation, identity }) => {
      const name = repository.toLowerCase()
      const isOther = (identities.get(name) ?? identity) !== identity
      const isAnew = (installations.get(ownerOf(repository)) ?? installation) !== installation
      if (identities.size >= MOST_KEPT) identities.clear()
      if (installations.size >= MOST_KEPT) installations.clear()
      identities.set(name, identity)
      installations.set(ownerOf(repository), installation)
      // What reached the old one is of no use for the new.
      if (isOther || isAnew) kept.clear()
    },
    get: async (repository, permissions) => {
      const key = keyOf(repository, permissions)
      const known = kept.get(key)
      if (known !== undefined && now() - known.at < KEPT_MS) return known.token
      kept.delete(key)
      forgetOld(kept, now())
      const made = { at: now(), token: make(repository, permissions) }
      kept.set(key, made)
      const forget = () => void (kept.get(key) === made && kept.delete(key))
      made.token.then((token) => token ?? forget(), forget)
      return made.token
    },
    drop: async (repository, permissions, refused) => {
      const key = keyOf(repository, permissions)
      const known = kept.get(key)
      // Somebody else may have replaced it already.
      if ((await known?.token) !== refused || kept.get(key) !== known) return
      kept.delete(key)
      // It may be of an owner who has passed the name on, too.
      installations.delete(ownerOf(repository))
    },
  }
}

interface Kept {
  readonly at: number
  readonly token: Promise<InstallationToken | undefined>
}

/** Those that nobody is given any more, and of too many the oldest. */
function forgetOld(kept: Map<string, Kept>, now: number): void {
  for (const [key, { at }] of kept) {
    if (now - at < KEPT_MS && kept.size < MOST_KEPT) return
    kept.delete(key)
  }
}

function keyOf(repository: string, permissions: Permissions): string {
  const rights = Object.entries(permissions).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([repository.toLowerCase(), rights])
}

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
