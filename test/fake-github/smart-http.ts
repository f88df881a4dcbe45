import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { type Actor, canSee, hasRole, holds, reachesRepository } from './access.ts'
import { ApiError } from './api-error.ts'
import { authenticate } from './authenticate.ts'
import { gitEnvironment } from './git-process.ts'
import { afterMove } from './push.ts'
import { hookEnvironment, type PushCommand, readCommands } from './receive-hook.ts'
import type { OtherDoor } from './server.ts'
import { findRepository, fullName, type StoredRepository } from './stored-repository.ts'
import type { World } from './world.ts'

const PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/

/** Clone, fetch and push at `<url>/<owner>/<name>.git`, with the real git on both sides. */
export function gitDoor(world: World): OtherDoor {
  return async (request, response, body) => {
    const url = new URL(request.url ?? '/', world.url)
    const match = PATH.exec(url.pathname)
    if (!match) return false
    const name = `${match[1]}/${match[2]}`
    const service = match[3] === 'info/refs' ? (url.searchParams.get('service') ?? '') : (match[3] ?? '')
    const repository = findRepository(world, name)
    if (!repository) {
      moved(world, { name, url, response })
      return true
    }
    const refused = authorize(world, { repository, service, request })
    if ('status' in refused) {
      const headers: Record<string, string> =
        refused.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
      response.writeHead(refused.status, { 'content-type': 'text/plain', ...headers }).end(refused.text)
      return true
    }
    if (match[3] === 'info/refs') await advertise(repository, { service, request, response })
    else await serve(world, repository, { service, request, response, body, actor: refused.actor })
    return true
  }
}

function moved(world: World, { name, url, response }: { name: string; url: URL; response: ServerResponse }): void {
  const target = world.repositories.get(world.redirects.get(name.toLowerCase()) ?? 0)
  if (!target) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Repository not found.')
    return
  }
  const rest = url.pathname.split('/').slice(3).join('/')
  response.writeHead(301, { location: `${world.url}/${fullName(target)}.git/${rest}${url.search}` }).end()
}

function authorize(
  world: World,
  { repository, service, request }: { repository: StoredRepository; service: string; request: IncomingMessage },
): { actor: Actor } | { status: number; text: string } {
  let actor: Actor
  try {
    actor = authenticate(world, request.headers.authorization)
  } catch (error) {
    if (error instanceof ApiError) return { status: 401, text: 'Invalid username or token.' }
    throw error
  }
  if (!canSee(world, repository, actor)) {
    return actor.kind === 'anonymous'
      ? { status: 401, text: 'Authentication required.' }
      : { status: 404, text: 'Repository not found.' }
  }
  const writes = service === 'git-receive-pack'
  if (!writes) {
    const blind = repository.private && actor.kind === 'installation' && !holds(actor.permissions, 'contents:read')
    return blind ? { status: 403, text: 'Resource not accessible by integration' } : { actor }
  }
  if (actor.kind === 'anonymous') return { status: 401, text: 'Authentication required.' }
  const denied = { status: 403, text: `Permission to ${fullName(repository)}.git denied.` }
  if (repository.archived) return { status: 403, text: 'This repository was archived so it is read-only.' }
  if (actor.kind === 'user') {
    const { limits } = actor
    const mayWrite = !limits || (limits.repositories.has(repository.id) && holds(limits.permissions, 'contents:write'))
    return mayWrite && hasRole(world, repository, actor.account, 'write') ? { actor } : denied
  }
  if (actor.kind !== 'installation') return denied
  return reachesRepository(actor, repository) && holds(actor.permissions, 'contents:write') ? { actor } : denied
}

async function advertise(
  repository: StoredRepository,
  { service, request, response }: { service: string; request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (!/^git-(upload|receive)-pack$/.test(service)) {
    response.writeHead(403).end()
    return
  }
  const line = `# service=${service}\n`
  response.writeHead(200, { 'content-type': `application/x-${service}-advertisement`, 'cache-control': 'no-cache' })
  response.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`)
  const args = [service.slice(4), '--stateless-rpc', '--advertise-refs', repository.gitDir]
  await pipe({ args, environment: protocolOf(request), input: Buffer.alloc(0), response })
}

async function serve(
  world: World,
  repository: StoredRepository,
  {
    service,
    request,
    response,
    body,
    actor,
  }: { service: string; request: IncomingMessage; response: ServerResponse; body: Buffer; actor: Actor },
): Promise<void> {
  const input = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
  response.writeHead(200, { 'content-type': `application/x-${service}-result`, 'cache-control': 'no-cache' })
  const args = [service.slice(4), '--stateless-rpc', repository.gitDir]
  if (service === 'git-upload-pack') return pipe({ args, environment: protocolOf(request), input, response })
  const environment = { ...protocolOf(request), ...hookEnvironment(world, repository, { actor, commands: input }) }
  await pipe({
    args,
    environment,
    input,
    response,
    beforeEnd: () => followPush(world, repository, { commands: readCommands(input), actor }),
  })
}

/** Only what this push moved counts: others may write at the same time. */
async function followPush(
  world: World,
  repository: StoredRepository,
  { commands, actor }: { commands: readonly PushCommand[]; actor: Actor },
): Promise<void> {
  for (const { ref, before, after } of commands) {
    if (repository.refs.read(ref) === after) await afterMove(world, repository, { ref, before, after, actor })
  }
}

function protocolOf(request: IncomingMessage): Record<string, string> {
  const version = request.headers['git-protocol']
  return typeof version === 'string' ? { GIT_PROTOCOL: version } : {}
}

function pipe(job: {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly input: Buffer
  readonly response: ServerResponse
  readonly beforeEnd?: () => Promise<void>
}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', job.args, { env: gitEnvironment(job.environment), stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdout.pipe(job.response, { end: false })
    child.on('error', reject)
    child.stdin.on('error', () => {})
    child.on('close', () => {
      const last = job.beforeEnd?.() ?? Promise.resolve()
      last.then(() => {
        job.response.end()
        resolve()
      }, reject)
    })
    child.stdin.end(job.input)
  })
}
