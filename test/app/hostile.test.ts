import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { jobOfWebhook } from '../../app/job.ts'
import { UserError } from '../../src/errors.ts'
import { parseCommand } from '../../src/release/command.ts'
import { type Reply, renderReply } from '../../src/release/reply.ts'
import { type Random, seeded } from '../yaml/random-manifest.ts'
import { hostilePayload, pick } from './hostile-payloads.ts'
import { useAppWorld } from './world.ts'

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

/** Replies made of what others wrote. */
function repliesWith(text: string): readonly Reply[] {
  const written = { kind: 'commit' as const, sha: 'a'.repeat(40), url: 'https://x.test/1', repository: text }
  const change = { model: text, environment: text, diff: text, warnings: [text], written, previous: text }
  return [
    { kind: 'changed', ...change, next: { version: text, rollout: { kind: 'canary', percent: 20 } } },
    { kind: 'set', ...change, key: text, value: text },
    { kind: 'refused', code: 'draft', reason: text },
    { kind: 'mistake', code: 'set-up', error: new UserError(text, { fix: text, place: { file: text, key: text } }) },
    { kind: 'which-model', models: [text, text] },
    { kind: 'frozen', model: text, environments: [text], written, open: [{ name: text, url: 'https://x.test' }] },
  ]
}

const isCommand = (body: string) => parseCommand(body, { environments: [] }).kind !== 'none'

test('of 100,000 comments those are commands that are written as such, and no reply is one', () => {
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
    const replies = round % 10 === 0 ? repliesWith(body) : []
    for (const reply of replies.map(renderReply)) if (isCommand(reply)) expect.fail(JSON.stringify(reply))
  }
  expect([...kinds.keys()].toSorted()).toEqual(['invalid', 'none', ...COMMANDS].toSorted())
})

test('eight times the comment takes no more than some times eight times as long', () => {
  for (const unit of [
    ' ',
    '`',
    '```\n',
    '> ',
    '[',
    '*a_ ',
    'a <!-- ',
    '9',
    '- ',
    '\r',
    '/canary\n',
    '/canary 1 ',
    '~~~\n`',
  ]) {
    const [small, large] = [30_000, 240_000].map((length) => fastest(unit.repeat(length / unit.length)))
    // A quadratic reader takes 64 times as long, and seconds for the large one.
    if ((large ?? 0) > 25) expect((large ?? 0) / (small ?? 1), JSON.stringify(unit)).toBeLessThan(40)
  }
})

function fastest(body: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const begin = performance.now()
    for (const text of [body, `/canary 20\n${body}`, `/canary ${body}`]) parseCommand(text, { environments: ['test'] })
    return performance.now() - begin
  })
  return Math.min(...times)
}

test('of 10,000 payloads each is a job of the right shape, or none', () => {
  const random = seeded(7)
  let jobs = 0
  for (let round = 0; round < 10_000; round += 1) {
    const { name, text } = hostilePayload(random)
    const payload: unknown = JSON.parse(text)
    for (const event of [name, 'issue_comment', 'pull_request']) {
      const job = jobOfWebhook({ id: 'x', name: event, payload })
      if (job === undefined) continue
      jobs += 1
      expect(job.payload.repository).toMatch(/^[\w.-]+\/[\w.-]+$/)
      expect(job.payload.pullRequest).toBeGreaterThan(0)
      expect(job.key).toMatch(/^repository:\d+$/)
    }
  }
  expect(jobs).toBeGreaterThan(5)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

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

const signature = 'x-hub-signature-256'
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
  () => ({ [signature]: '' }),
  () => ({ [signature]: `sha256=${'0'.repeat(64)}` }),
  () => ({ [signature]: `sha1=${'0'.repeat(40)}` }),
  () => ({ [signature]: `sha256=${randomUUID()}` }),
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
