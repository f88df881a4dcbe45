import { createVerify } from 'node:crypto'
import type { Actor } from './access.ts'
import { ApiError } from './api-error.ts'
import type { App } from './app.ts'
import { now, type World } from './world.ts'

const MAXIMUM_LIFE_SECONDS = 600
const CLOCK_TOLERANCE_SECONDS = 60

/** Who a request comes from; throws the 401 for a token that is unknown, expired, revoked or not yet replicated. */
export function authenticate(world: World, header: string | undefined): Actor {
  if (header === undefined || header === '') return { kind: 'anonymous' }
  const token = tokenIn(header)
  if (token === undefined) throw badCredentials()
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: 'app', app: verifyAppToken(world, token) }
  const grant = world.tokens.get(token)
  if (!grant) throw badCredentials()
  const age = now(world).getTime() - grant.createdAt.getTime()
  if (grant.kind === 'installation' && age < world.lag.tokenMs) throw badCredentials()
  if (grant.kind === 'user') return { kind: 'user', account: grant.account, limits: grant.limits }
  const { installation, permissions, repositories, expiresAt } = grant
  if (expiresAt <= now(world)) throw badCredentials()
  if (installation.suspendedAt) throw new ApiError(403, 'This installation has been suspended')
  return { kind: 'installation', installation, permissions, repositories }
}

function tokenIn(header: string): string | undefined {
  const [scheme = '', value = ''] = header.split(' ')
  if (/^(bearer|token)$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return undefined
  const [user = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return password && password !== 'x-oauth-basic' ? password : user
}

function badCredentials(): ApiError {
  return new ApiError(401, 'Bad credentials')
}

/** RS256 only; `exp` at most ten minutes ahead, `iat` not in the future. https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
function verifyAppToken(world: World, token: string): App {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const { alg } = decodePart(head)
  const { iss, exp, iat } = decodePart(claims)
  const undecodable = new ApiError(401, 'A JSON web token could not be decoded')
  if (alg !== 'RS256') throw undecodable
  const app = [...world.apps.values()].find((each) => String(each.id) === String(iss) || each.clientId === iss)
  if (!app?.publicKey) throw new ApiError(401, 'Integration not found')
  const verified = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(app.publicKey, signature, 'base64url')
  if (!verified) throw undecodable
  const seconds = now(world).getTime() / 1000
  if (typeof exp !== 'number' || typeof iat !== 'number') throw undecodable
  if (exp <= seconds)
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (exp > seconds + MAXIMUM_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future")
  if (iat > seconds + CLOCK_TOLERANCE_SECONDS)
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  return app
}

function decodePart(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>
  } catch {
    throw new ApiError(401, 'A JSON web token could not be decoded')
  }
}
