import { createHash, randomBytes } from 'node:crypto'
import { type Actor, canSee, requireAccess } from './access.ts'
import { ApiError, notFound } from './api-error.ts'
import { authenticate } from './authenticate.ts'
import type { LimitEffect } from './faults.ts'
import { primaryLimit, rateHeaders, secondaryLimit } from './rate-limits.ts'
import type { Body } from './request-body.ts'
import { type Call, matchRoute, type Reply, type Route } from './route.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { now, type World } from './world.ts'

const VERSIONS = ['2022-11-28', '2026-03-10']

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface RawReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Answers one API request as GitHub does, with the headers that every answer has. Never throws for what a client did. */
export async function answerApi(
  world: World,
  routes: readonly Route[],
  request: ApiRequest,
  limit: LimitEffect | undefined,
): Promise<RawReply> {
  const headers: Record<string, string> = usualHeaders(request)
  try {
    if (!request.headers['user-agent'])
      throw new ApiError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      )
    const version = versionOf(request)
    headers['x-github-api-version-selected'] = version
    const actor = authenticate(world, request.headers.authorization)
    const seconds = Math.floor(now(world).getTime() / 1000)
    const bucket =
      request.path === '/rate_limit' ? world.rateLimits.bucket(actor, seconds) : world.rateLimits.count(actor, seconds)
    Object.assign(headers, rateHeaders(bucket))
    if (limit) throw limitError(actor, limit, bucket.resetAt)
    const reply = await dispatch(world, routes, request, actor)
    return render(request, { reply, headers, version })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return renderError(request, error, headers)
  }
}

function limitError(actor: Actor, fault: LimitEffect, resetAt: number): ApiError {
  const status = fault.status ?? 403
  if (fault.limit === 'secondary') return secondaryLimit({ status, retryAfter: fault.retryAfter })
  const soon = fault.resetInSeconds === undefined ? resetAt : Math.floor(Date.now() / 1000) + fault.resetInSeconds
  return primaryLimit(actor, { resetAt: soon, status })
}

async function dispatch(world: World, routes: readonly Route[], request: ApiRequest, actor: Actor): Promise<Reply> {
  const byId = repositoryById(world, request.path)
  const path = byId ?? request.path
  for (const route of routes) {
    const params = matchRoute(route, request.method, path)
    if (!params) continue
    const call: Call = {
      world,
      method: request.method,
      url: request.url,
      params,
      query: request.url.searchParams,
      headers: request.headers,
      body: parseBody(request),
      actor,
    }
    if (route.kind === 'plain') return route.handle(call)
    const found = locate(world, call, actor)
    if ('status' in found) return found
    requireAccess(world, found, actor, route)
    const writes = request.method !== 'GET'
    if (writes && found.archived) throw new ApiError(403, 'Repository was archived so is read-only.')
    return route.handle({ ...call, repository: found })
  }
  throw notFound()
}

/** `/repositories/1` and below are the places that redirects point to. */
function repositoryById(world: World, path: string): string | undefined {
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  const repository = match && world.repositories.get(Number(match[1]))
  return repository ? `/repos/${repository.owner.login}/${repository.name}${match[2] ?? ''}` : undefined
}

function locate(world: World, call: Call, actor: Actor): StoredRepository | Reply {
  const name = `${call.params.owner}/${call.params.repo}`
  const found = findRepository(world, name)
  if (found) return found
  const moved = world.repositories.get(world.redirects.get(name.toLowerCase()) ?? 0)
  if (!moved || !canSee(world, moved, actor)) throw notFound()
  const rest = call.url.pathname
    .split('/')
    .slice(new URL(world.apiUrl).pathname.split('/').length + 3)
    .join('/')
  const url = `${world.apiUrl}/repositories/${moved.id}${rest ? `/${rest}` : ''}${call.url.search}`
  const documentation_url = 'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects'
  const status = call.method === 'GET' || call.method === 'HEAD' ? 301 : 307
  return {
    status,
    headers: { location: url },
    body: { message: status === 301 ? 'Moved Permanently' : 'Temporary Redirect', url, documentation_url },
  }
}

function parseBody(request: ApiRequest): Body {
  if (request.method === 'GET' || request.body.length === 0) return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(request.body.toString('utf8'))
  } catch {
    throw new ApiError(400, 'Problems parsing JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new ApiError(400, 'Body should be a JSON object')
  return parsed as Body
}

function versionOf(request: ApiRequest): string {
  const version = request.headers['x-github-api-version'] ?? '2022-11-28'
  if (!VERSIONS.includes(version))
    throw new ApiError(400, `"${version}" is not a supported version. Supported versions are: ${VERSIONS.join(', ')}.`)
  return version
}

function usualHeaders(request: ApiRequest): Record<string, string> {
  const format = /vnd\.github\.(\w+)/.exec(request.headers.accept ?? '')?.[1]
  return {
    'x-github-request-id': randomBytes(14).toString('hex').toUpperCase(),
    'x-github-media-type': `github.v3; format=${format && format !== 'v3' ? format : 'json'}`,
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
  }
}

function render(
  request: ApiRequest,
  { reply, headers, version }: { reply: Reply; headers: Record<string, string>; version: string },
): RawReply {
  const isJson = reply.body !== undefined && !Buffer.isBuffer(reply.body)
  const value = isJson && version !== '2022-11-28' ? withoutRemoved(reply.body) : reply.body
  const body = Buffer.isBuffer(value) ? value : Buffer.from(isJson ? JSON.stringify(value) : '')
  const all: Record<string, string> = {
    ...headers,
    ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...reply.headers,
  }
  if (reply.status === 200 || reply.status === 201) {
    all.etag = `"${createHash('sha256')
      .update(body)
      .update(request.headers.authorization ?? '')
      .digest('hex')}"`
    all['cache-control'] = 'private, max-age=60, s-maxage=60'
  }
  if (
    request.method === 'GET' &&
    reply.status === 200 &&
    request.headers['if-none-match']?.replace(/^W\//, '') === all.etag
  ) {
    return { status: 304, headers: all, body: Buffer.alloc(0) }
  }
  return { status: reply.status, headers: all, body }
}

/** What version 2026-03-10 took away: `merge_commit_sha` and the single `assignee` of pull requests. */
function withoutRemoved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRemoved)
  if (typeof value !== 'object' || value === null) return value
  const isPull = 'merge_commit_sha' in value
  const kept = Object.entries(value).filter(([key]) => !isPull || (key !== 'merge_commit_sha' && key !== 'assignee'))
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutRemoved(each)]))
}

function renderError(request: ApiRequest, error: ApiError, headers: Record<string, string>): RawReply {
  const generic = error.status === 401 || (error.status === 404 && !request.path.startsWith('/repos/'))
  const section = request.path.split('/')[4] ?? 'repos'
  const body = {
    message: error.message,
    ...(error.errors ? { errors: error.errors } : {}),
    documentation_url: generic ? 'https://docs.github.com/rest' : `https://docs.github.com/rest/${section}`,
    status: String(error.status),
    ...error.extra,
  }
  const anonymous = error.status === 401 ? { 'x-ratelimit-limit': '60' } : {}
  const all = { ...headers, ...anonymous, ...error.headers, 'content-type': 'application/json; charset=utf-8' }
  return { status: error.status, headers: all, body: Buffer.from(JSON.stringify(body)) }
}
