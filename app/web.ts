import type { IncomingMessage, ServerResponse } from 'node:http'

/** GitHub sends nothing above 25 MB; whoever does is not GitHub. */
const LARGEST_BODY = 25 * 1024 * 1024

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * Puts limits and health checks in front of the webhook handler. The body's size is known before a byte of it is
 * read, since its signature can only be checked when all of it is in memory.
 * @param isReady `false` while the process is ending: no new work, please.
 */
export function webHandler(webhooks: Handler, isReady: () => boolean): Handler {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (path === '/healthz') return answer(response, 200, 'ok')
    if (path === '/readyz') return isReady() ? answer(response, 200, 'ready') : answer(response, 503, 'ending')
    if (request.method !== 'POST' || path !== '/api/github/webhooks') return answer(response, 404, 'not found')
    const length = Number(request.headers['content-length'])
    if (!Number.isSafeInteger(length)) return answer(response, 411, 'length required')
    if (length > LARGEST_BODY) return answer(response, 413, 'too large')
    return webhooks(request, response)
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain', connection: status >= 400 ? 'close' : 'keep-alive' })
    .end(`${text}\n`)
}
