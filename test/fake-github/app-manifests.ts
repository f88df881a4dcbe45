import { randomBytes } from 'node:crypto'
import { findAccount } from './account.ts'
import { notFound } from './api-error.ts'
import { appJson, createApp, type Permissions } from './app.ts'
import { type Call, type Reply, route } from './route.ts'
import type { OtherDoor } from './server.ts'
import type { World } from './world.ts'

interface Manifest {
  readonly name: string
  readonly redirect_url: string
  readonly hook_attributes: { readonly url: string }
  readonly default_permissions: Permissions
  readonly default_events: readonly string[]
}

interface Handed {
  readonly manifest: Manifest
  readonly owner: string
}

/** Manifests that somebody has agreed to, by the code with which their app is fetched, once. */
const codes = new WeakMap<World, Map<string, Handed>>()

/** `POST /settings/apps/new`, by a person who agrees at once: sends the browser back with a code. */
export function manifestDoor(world: World): OtherDoor {
  return async (request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', world.url)
    const [, owner = 'github'] = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(pathname) ?? []
    if (request.method !== 'POST' || !pathname.endsWith('/settings/apps/new')) return false
    const manifest: Manifest = JSON.parse(new URLSearchParams(body.toString('utf8')).get('manifest') ?? '')
    const code = randomBytes(20).toString('hex')
    codes.set(world, (codes.get(world) ?? new Map()).set(code, { manifest, owner }))
    const back = new URL(manifest.redirect_url)
    back.searchParams.set('code', code)
    back.searchParams.set('state', searchParams.get('state') ?? '')
    response.writeHead(302, { location: back.href }).end()
    return true
  }
}

export const manifestRoutes = [route('POST /app-manifests/{code}/conversions', convert)]

function convert({ world, params }: Call): Reply {
  const handed = codes.get(world)?.get(params.code ?? '')
  const owner = handed && findAccount(world, handed.owner)
  if (!handed || !owner) throw notFound()
  codes.get(world)?.delete(params.code ?? '')
  const { manifest } = handed
  const app = createApp(world, {
    slug: manifest.name,
    owner,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookUrl: manifest.hook_attributes.url,
    webhookSecret: randomBytes(20).toString('hex'),
  })
  const json = { ...appJson(world, app), pem: app.privateKey, webhook_secret: app.webhookSecret }
  return { status: 201, body: { ...json, client_secret: randomBytes(20).toString('hex') } }
}
