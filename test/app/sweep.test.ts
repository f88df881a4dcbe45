import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Sweep } from '../../app/sweep.ts'
import { appToken, octokit } from '../fake-github/test-world.ts'
import { AppWorld, useAppWorld } from './world.ts'

const MINUTE = 60_000

/** A port that stays the app's from one process to the next, as an address does. */
async function freePort(): Promise<string> {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return String(port)
}

describe('an app that was down', () => {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  const world = new AppWorld()
  beforeAll(async () => {
    const port = await freePort()
    await world.begin('process', () => ({ PORT: port }))
    await world.fresh()
  })
  afterAll(() => world.stop())

  test('answers what was said meanwhile, each once', async () => {
    const pull = await world.openPull()
    const before = await world.comment('write', pull.number, '/status')
    await world.app.stop()
    const said: { id: number; url: string }[] = []
    for (const body of ['/canary 10', 'well, well', '/canary 20'])
      said.push(await world.say('write', pull.number, body))
    await world.github.settled()
    await world.app.start()
    const counts = async () =>
      (await Promise.all(said.map((each) => world.answerTo(pull.number, each)))).map((a) => a.count)
    await expect.poll(counts, { timeout: 30_000 }).toEqual([1, 0, 1])
    await world.app.idle()
    expect(await counts()).toEqual([1, 0, 1])
    expect((await world.answerTo(pull.number, before)).count).toBe(1)
    expect(world.changesIn('test').join('\n')).toContain('20')
    expect(world.app.log).toContain('GitHub was asked to send again what did not arrive')
  })
})

describe('a sweep', () => {
  const world = useAppWorld('no process')
  let receiver: Server
  let received: { guid: string; event: string }[] = []
  let status: number
  let ledger: string[]
  let swept: [string, number][]
  let later = 0
  let pull: number
  let sweeping: Sweep | undefined

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      request.resume().on('end', () => {
        const { 'x-github-delivery': guid, 'x-github-event': event } = request.headers
        if (status === 202) received.push({ guid: String(guid), event: String(event) })
        if (status === 202) sweeping?.settle(String(guid))
        response.writeHead(status).end()
      })
    }).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    world.identity.setWebhookUrl(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`)
  })
  afterAll(() => void receiver.close())
  beforeEach(async () => {
    status = 202
    ledger = []
    swept = []
    later = 0
    sweeping = undefined
    pull = (await world.openPull()).number
    await world.github.settled()
    received = []
  })

  function newSweep(): Sweep {
    const seconds = Math.floor(Date.now() / 1000)
    return new Sweep({
      app: octokit(world.github, appToken(world.identity, { iat: seconds - 30, exp: seconds + 540 })),
      queue: { known: async (asked) => ledger.filter((guid) => asked.includes(guid)) },
      now: () => Date.now() + later,
      log: { info: () => {}, warn: (details: object) => void swept.push([JSON.stringify(details), 0]) } as never,
      metrics: { sweep: (outcome, redelivered) => void swept.push([outcome, redelivered]) },
    })
  }

  /** A sweep that knows all that was before this test. */
  async function sweepFromNow(): Promise<Sweep> {
    const sweep = newSweep()
    for (const { guid } of world.github.deliveries) sweep.settle(guid)
    return sweep
  }

  async function say(body: string): Promise<string> {
    await world.say('write', pull, body)
    await world.github.settled()
    return world.github.deliveries.findLast(({ event }) => event === 'issue_comment')?.guid ?? ''
  }

  test('asks again for what was answered with 500', async () => {
    const sweep = await sweepFromNow()
    status = 500
    const guid = await say('/status')
    status = 202
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([{ guid, event: 'issue_comment' }])
    expect(swept).toEqual([['done', 1]])
  })

  test('asks again for a command that was answered with 202 and is nowhere', async () => {
    const sweep = await sweepFromNow()
    const guid = await say('/status')
    received = []
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([{ guid, event: 'issue_comment' }])
  })

  test('lets be what is stored, and what is talk', async () => {
    const sweep = await sweepFromNow()
    ledger = [await say('/status')]
    await say('fine by me')
    received = []
    await sweep.run()
    const looks = world.github.requests.length
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([])
    expect(world.github.requests.slice(looks).map(({ path }) => path)).toEqual(['/app/hook/deliveries'])
  })

  test('lets be what this process has taken', async () => {
    const sweep = await sweepFromNow()
    sweep.settle(await say('/status'))
    received = []
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([])
  })

  test('asks at the start for an old command that did not arrive, and for none later', async () => {
    const sweep = await sweepFromNow()
    status = 500
    const guid = await say('/canary 10')
    status = 202
    later = 20 * MINUTE
    await sweep.run()
    await world.github.settled()
    expect(received.map((one) => one.guid)).toEqual([guid])
    status = 500
    await say('/canary 20')
    status = 202
    await sweep.run()
    expect(received).toHaveLength(1)
  })

  test('looks at no old talk', async () => {
    const sweep = await sweepFromNow()
    await say('fine by me')
    const looks = world.github.requests.length
    later = 20 * MINUTE
    await sweep.run()
    expect(world.github.requests.slice(looks).map(({ path }) => path)).toEqual(['/app/hook/deliveries'])
  })

  test('lets be what is not fresh any more, though it was tried again', async () => {
    const sweep = await sweepFromNow()
    status = 500
    await say('/status')
    await sweep.run()
    await world.github.settled()
    status = 202
    later = 16 * MINUTE
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([])
  })

  test('asks at most three times, and waits longer each time', async () => {
    const sweep = await sweepFromNow()
    status = 500
    await say('/status')
    const tries: number[] = []
    for (const minutes of [0, 1, 2, 5, 6, 10, 14]) {
      later = minutes * MINUTE
      await sweep.run()
      await world.github.settled()
      if (swept.at(-1)?.[1] === 1) tries.push(minutes)
    }
    expect(tries).toEqual([0, 2, 6])
  })

  test('asks for the oldest first, and waits for it', async () => {
    const sweep = await sweepFromNow()
    status = 500
    const guids = [await say('/canary 10'), await say('/canary 20'), await say('/rollback')]
    status = 202
    sweeping = sweep
    world.github.habits.delayMs = (id) => (id % 3) * 30
    await sweep.run()
    world.github.habits.delayMs = 0
    expect(received.map(({ guid }) => guid)).toEqual(guids)
  })

  test('asks for no other event', async () => {
    const sweep = await sweepFromNow()
    status = 500
    await world.as('write').rest.issues.update({ owner: 'acme', repo: 'iris', issue_number: pull, title: 'New' })
    await world.github.settled()
    status = 202
    await sweep.run()
    await world.github.settled()
    expect(received).toEqual([])
  })

  test('that fails says so, and the next one is not disturbed', async () => {
    const sweep = await sweepFromNow()
    status = 500
    await say('/status')
    status = 202
    world.github.faults.add({ path: /hook\/deliveries$/, status: 401 })
    await sweep.run()
    world.github.faults.clear()
    await sweep.run()
    expect(swept.map(([outcome]) => outcome)).toEqual([expect.stringContaining('err'), 'failed', 'done'])
  })

  test('finds a proposal that was closed hours ago, when the app starts', async () => {
    const sweep = await sweepFromNow()
    status = 500
    const gitops = { owner: 'acme', repo: 'mlops-gitops' }
    await world.gitops.commit({ branch: 'serin/x', message: 'x', files: { x: 'x' } })
    const { data } = await world
      .as('maintain')
      .rest.pulls.create({ ...gitops, head: 'serin/x', base: 'main', title: 'x' })
    await world.as('maintain').rest.pulls.update({ ...gitops, pull_number: data.number, state: 'closed' })
    await world.github.settled()
    status = 202
    later = 120 * MINUTE
    await sweep.run()
    await world.github.settled()
    expect(received.map(({ event }) => event)).toEqual(['pull_request'])
  })
})
