import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

type Json = Readonly<Record<string, unknown>>

/** A webhook as the app received it. */
export interface Delivery {
  readonly event: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What the app answered. */
  readonly status: number
}

/** A request that has come, its path without the query. */
interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
}

interface Answer {
  readonly status: number
  /** A text goes as it is, everything else as JSON. */
  readonly body: unknown
}

/**
 * Stands before emulate and answers only what emulate 0.12.2 lacks; everything else goes through to it. Of its answers
 * it corrects the few fields that GitHub fills in another way.
 */
export class Front {
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #reactions = new Map<string, Set<string>>()
  readonly #deliveries: Delivery[] = []
  readonly #writes: string[] = []
  readonly #secret: string
  emulate = ''
  app = ''

  constructor(webhookSecret: string) {
    this.#secret = webhookSecret
  }

  async start(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries
  }

  /** What changed something in a repository, as `METHOD /path`. */
  get writes(): readonly string[] {
    return this.#writes
  }

  async stop(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = String(await buffer(request))
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname)
    const asked = { method: request.method ?? 'GET', path, body }
    if (asked.method !== 'GET' && path.startsWith('/repos/')) this.#writes.push(`${asked.method} ${path}`)
    const answer =
      path === '/hooks'
        ? await this.#passOn(request, body)
        : (this.#own(asked) ?? (await this.#forward(request, asked)))
    const isText = typeof answer.body === 'string'
    response.writeHead(answer.status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8' })
    response.end(isText ? answer.body : JSON.stringify(answer.body))
  }

  #own({ method, path, body }: Asked): Answer | undefined {
    // There is no GraphQL; the one who asks for its own name is the workflow's token.
    if (path === '/graphql') return { status: 200, body: { data: { viewer: { login: 'github-actions[bot]' } } } }
    // There are no reactions.
    if (/\/issues\/comments\/\d+\/reactions$/.test(path)) return this.#react(method, path, body)
    // There are no rulesets.
    if (/\/rules\/branches\/[^/]+$/.test(path)) return { status: 200, body: [] }
    // There is no way from a commit to its pull requests; the one that is asked for was pushed without any.
    if (/\/commits\/[0-9a-f]{40}\/pulls$/.test(path)) return { status: 200, body: [] }
    return undefined
  }

  #react(method: string, path: string, body: string): Answer {
    const here = this.#reactions.get(path) ?? new Set()
    this.#reactions.set(path, here)
    if (method === 'GET') return { status: 200, body: [...here].map((content) => ({ content })) }
    const { content } = JSON.parse(body) as { readonly content: string }
    const status = here.has(content) ? 200 : 201
    here.add(content)
    return { status, body: { content } }
  }

  async #forward(request: IncomingMessage, { method, path, body }: Asked): Promise<Answer> {
    const { authorization, accept = '*/*' } = request.headers
    const answer = await fetch(`${this.emulate}${request.url}`, {
      method,
      headers: { accept, 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      ...(body !== '' && { body }),
    })
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    const text = await answer.text()
    return { status: answer.status, body: isJson ? corrected(path, JSON.parse(text)) : text }
  }

  /** Takes a webhook of emulate's to the app, if it is truly signed. */
  async #passOn(request: IncomingMessage, text: string): Promise<Answer> {
    if (!isEqual(String(request.headers['x-hub-signature-256']), this.#sign(text))) return { status: 400, body: {} }
    const event = String(request.headers['x-github-event'])
    const body = event === 'issue_comment' ? withPullRequest(text) : text
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': String(request.headers['x-github-delivery']),
      'x-hub-signature-256': this.#sign(body),
    }
    return { status: await this.deliver({ event, headers, body }), body: {} }
  }

  /** Sends a webhook, for the first time or once more; answers the app's status. */
  async deliver({ event, headers, body }: Omit<Delivery, 'status'>): Promise<number> {
    const { status } = await fetch(this.app, { method: 'POST', headers, body })
    this.#deliveries.push({ event, headers, body, status })
    return status
  }

  #sign(text: string): string {
    return `sha256=${createHmac('sha256', this.#secret).update(text).digest('hex')}`
  }
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

function corrected(path: string, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  // The legacy field knows four words, and "maintain" is none of them.
  if (/\/collaborators\/[^/]+\/permission$/.test(path)) return withLegacyPermission(body as Json)
  // Check runs have no app; the workflow's token is the only one that writes them here.
  if ('check_runs' in body && Array.isArray(body.check_runs))
    return { ...body, check_runs: body.check_runs.map((run: Json) => ({ ...run, app: { slug: 'github-actions' } })) }
  return body
}

function withLegacyPermission(body: Json): Json {
  const legacy: Json = { maintain: 'write', push: 'write', triage: 'read', pull: 'read' }
  return { ...body, permission: legacy[String(body.permission)] ?? body.permission }
}

/** Emulate's issues do not say that they are pull requests; every one in this story is. */
function withPullRequest(text: string): string {
  const payload = JSON.parse(text) as { readonly issue: Json }
  return JSON.stringify({ ...payload, issue: { ...payload.issue, pull_request: { url: '' } } })
}
