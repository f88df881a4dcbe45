import type { Octokit } from '@octokit/rest'
import { isRequestFailure, type RequestFailure } from './failure.ts'

/** Longest single wait for a rate limit, in milliseconds: a workflow step that sleeps longer costs more than a re-run. */
const LONGEST_WAIT_MS = 120_000
const ATTEMPTS = 4
/** A server that has not answered by then is taken for one that failed. */
const LONGEST_REQUEST_MS = 120_000

export interface Waiting {
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Milliseconds since the epoch until which a 401 may only mean that a new token has not reached every server yet. */
  readonly tokenIsYoungUntil?: number
  /** Hears, as a sentence, what is waited for and what is given up. */
  readonly onWait?: (said: string) => void
}

/**
 * Lets a client wait for rate limits and repeat what failed on GitHub's side and may be done twice: reads, changes of
 * something that is there (PATCH says how it shall be), git objects (named by what they hold),
 * reactions (one per person), an app's tokens (one that nobody hears of ends by itself).
 * What makes something new is never repeated after a 5xx: GitHub may have made it (probot/probot#921), so whoever asks
 * looks first. A rate-limited write was not done and is repeated.
 */
export function addResilience(octokit: { readonly hook: Octokit['hook'] }, waiting: Waiting): void {
  octokit.hook.wrap('request', async (request, options) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        limitTime(options, LONGEST_REQUEST_MS)
        return await request(options)
      } catch (error) {
        const failed = { error, attempt, request: `${options.method} ${pathOf(options.url)}` }
        const wait = pauseBefore({ ...failed, isRepeatable: isRepeatable(options), waiting })
        if (wait === undefined) throw error
        waiting.onWait?.(waitText(failed, wait))
        if (wait > LONGEST_WAIT_MS) throw error
        await waiting.sleep(wait)
      }
    }
  })
}

/** Lets a client wait for nothing: a request that GitHub does not answer in time fails, and none is repeated. */
export function addImpatience(octokit: { readonly hook: Octokit['hook'] }, longestMs: number): void {
  octokit.hook.wrap('request', (request, options) => {
    limitTime(options, longestMs)
    return request(options)
  })
}

/**
 * Gives a request its time, unless its maker has. The options themselves are changed: what a hook hands on reaches the
 * next hook, and only the innermost one's the request.
 */
function limitTime(options: TimedOptions, longestMs: number): void {
  const own = limits.get(options)
  const given = options.request?.signal
  if (given !== undefined && given !== own) return
  const signal = AbortSignal.timeout(longestMs)
  limits.set(options, signal)
  options.request = { ...options.request, signal }
}

interface TimedOptions {
  request?: { readonly signal?: unknown }
}

/** The signals that are ours: another attempt has a new one. */
const limits = new WeakMap<object, AbortSignal>()

/** @returns milliseconds, which may be more than anybody waits; nothing when the request is not to be repeated. */
function pauseBefore(failed: {
  error: unknown
  attempt: number
  isRepeatable: boolean
  waiting: Waiting
}): number | undefined {
  const now = failed.waiting.now()
  if (!isRequestFailure(failed.error) || failed.attempt >= ATTEMPTS) return undefined
  const limited = rateLimitPause(failed.error, now, failed.attempt)
  if (limited !== undefined) return limited
  if (failed.error.status === 401 && now < (failed.waiting.tokenIsYoungUntil ?? 0)) return 1000
  return failed.isRepeatable && failed.error.status >= 500 ? 500 * 2 ** (failed.attempt - 1) : undefined
}

function waitText(
  { error, attempt, request }: { readonly error: unknown; readonly attempt: number; readonly request: string },
  wait: number,
): string {
  const status = isRequestFailure(error) ? error.status : 0
  const isLimit = status === 403 || status === 429
  if (wait > LONGEST_WAIT_MS) {
    return `GitHub’s rate limit lasts another ${minutes(wait)} min, and at most ${minutes(LONGEST_WAIT_MS)} min are waited for: ${request} is given up.`
  }
  const reason = isLimit ? 'GitHub’s rate limit is used up' : `GitHub answered ${status}`
  return `${reason}: waiting ${Math.ceil(wait / 1000)} s, then ${request} again (try ${attempt + 1} of ${ATTEMPTS}).`
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '').split('?', 1)[0] ?? url
}

function minutes(milliseconds: number): number {
  return Math.ceil(milliseconds / 60_000)
}

function isRepeatable({ method, url }: { readonly method: string; readonly url: string }): boolean {
  if (['GET', 'PATCH'].includes(method)) return true
  return method === 'POST' && /\/git\/(blobs|trees|commits)$|\/(graphql|reactions|access_tokens)$/.test(url)
}

/** Source: docs.github.com "Rate limits for the REST API": reset for primary limits, retry-after or a minute for secondary. */
function rateLimitPause(error: RequestFailure, now: number, attempt: number): number | undefined {
  if (error.status !== 403 && error.status !== 429) return undefined
  const headers = error.response?.headers ?? {}
  const retryAfter = Number(headers['retry-after'])
  if (headers['retry-after'] !== undefined && Number.isFinite(retryAfter)) return retryAfter * 1000
  if (headers['x-ratelimit-remaining'] === '0')
    return Math.max(0, Number(headers['x-ratelimit-reset']) * 1000 - now) + 1000
  return /secondary rate limit|abuse detection/i.test(error.message) ? 60_000 * attempt : undefined
}
