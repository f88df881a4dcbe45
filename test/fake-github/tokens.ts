import { randomBytes } from 'node:crypto'
import type { Account } from './account.ts'
import type { Installation, Permissions } from './app.ts'
import { now, type World } from './world.ts'

/** What a fine-grained personal token may do; a classic one has no limits. */
export interface TokenLimits {
  readonly permissions: Permissions
  readonly repositories: ReadonlySet<number>
}

/** What a token stands for. */
export type Grant =
  | {
      readonly kind: 'user'
      readonly account: Account
      readonly limits: TokenLimits | undefined
      readonly createdAt: Date
    }
  | {
      readonly kind: 'installation'
      readonly installation: Installation
      readonly permissions: Permissions
      /** Undefined: every repository of the installation. */
      readonly repositories: ReadonlySet<number> | undefined
      readonly createdAt: Date
      readonly expiresAt: Date
    }

const HOUR = 3_600_000

export function createUserToken(world: World, account: Account, limits?: TokenLimits): string {
  return remember(world, limits ? 'github_pat_' : 'ghp_', { kind: 'user', account, limits, createdAt: now(world) })
}

/** An installation token; it lives for one hour. Its length is no promise of GitHub's, and differs here from token to token. */
export function createInstallationToken(
  world: World,
  grant: { installation: Installation; permissions: Permissions; repositories: ReadonlySet<number> | undefined },
): { readonly token: string; readonly expiresAt: Date } {
  const createdAt = now(world)
  const expiresAt = new Date(createdAt.getTime() + HOUR)
  return { token: remember(world, 'ghs_', { kind: 'installation', ...grant, createdAt, expiresAt }), expiresAt }
}

function remember(world: World, prefix: string, grant: Grant): string {
  const token = `${prefix}${randomBytes(18 + (world.tokens.size % 5)).toString('hex')}`
  world.tokens.set(token, grant)
  return token
}
