import type { IncomingMessage, ServerResponse } from 'node:http'

/** GitHub sends nothing above 25 MB; whoever does is not GitHub. */
const LARGEST_BODY = 25 * 1024 * 1024

/** A webhook whose sender has been proven. Its headers are not signed: only the body can be believed. */
export interface Webhook {
  readonly id: string
  readonly name: string
  readonly payload: unknown
}

export interface WebOptions {
  /** Whether a signature is the one that GitHub gives this body. */
  readonly verify: (body: string, signature: string) => Promise<boolean>
  /** Resolves when the webhook's work is on disk. */
  readonly receive: (webhook: Webhook) => Promise<void>
  /** `false` while the process is ending: no new work, please. */
  readonly isReady: () => boolean
  readonly log: { readonly warn: (text: string) => void; readonly error: (details: object, text: string) => void }
}

/**
 * Answers webhooks and health checks. A body's size is known before a byte of it is read, since its signature can only
 * be checked when all of it is in memory; and of what is not signed, nothing is logged.
 */
export function webHandler(options: WebOptions): (request: IncomingMessage, response: ServerResponse) => unknown {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (path === '/healthz') return answer(response, 200, 'ok')
    if (path === '/readyz') return options.isReady() ? answer(response, 200, 'ready') : answer(response, 503, 'ending')
    if (request.method !== 'POST' || path !== '/api/github/webhooks') return answer(response, 404, 'not found')
    const length = Number(request.headers['content-length'] ?? Number.NaN)
    if (!Number.isSafeInteger(length)) return answer(response, 411, 'length required')
    if (length > LARGEST_BODY) return answer(response, 413, 'too large')
    return takeWebhook(request, options).then(
      ({ status, text }) => answer(response, status, text),
      (error: unknown) => {
        options.log.error({ err: error }, 'a webhook could not be stored')
        answer(response, 500, 'not stored')
      },
    )
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function takeWebhook(request: IncomingMessage, { verify, receive, log }: WebOptions): Promise<Answer> {
  const { 'x-github-event': name, 'x-github-delivery': id, 'x-hub-signature-256': signature } = request.headers
  const body = await textOf(request)
  if (typeof signature !== 'string' || !signature.startsWith('sha256=') || !(await verify(body, signature))) {
    log.warn('a webhook was refused: its signature does not fit WEBHOOK_SECRET')
    return { status: 400, text: 'wrong signature' }
  }
  const payload = parse(body)
  if (typeof name !== 'string' || typeof id !== 'string' || payload === undefined)
    return { status: 400, text: 'not a webhook of GitHub’s in JSON' }
  await receive({ id, name, payload })
  return { status: 202, text: 'stored' }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain', connection: status >= 400 ? 'close' : 'keep-alive' })
    .end(`${text}\n`)
}
