import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { EventName, Metrics } from './metrics.ts'
import { isSigned } from './signature.ts'

/** GitHub sends nothing above 25 MB; whoever does is not GitHub. */
const LARGEST_BODY = 25 * 1024 * 1024
/** Of all webhooks that are being read at a time. GitHub counts a refused one as failed, and is asked for it again. */
const LARGEST_BODIES = 4 * LARGEST_BODY

/** A webhook whose sender has been proven. */
export interface Webhook {
  /** The only thing that is not signed: it tells deliveries apart and nothing else. */
  readonly id: string
  /** Told by the body. The header that names it is not signed. */
  readonly name: EventName
  readonly payload: object
}

export interface WebOptions {
  /** One of them signs a body: two while they are changed. */
  readonly secrets: readonly string[]
  /** Resolves when the webhook's work is on disk. */
  readonly receive: (webhook: Webhook) => Promise<void>
  /** Why no webhook should be sent here, or nothing. */
  readonly unready: () => Promise<string | undefined>
  readonly metrics: Metrics
  /** Whether `/metrics` is here, or on a port of its own. */
  readonly showsMetrics: boolean
  /** Milliseconds, of any beginning. */
  readonly clock: () => number
  readonly log: { readonly warn: (text: string) => void; readonly error: (details: object, text: string) => void }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * Answers webhooks, health checks and Prometheus. What a body's headers say is judged before a byte of it is read, since
 * its signature can only be checked when all of it is in memory; and of what is not signed, nothing is logged.
 */
export function webHandler(options: WebOptions): Handler {
  const bodies = { bytes: 0 }
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (path === '/healthz') return answer(response, 200, 'ok')
    if (path === '/readyz') {
      const reason = await options.unready()
      return reason === undefined ? answer(response, 200, 'ready') : answer(response, 503, reason)
    }
    if (path === '/metrics' && options.showsMetrics) return metricsHandler(options)(request, response)
    if (request.method !== 'POST' || path !== '/api/github/webhooks') return answer(response, 404, 'not found')
    const { status, text } = await takeWebhook(request, options, bodies)
    if (status >= 400) options.metrics.delivery('other', status >= 500 ? 'failed' : 'refused')
    return answer(response, status, text)
  }
}

/** Answers Prometheus, and nobody else. */
export function metricsHandler({ metrics, log }: Pick<WebOptions, 'metrics' | 'log'>): Handler {
  return async (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') return answer(response, 404, 'not found')
    try {
      return answer(response, 200, (await metrics.text()).trimEnd(), metrics.contentType)
    } catch (error) {
      log.error({ err: error }, 'the metrics could not be read')
      return answer(response, 503, 'not now')
    }
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function takeWebhook(request: IncomingMessage, options: WebOptions, bodies: { bytes: number }): Promise<Answer> {
  const started = options.clock()
  const refusal = refusalOf(request.headers)
  if (refusal !== undefined) return refusal
  const length = Number(request.headers['content-length'])
  if (bodies.bytes + length > LARGEST_BODIES) return { status: 503, text: 'too much at a time' }
  bodies.bytes += length
  try {
    const body = await bytesOf(request)
    if (!isSigned(body, request.headers['x-hub-signature-256'], options.secrets)) {
      options.log.warn('a webhook was refused: its signature does not fit WEBHOOK_SECRET')
      return { status: 400, text: 'wrong signature' }
    }
    const payload = parse(body)
    if (payload === undefined) return { status: 400, text: 'not a webhook of GitHub’s in JSON' }
    await options.receive({ id: String(request.headers['x-github-delivery']), name: eventOf(payload), payload })
    options.metrics.acknowledged((options.clock() - started) / 1000)
    return { status: 202, text: 'stored' }
  } catch (error) {
    if (request.errored) return { status: 400, text: 'not complete' }
    options.log.error({ err: error }, 'a webhook could not be stored')
    return { status: 500, text: 'not stored' }
  } finally {
    bodies.bytes -= length
  }
}

/** What can be refused before the body. */
function refusalOf(headers: IncomingHttpHeaders): Answer | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN)
  if (!Number.isSafeInteger(length)) return { status: 411, text: 'length required' }
  if (length > LARGEST_BODY) return { status: 413, text: 'too large' }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return { status: 415, text: 'not to be compressed' }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, text: 'content type application/json, please: it is chosen in the app’s settings' }
  const { 'x-github-event': name, 'x-github-delivery': id } = headers
  const isNamed = typeof name === 'string' && typeof id === 'string' && /^[\w-]{1,64}$/.test(id)
  return isNamed ? undefined : { status: 400, text: 'not a webhook of GitHub’s' }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const [only = Buffer.alloc(0), ...more] = chunks
  return more.length === 0 ? only : Buffer.concat(chunks)
}

function parse(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && namesInstallation(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** GitHub's webhooks of an app tell the installation by its id, or tell none. Probot cannot do with anything else. */
function namesInstallation(payload: object): boolean {
  if (!('installation' in payload)) return true
  const { installation } = payload
  const isObject = typeof installation === 'object' && installation !== null
  return isObject && 'id' in installation && Number.isSafeInteger(installation.id) && Number(installation.id) > 0
}

/** Which of the app's two events a body tells of. */
function eventOf(payload: object): EventName {
  if ('issue' in payload && 'comment' in payload) return 'issue_comment'
  const isAboutPullItself = 'pull_request' in payload && !('review' in payload) && !('comment' in payload)
  return isAboutPullItself ? 'pull_request' : 'other'
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  const connection = status >= 400 ? 'close' : 'keep-alive'
  const body = `${text}\n`
  // With its length it leaves in one piece together with the headers.
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), connection }
  response.writeHead(status, headers).end(body)
}
