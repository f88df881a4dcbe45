import { rateJson } from './rate-limits.ts'
import { ok, route } from './route.ts'
import { now } from './world.ts'

export const metaRoutes = [
  route('GET /', ({ world }) =>
    ok({ current_user_url: `${world.apiUrl}/user`, repository_url: `${world.apiUrl}/repos/{owner}/{repo}` }),
  ),
  route('GET /meta', () =>
    ok({ verifiable_password_authentication: false, installed_version: '3.20.0', hooks: ['127.0.0.0/8'] }),
  ),
  route('GET /rate_limit', ({ world, actor, headers }) => {
    const core = rateJson(world.rateLimits.bucket(actor, Math.floor(now(world).getTime() / 1000)))
    const resources = { core, search: { ...core, limit: 30, remaining: 30, used: 0 } }
    return ok(headers['x-github-api-version'] === '2026-03-10' ? { resources } : { resources, rate: core })
  }),
]
