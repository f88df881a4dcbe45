import type { Actor } from './access.ts'
import { ApiError } from './api-error.ts'
import { ACTIONS_APP_ID } from './app.ts'
import type { Schema } from './schema.ts'

interface Bucket {
  used: number
  readonly limit: number
  readonly resetAt: number
}

const HOUR = 3_600

/** Counts requests per caller as GitHub's primary limit does, with its hourly quotas. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>()
  /** Smaller quotas for tests; undefined: GitHub's own. */
  limitForAll: number | undefined

  /** Counts one request and throws the 403 when none is left. */
  count(actor: Actor, nowSeconds: number): Bucket {
    const bucket = this.bucket(actor, nowSeconds)
    if (bucket.used >= bucket.limit) throw primaryLimit(actor, { resetAt: bucket.resetAt, status: 403 })
    bucket.used += 1
    return bucket
  }

  bucket(actor: Actor, nowSeconds: number): Bucket {
    const key = bucketName(actor)
    const known = this.#buckets.get(key)
    if (known && known.resetAt > nowSeconds) return known
    const fresh = { used: 0, limit: this.limitForAll ?? quota(actor), resetAt: nowSeconds + HOUR }
    this.#buckets.set(key, fresh)
    return fresh
  }
}

export function rateHeaders(bucket: { used: number; limit: number; resetAt: number }): Record<string, string> {
  return {
    'x-ratelimit-limit': String(bucket.limit),
    'x-ratelimit-remaining': String(Math.max(0, bucket.limit - bucket.used)),
    'x-ratelimit-reset': String(bucket.resetAt),
    'x-ratelimit-used': String(bucket.used),
    'x-ratelimit-resource': 'core',
  }
}

export function rateJson(bucket: Bucket): Schema<'rate-limit'> {
  return {
    limit: bucket.limit,
    used: bucket.used,
    remaining: Math.max(0, bucket.limit - bucket.used),
    reset: bucket.resetAt,
  }
}

export function primaryLimit(actor: Actor, { resetAt, status }: { resetAt: number; status: number }): ApiError {
  const who = actor.kind === 'installation' ? ` for installation ID ${actor.installation.id}` : ''
  return new ApiError(status, `API rate limit exceeded${who}.`, {
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetAt) },
  })
}

/** Without `retry-after` unless asked for: real ones may lack it. */
export function secondaryLimit({ status, retryAfter }: { status: number; retryAfter: number | undefined }): ApiError {
  return new ApiError(
    status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    { headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } },
  )
}

function quota(actor: Actor): number {
  if (actor.kind === 'anonymous') return 60
  if (actor.kind === 'installation' && actor.installation.app.id === ACTIONS_APP_ID) return 1_000
  return 5_000
}

function bucketName(actor: Actor): string {
  switch (actor.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'user':
      return `user ${actor.account.id}`
    case 'app':
      return `app ${actor.app.id}`
    case 'installation':
      return `installation ${actor.installation.id}`
  }
}
