import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppProcess, WEBHOOK_SECRET } from './app-process.ts'
import { NthRequest } from './nth-request.ts'
import { type PostgresServer, startPostgres } from './queue/postgres-server.ts'
import { type Answer, AppWorld, type Pull } from './world.ts'

const PERCENTS = [10, 20, 30, 40, 50, 60]

const world = new AppWorld()
let server: PostgresServer
let replicas: AppProcess[]
beforeAll(async () => {
  server = await startPostgres()
  await world.begin('no process')
  const databaseUrl = server.createDatabase('serin')
  const parts = { github: world.github, app: world.identity, database: '/nowhere/queue.db' }
  const variables = { DATABASE_URL: databaseUrl, SWEEP_MINUTES: '0', LOG_LEVEL: 'debug' }
  replicas = [new AppProcess({ ...parts, variables }), new AppProcess({ ...parts, variables })]
  // Both at once, on an empty database. GitHub knows the address of the one that was ready last.
  await Promise.all(replicas.map((replica) => replica.start()))
})
beforeEach(() => world.fresh())
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop('SIGKILL')))
  await world.stop()
  await server.stop()
})

async function answered(pull: Pull, said: { id: number; url: string }): Promise<Answer> {
  for (const end = Date.now() + 60_000; ; await sleep(50)) {
    await world.github.settled()
    const answer = await world.answerTo(pull.number, said)
    const left = server.run('serin', "SELECT count(*) FROM serin.jobs WHERE state IN ('waiting', 'leased')")
    if (answer.count > 0 && left === '0\n') return answer
    if (Date.now() > end) throw new Error(replicas.map(({ log }) => log.slice(-2_000)).join('\n'))
  }
}

function deliver(url: string, body: string): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'issue_comment',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
  }
  return fetch(`${url}/api/github/webhooks`, { method: 'POST', headers, body })
}

test('a command is done once, whichever of two replicas hears of it, and both', async () => {
  const pull = await world.openPull()
  const said = await world.say('maintain', pull.number, '/canary 20')
  const payload = JSON.stringify(world.payloadOf(said))
  await Promise.all(replicas.map(({ url }) => deliver(url, payload)))
  const answer = await answered(pull, said)
  expect(answer).toMatchObject({ count: 1, text: expect.stringContaining('takes 20 % of the traffic') })
  expect(world.commits()).toBe(1)
})

test('a replica that is told to end finishes what it is at, is not ready meanwhile, and leaves the rest to the other', async () => {
  const pull = await world.openPull()
  const begun = Promise.withResolvers<void>()
  const path = new NthRequest(1, /\/graphql\/createCommitOnBranch$/, begun.resolve)
  world.github.faults.add({ method: 'POST', path, delayMs: 700 })
  const first = await world.say('maintain', pull.number, '/canary 20')
  await begun.promise
  const pid = Number(server.run('serin', "SELECT owner FROM serin.jobs WHERE state = 'leased'").split(':')[0])
  const ending = replicas.find((replica) => replica.pid === pid)
  if (ending === undefined) throw new Error('none of the replicas is at it')
  const second = await world.say('maintain', pull.number, '/canary 40')
  const exit = ending.stop('SIGTERM')
  await expect.poll(async () => (await fetch(`${ending.url}/readyz`)).status, { interval: 20 }).toBe(503)
  expect(await exit).toBe(0)
  const lines = ending.log.split('\n').filter((line) => line.includes('a job was done'))
  expect(lines.at(-1)).toContain(`comment:${first.id}`)
  expect((await answered(pull, second)).text).toContain('takes 40 % of the traffic')
  expect(await answered(pull, first)).toMatchObject({ count: 1, text: expect.stringContaining('takes 20 %') })
  expect(world.commits()).toBe(2)
  await ending.start()
})

test('what a killed replica was at is done by the other one, in order, when the lease has ended', async () => {
  const pull = await world.openPull()
  const path = new NthRequest(1, /\/graphql\/createCommitOnBranch$/, () => undefined)
  world.github.faults.add({ method: 'POST', path, delayMs: 3_000 })
  const said: { id: number; url: string }[] = []
  for (const percent of PERCENTS) {
    said.push(await world.say('maintain', pull.number, `/canary ${percent}`))
    // GitHub sends side by side what comes side by side.
    await world.github.settled()
  }
  let owner = ''
  while (owner === '') owner = server.run('serin', "SELECT owner FROM serin.jobs WHERE state = 'leased'").trim()
  const killed = Date.now()
  process.kill(Number(owner.split(':')[0]), 'SIGKILL')
  const answers: Answer[] = []
  for (const each of said) answers.push(await answered(pull, each))
  expect(answers.map(({ count }) => count)).toEqual(PERCENTS.map(() => 1))
  expect(world.commits()).toBe(PERCENTS.length)
  expect(world.manifest('test')).toContain('60')
  expect(Date.now() - killed).toBeGreaterThan(10_000)
  expect(Date.now() - killed).toBeLessThan(35_000)
})

test('neither writes the address of the database into its log', () => {
  for (const { log } of replicas) expect(log).not.toMatch(/p%40ss|p@ss/)
})
