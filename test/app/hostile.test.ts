import { randomUUID } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { connect, Socket } from 'node:net'
import { expect, test } from 'vitest'
import { jobOfWebhook } from '../../app/job.ts'
import { createMask } from '../../app/mask.ts'
import { createMetrics } from '../../app/metrics.ts'
import { type Webhook, webHandler } from '../../app/web.ts'
import { parseCommand } from '../../src/release/command.ts'
import { renderReply } from '../../src/release/reply.ts'
import { fence, prose } from '../../src/report/markdown.ts'
import { type Random, seeded } from '../yaml/random-manifest.ts'
import { WEBHOOK_SECRET } from './app-process.ts'
import { hostilePayload, pick } from './hostile-payloads.ts'
import { signedHeaders, useAppWorld } from './world.ts'

const world = useAppWorld()

const COMMANDS = 'canary promote rollback shadow set freeze unfreeze retrain plan status help'.split(' ')
const WORDS = [
  ...COMMANDS.flatMap((name) => [`/${name}`, `/${name} `, name, `/${name.toUpperCase()}`]),
  ...[
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    ' ',
    '    ',
    '\t',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u2028',
    '\u3000',
    '\u0000',
    '\ud800',
  ],
  ...['20', '0', '99', '100', '1e1', '0x14', '٢٠', '20%', 'test', 'prod', 'moon', '--model', '--skip', 'iris', 'off'],
  ...[
    '`',
    '```',
    '~~~',
    '> ',
    '- ',
    '1. ',
    '# ',
    '<!--',
    '-->',
    '<b>',
    '[x](y)',
    '![x](y)',
    '@acme/all',
    '\\',
    '|',
    '*a_ ',
  ],
  ...[
    '/\u212aanary 1',
    '/ canary',
    '//canary',
    '/canary-x',
    '/canary20',
    '__proto__',
    'constructor',
    '/constructor',
    '::error::',
  ],
  ...['0123456789abcdef', 'f'.repeat(40), '\u202e', '😀', 'é'],
]

const bodyOf = (random: Random) => Array.from({ length: random.below(12) }, () => pick(random, WORDS)).join('')

/** The grammar in other words than the parser's: the first line that has more than spaces and tabs, and its first word. */
function commandsIn(body: string): boolean {
  const first = body.split(/\r\n|\n|\r/).find((line) => line.replaceAll(' ', '').replaceAll('\t', '') !== '') ?? ''
  const indent = first.length - first.replace(/^ */, '').length
  const [word = ''] = first.slice(indent).split(/[ \t]/)
  const isAscii = [...word].every((letter) => letter < '\u007f')
  return indent <= 3 && isAscii && COMMANDS.includes(word.toLowerCase().slice(1)) && word.startsWith('/')
}

const isCommand = (body: string) => parseCommand(body, { environments: [] }).kind !== 'none'

test('of 100,000 comments those are commands that are written as such, and usage repeats nothing of them', () => {
  const random = seeded(5)
  const kinds = new Map<string, number>()
  for (let round = 0; round < 100_000; round += 1) {
    const body = bodyOf(random)
    const command = parseCommand(body, { environments: ['test', 'prod'] })
    kinds.set(command.kind, (kinds.get(command.kind) ?? 0) + 1)
    if ((command.kind !== 'none') !== commandsIn(body)) expect.fail(`${JSON.stringify(body)} is ${command.kind}`)
    if (command.kind === 'invalid') {
      const { command: name, problem } = command
      const reply = renderReply({ kind: 'usage', command: name, problem })
      if (isCommand(reply) || /@|<|moon/.test(reply.replace(/`[^`]*`/g, ''))) expect.fail(reply)
    }
  }
  expect([...kinds.keys()].toSorted()).toEqual(['invalid', 'none', ...COMMANDS].toSorted())
})

/** What reads or writes text of others, and could take too long with it: all else waits meanwhile. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'a comment': (text) => parseCommand(text, { environments: ['test'] }),
  'a comment below its command': (text) => parseCommand(`/canary 20\n${text}`, { environments: ['test'] }),
  'an argument': (text) => parseCommand(`/canary ${text}`, { environments: ['test'] }),
  'a reason in a reply': prose,
  'lines in a reply': fence,
  'a line of the log': createMask(['a-secret-that-is-long-enough']),
}

const UNITS = [
  ...[' ', '`', '```\n', '> ', '[', '*a_ ', 'a <!-- ', '9', '- ', '\r', '/canary\n', '/canary 1 ', '~~~\n`', '@a'],
  ...[
    'eyJaaaaa-',
    'eyJaaaaa.',
    'ghp_a',
    '-----BEGIN A',
    '://a:',
    'basic ',
    'sha256=',
    '"',
    '\u001b]',
    '\u001b[0',
    '\ud800',
  ],
]

test.each(Object.entries(READERS))('%s: ten times the text is ten times the work', (_, read) => {
  for (const unit of UNITS) {
    const [small, large] = [unit.repeat(20_000 / unit.length), unit.repeat(200_000 / unit.length)]
    expect(growth(read, small, large), JSON.stringify(unit)).toBeLessThan(4)
  }
})

/**
 * How much more work one large text is than ten small ones: about 1 where work grows as text does, 10 where it grows with the
 * square. Other processes and the garbage collector can only make a round look worse, so the best one counts.
 */
function growth(read: (text: string) => unknown, small: string, large: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 10 && best >= 2; round += 1) {
    const ten = work(() => {
      for (let n = 0; n < 10; n += 1) read(small)
    })
    best = Math.min(best, work(() => read(large)) / ten)
  }
  return best
}

/** In microseconds of this process's own; short work is as good as none. */
function work(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return Math.max(500, user + system)
}

test('of 10,000 signed and unsigned webhooks only the signed are let in, as jobs of the right shape', async () => {
  const random = seeded(7)
  const seen = { jobs: 0, letIn: 0, statuses: new Set<number>() }
  const ask = door(async ({ name, payload }) => {
    seen.letIn += 1
    for (const event of [name, 'issue_comment', 'pull_request']) {
      const job = jobOfWebhook({ id: 'x', name: event, payload })
      if (job === undefined) continue
      seen.jobs += 1
      expect(job.payload.repository).toMatch(/^[\w.-]+\/[\w.-]+$/)
      expect(job.payload.pullRequest).toBeGreaterThan(0)
      expect(job.key).toMatch(/^repository:\d+$/)
    }
  })
  for (let round = 0; round < 10_000; round += 1) {
    const { name, text } = hostilePayload(random)
    const right = signedHeaders(name, text)
    const headers = { ...right, ...pick(random, ODD_HEADERS)() }
    const before = seen.letIn
    seen.statuses.add(await ask(headers, text))
    if (seen.letIn > before) expect(headers[SIGNATURE]).toBe(right[SIGNATURE])
  }
  expect([...seen.statuses].toSorted()).toEqual([202, 400, 415])
  expect(seen.jobs).toBeGreaterThan(100)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

/** The app's door without a network: what it answers to headers and a body. */
function door(receive: (webhook: Webhook) => Promise<void>) {
  const log = { warn: () => {}, error: (details: object) => expect.fail(JSON.stringify(details)) }
  const metrics = createMetrics(async () => ({ waiting: 0, leased: 0, done: 0, dead: 0 }), Date.now)
  const options = { receive, metrics, log, secrets: [WEBHOOK_SECRET], showsMetrics: false, clock: Date.now }
  const handle = webHandler({ ...options, unready: async () => undefined })
  return async (headers: Readonly<Record<string, string>>, body: string): Promise<number> => {
    const request = new IncomingMessage(new Socket())
    const length = String(Buffer.byteLength(body))
    Object.assign(request, { method: 'POST', url: '/api/github/webhooks' })
    request.headers = { 'content-type': 'application/json', 'content-length': length, ...headers }
    request.push(body)
    request.push(null)
    const response = new ServerResponse(request)
    await handle(request, response)
    return response.statusCode
  }
}

test('2,000 webhooks with and without a signature, and headers of all kinds, are all answered', {
  timeout: 60_000,
}, async () => {
  const random = seeded(11)
  const statuses = new Map<number, number>()
  const jobs = world.app.jobs()
  const send = async () => {
    const { name, text } = hostilePayload(random)
    const { status } = await world.deliver(name, text, pick(random, ODD_HEADERS)())
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  for (let round = 0; round < 125; round += 1) await Promise.all(Array.from({ length: 16 }, send))
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(2_000)
  expect([...statuses.keys()].toSorted(), world.app.log.match(/.*"level":"error".*/)?.[0]).toEqual([202, 400, 415])
  for (const garbage of GARBAGE) expect(await raw(garbage)).toMatch(/^(HTTP\/1\.1 (4\d\d|505) |$)/)
  const pull = await world.openPull()
  expect((await world.comment('write', pull.number, '/status')).text).toContain('What runs of')
  expect(world.app.jobs()).toBeGreaterThan(jobs)
  expect(world.app.log).not.toMatch(/unhandled|uncaught/i)
})

const SIGNATURE = 'x-hub-signature-256'
/** Half of the webhooks keep their right signature. */
const ODD_HEADERS: readonly (() => Record<string, string>)[] = [
  () => ({}),
  () => ({}),
  () => ({}),
  () => ({ 'x-github-event': 'ping' }),
  () => ({ 'x-github-event': '__proto__' }),
  () => ({ 'x-github-event': 'x'.repeat(4_000) }),
  () => ({ 'x-forwarded-for': '127.0.0.1', 'x-github-hook-installation-target-id': '-1' }),
  () => ({ 'x-github-delivery': '../../x' }),
  () => ({ 'x-github-delivery': '' }),
  () => ({ 'content-type': 'application/x-www-form-urlencoded' }),
  () => ({ 'content-type': 'application/json; charset=utf-16' }),
  () => ({ 'content-encoding': 'gzip' }),
  () => ({ [SIGNATURE]: '' }),
  () => ({ [SIGNATURE]: `sha256=${'0'.repeat(64)}` }),
  () => ({ [SIGNATURE]: `sha1=${'0'.repeat(40)}` }),
  () => ({ [SIGNATURE]: `sha256=${randomUUID()}` }),
]

const GARBAGE: readonly string[] = [
  '\r\n\r\n',
  'GET\r\n\r\n',
  'POST /api/github/webhooks HTTP/9.9\r\n\r\n',
  'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
  'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 1e3\r\n\r\n',
  'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
  'POST http://[ HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
]

/** What the server answers to bytes, up to the end of the connection. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(world.app.url)
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect(Number(port), hostname, () => socket.end(bytes))
  let text = ''
  socket.on('data', (chunk) => {
    text += String(chunk)
  })
  socket.on('error', () => resolve(text))
  socket.on('close', () => resolve(text))
  return promise
}
