import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { WEBHOOK_SECRET } from './app-process.ts'
import { NthRequest } from './nth-request.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld()

describe('a webhook', () => {
  test('that is signed is taken', async () => {
    expect((await world.deliver('ping', { zen: 'x' })).status).toBe(202)
  })

  test.each([
    ['with a wrong signature', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
    ['with a signature of the old kind only', { 'x-hub-signature-256': '', 'x-hub-signature': 'sha1=0' }],
  ])('%s is refused', async (_, headers) => {
    const jobs = world.app.jobs()
    const payload = world.payloadOf(await world.say('admin', (await world.openPull()).number, 'hello'))
    const comment = { ...(payload.comment as object), body: '/canary 20' }
    const answer = await world.deliver('issue_comment', { ...payload, comment }, headers)
    expect(answer.status).toBe(400)
    expect(world.app.jobs()).toBe(jobs)
  })

  test('whose body was changed is refused', async () => {
    const signed = JSON.stringify({ action: 'created' })
    const signature = `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(signed).digest('hex')}`
    const answer = await world.deliver('issue_comment', `${signed} `, { 'x-hub-signature-256': signature })
    expect(answer.status).toBe(400)
  })

  test('that is no JSON is refused', async () => {
    expect((await world.deliver('issue_comment', '{')).status).toBe(400)
  })

  test('that is not signed leaves nothing of itself in the log', async () => {
    await world.deliver('issue_comment', '{"x":"forged-words"}', { 'x-hub-signature-256': 'sha256=0' })
    expect(world.app.log).toContain('a webhook was refused: its signature does not fit WEBHOOK_SECRET')
    expect(world.app.log).not.toContain('forged-words')
  })

  test('of another shape is let go', async () => {
    const jobs = world.app.jobs()
    for (const payload of [
      { action: 'created' },
      { action: 'created', comment: null },
      { action: 'created', issue: 1 },
    ]) {
      expect((await world.deliver('issue_comment', payload)).status).toBe(202)
    }
    expect(world.app.jobs()).toBe(jobs)
  })

  test('is known by its body, whatever its unsigned header says', async () => {
    const said = await world.say('write', (await world.openPull()).number, '/status')
    await world.app.idle()
    const payload = world.payloadOf(said)
    const comment = { ...(payload.comment as object), id: 987_654 }
    const jobs = world.app.jobs()
    const answer = await world.deliver('issue_comment', { ...payload, comment }, { 'x-github-event': 'pull_request' })
    expect([answer.status, world.app.jobs()]).toEqual([202, jobs + 1])
    await world.app.idle()
  })

  test('above 25 MB is not even read', async () => {
    expect(await post({ 'content-length': String(25 * 1024 * 1024 + 1) })).toBe(413)
  })

  test('of unknown length is refused', async () => {
    expect(await post({ 'transfer-encoding': 'chunked' })).toBe(411)
  })
})

/** The status of an answer to headers alone. */
function post(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${world.app.url}/api/github/webhooks`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode)
      sent.destroy()
    })
    sent.on('error', reject)
    sent.flushHeaders()
  })
}

describe('the server', () => {
  test.each([
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/', 404],
    ['/api/github/webhooks', 404],
    ['/probot', 404],
  ])('answers GET %s with %i', async (path, status) => {
    expect((await fetch(`${world.app.url}${path}`)).status).toBe(status)
  })

  test('lives but is not ready while it ends', async () => {
    const pull = await world.openPull()
    const begun = Promise.withResolvers<void>()
    world.github.faults.add({ path: new NthRequest(1, /\/permission$/, begun.resolve), delayMs: 400 })
    await world.say('admin', pull.number, '/canary 20')
    await begun.promise
    const keptOpen = await fetch(`${world.app.url}/healthz`)
    const ended = world.app.stop('SIGTERM')
    await keptOpen.text()
    expect(await ended).toBe(0)
    await world.app.start()
  })
})

test.each([
  ['without a webhook secret', { WEBHOOK_SECRET: '' }, 'The environment variable WEBHOOK_SECRET has fewer than 32'],
  [
    'without a place for its database',
    { SERIN_DATABASE: '/dev/null/nowhere/queue.db' },
    'The environment variable SERIN_DATABASE',
  ],
])(
  'it does not start %s, and says why',
  async (_, env, reason) => {
    const known = { APP_ID: '1', PRIVATE_KEY: world.identity.privateKey, WEBHOOK_SECRET, PORT: '0' }
    const server = join(import.meta.dirname, '../../app/server.ts')
    const run = promisify(execFile)(process.execPath, [server], { env: { PATH: process.env.PATH, ...known, ...env } })
    const ended = await run.catch((error: { code: number; stderr: string }) => error)
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(reason) })
    expect(ended.stderr).not.toContain('    at ')
  },
  20_000,
)

test('its log and its replies hold no secret', async () => {
  const pull = await world.openPull()
  world.github.faults.add({ method: 'POST', path: new NthRequest(2, /\/issues\/\d+\/comments$/), status: 500 })
  await world.comment('admin', pull.number, '/canary 20')
  await world.deliver('issue_comment', '{}', { 'x-hub-signature-256': 'sha256=0' })
  const said = [world.app.log, ...world.everythingWritten()].join('\n')
  expect(world.app.log).toContain('a job failed')
  for (const secret of [WEBHOOK_SECRET, 'PRIVATE KEY', /gh[ps]_[0-9a-f]{8}/, /eyJ[\w-]+\.[\w-]+\.[\w-]{20}/]) {
    expect(said).not.toMatch(secret)
  }
})
