import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Listening, listen } from '../../app/listen.ts'
import { createMetrics } from '../../app/metrics.ts'
import { type Webhook, webHandler } from '../../app/web.ts'

const SECRETS = ['the new secret, of more than 32 characters', 'the old secret, of more than 32 characters']
const MB = 1024 * 1024

let door: Listening
let received: Webhook[]
let said: string[]
let unready: string | undefined
let receive: (webhook: Webhook) => Promise<void>
const metrics = createMetrics(async () => ({ waiting: 0, leased: 0, done: 0, dead: 0 }), Date.now)

beforeEach(async () => {
  received = []
  said = []
  unready = undefined
  receive = async (webhook) => void received.push(webhook)
  const handler = webHandler({
    secrets: SECRETS,
    receive: (webhook) => receive(webhook),
    unready: async () => unready,
    metrics,
    showsMetrics: true,
    clock: () => performance.now(),
    log: { warn: (text) => void said.push(text), error: (_, text) => void said.push(text) },
  })
  door = await listen(handler, { host: '127.0.0.1', port: 0, names: 'HOST and PORT' })
})
afterEach(() => {
  door.server.closeAllConnections()
  door.server.close()
})

const url = (path = '/api/github/webhooks') => `http://127.0.0.1:${door.port}${path}`

function headersOf(body: string, more: Readonly<Record<string, string>> = {}, secret = SECRETS[0] ?? '') {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  return {
    'content-type': 'application/json',
    'x-github-event': 'issue_comment',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': `sha256=${signature}`,
    ...more,
  }
}

async function post(payload: unknown, more: Readonly<Record<string, string>> = {}, secret?: string): Promise<number> {
  const body = JSON.stringify(payload)
  return (await fetch(url(), { method: 'POST', headers: headersOf(body, more, secret), body })).status
}

describe('a webhook is taken', () => {
  test.each(SECRETS)('when it is signed with %s', async (secret) => {
    expect(await post({}, {}, secret)).toBe(202)
  })

  test('by its body, whatever its unsigned headers say', async () => {
    expect(await post({ issue: {}, comment: {} }, { 'x-github-event': 'pull_request' })).toBe(202)
    expect(await post({ pull_request: {} }, { 'x-github-event': 'issue_comment' })).toBe(202)
    expect(await post({ pull_request: {}, review: {} }, { 'x-github-event': 'pull_request' })).toBe(202)
    expect(received.map(({ name }) => name)).toEqual(['issue_comment', 'pull_request', 'other'])
  })

  test('as what its bytes are, line separators included', async () => {
    expect(await post({ text: 'é\u2028🌱' })).toBe(202)
    expect(received[0]?.payload).toEqual({ text: 'é\u2028🌱' })
  })
})

describe('a webhook is refused', () => {
  test.each([
    ['that is compressed', { 'content-encoding': 'gzip' }, 415],
    ['that is a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['without an id', { 'x-github-delivery': '' }, 400],
    ['whose id is no id', { 'x-github-delivery': 'a b' }, 400],
    ['with the old kind of signature', { 'x-hub-signature-256': `sha1=${'0'.repeat(40)}` }, 400],
    ['with a signature in capitals', { 'x-hub-signature-256': `SHA256=${'A'.repeat(64)}` }, 400],
  ])('%s', async (_, headers, status) => {
    expect(await post({}, headers)).toBe(status)
    expect(received).toEqual([])
  })

  test.each(['', 'development', `${SECRETS[0]} `])('that is signed with %j', async (secret) => {
    expect(await post({}, {}, secret)).toBe(400)
  })

  test('that was written anew, with the same meaning', async () => {
    const headers = headersOf('{"a": 1}')
    expect((await fetch(url(), { method: 'POST', headers, body: '{"a":1}' })).status).toBe(400)
  })

  test('that says nothing to the log but that it was there', async () => {
    await post({ words: 'forged' }, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })
    expect(said).toEqual(['a webhook was refused: its signature does not fit WEBHOOK_SECRET'])
  })

  test('when it could not be stored, without the reason', async () => {
    receive = () => Promise.reject(new Error('canary'))
    const answer = await fetch(url(), { method: 'POST', headers: headersOf('{}'), body: '{}' })
    expect([answer.status, await answer.text()]).toEqual([500, 'not stored\n'])
  })

  test('while there are 100 MB of others', async () => {
    const slow = [1, 2, 3, 4].map(() => begin(25 * MB))
    await expect.poll(() => connections()).toBe(4)
    expect(await statusOf(begin(1))).toBe(503)
    for (const each of slow) each.destroy()
    await expect.poll(() => connections()).toBe(0)
    expect(await post({})).toBe(202)
  })
})

/** Sends the headers of a webhook of that size and none of its body. */
function begin(bytes: number) {
  const sent = request(url(), { method: 'POST', headers: headersOf('', { 'content-length': String(bytes) }) })
  sent.on('error', () => {})
  sent.flushHeaders()
  return sent
}

function statusOf(sent: ReturnType<typeof request>): Promise<number | undefined> {
  return new Promise((resolve) => sent.on('response', ({ statusCode }) => resolve(statusCode)))
}

function connections(): Promise<number> {
  return new Promise((resolve, reject) =>
    door.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

describe('the server', () => {
  test('says that it lives, and why it is not ready', async () => {
    unready = 'the queue cannot be written'
    expect((await fetch(url('/healthz'))).status).toBe(200)
    const ready = await fetch(url('/readyz'))
    expect([ready.status, await ready.text()]).toEqual([503, 'the queue cannot be written\n'])
  })

  test('answers Prometheus', async () => {
    const answer = await fetch(url('/metrics'))
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(await answer.text()).toContain('serin_deliveries_total{event="other",outcome="refused"}')
  })

  test('waits for nobody for long', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = door.server
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxConnections }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 15_000,
      maxConnections: 1_000,
    })
  })

  test('cuts off whoever is too slow with the headers', async () => {
    door.server.headersTimeout = 50
    const socket = connect(door.port, '127.0.0.1')
    socket.write('POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\n')
    const answer = await new Promise((resolve) => socket.once('data', (data) => resolve(String(data).split('\r\n')[0])))
    expect(answer).toBe('HTTP/1.1 408 Request Timeout')
    socket.destroy()
  })
})
