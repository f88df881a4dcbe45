import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppProcess } from './app-process.ts'
import { OLD, values } from './files.ts'
import { commitsByCommand, createFleet, FLEET, type FleetPull, fleetReplies, type Ordered, order } from './fleet.ts'
import { type PostgresServer, startPostgres } from './queue/postgres-server.ts'
import { AppWorld } from './world.ts'

const world = new AppWorld()
let server: PostgresServer
let replicas: AppProcess[]
beforeAll(async () => {
  server = await startPostgres()
  await world.begin('no process')
  const variables = { DATABASE_URL: server.createDatabase('serin'), SWEEP_MINUTES: '0' }
  const parts = { github: world.github, app: world.identity, database: '/nowhere/queue.db', variables }
  replicas = [1, 2, 3].map(() => new AppProcess(parts))
  await Promise.all(replicas.map((replica) => replica.start()))
})
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop('SIGKILL')))
  await world.stop()
  await server.stop()
})

const ROUNDS = ['/canary 20', '/set most 3', '/canary 40', '/set most 5']
const targets = FLEET.filter(({ isProposed }) => !isProposed)

/** People push and merge while the app works; each of them adds a file of their own. */
async function meddle(times: number): Promise<void> {
  for (let count = 1; count <= times; count += 1) {
    await world.gitops.commit({ message: `By hand ${count}`, files: { [`notes/${count}.md`]: `${count}\n` } })
    const branch = `by-hand-${count}`
    await world.gitops.commit({ branch, message: branch, files: { [`merged/${count}.md`]: `${count}\n` } })
    const client = world.as('maintain').rest.pulls
    const at = { owner: 'acme', repo: 'mlops-gitops' }
    const { data } = await client.create({ ...at, head: branch, base: 'main', title: branch })
    await client.merge({ ...at, pull_number: data.number, merge_method: count % 2 === 0 ? 'squash' : 'merge' })
    await sleep(150)
  }
}

async function orderAll(pulls: ReadonlyMap<string, FleetPull>): Promise<readonly Ordered[]> {
  const orders: Ordered[] = []
  for (const body of ROUNDS) {
    for (const target of targets) {
      const pull = pulls.get(target.model)
      if (pull === undefined) throw new Error(`There is no pull request of ${target.model}.`)
      const receiver = replicas[orders.length % replicas.length]
      world.identity.setWebhookUrl(`${receiver?.url}/api/github/webhooks`)
      orders.push(await order(world, target, pull, `${body} ${target.environment}`))
    }
  }
  return orders
}

async function idle(): Promise<void> {
  await world.github.settled()
  const count = () => server.run('serin', "SELECT count(*) FROM serin.jobs WHERE state IN ('waiting', 'leased')")
  for (const end = Date.now() + 120_000; count() !== '0\n'; await sleep(50)) {
    if (Date.now() > end) throw new Error(replicas.map(({ log }) => log.slice(-2_000)).join('\n'))
  }
}

test('60 commands to three replicas land on one branch among pushes and merges, and none undoes another', {
  timeout: 240_000,
}, async () => {
  const pulls = await createFleet(world)
  const before = world.github.requests.length
  const begun = Date.now()
  const [orders] = await Promise.all([orderAll(pulls), meddle(10)])
  await idle()
  const figures = { commands: orders.length, requests: world.github.requests.length - before }
  process.stdout.write(`${JSON.stringify({ ...figures, seconds: (Date.now() - begun) / 1000 })}\n`)

  const replies = await fleetReplies(world, pulls.values())
  const commits = commitsByCommand(world)
  const undone = orders.flatMap(({ id, url, body }) => {
    const all = replies.get(id) ?? []
    const isDone = all.length === 1 && commits.get(url) === 1 && all[0]?.includes('Commit [')
    return isDone ? [] : [{ body, all, commits: commits.get(url) }]
  })
  expect(undone).toEqual([])
  for (const { file, model, isProposed } of FLEET) {
    const version = pulls.get(model)?.version ?? ''
    const expected = isProposed ? values(OLD) : values(version, 40).replace('max: 2', 'max: 5')
    expect([file, world.gitops.readFile(file)]).toEqual([file, expected])
  }
  for (let count = 1; count <= 10; count += 1) {
    expect(world.gitops.readFile(`notes/${count}.md`)).toBe(`${count}\n`)
    expect(world.gitops.readFile(`merged/${count}.md`)).toBe(`${count}\n`)
  }
  const dones = replicas.map(({ log }) => log.split('a job was done').length - 1)
  expect(dones.reduce((sum, done) => sum + done, 0)).toBe(orders.length)
  // Two of them have room for all five models, so the third may have come too late every time.
  expect(dones.filter((done) => done > 0).length).toBeGreaterThan(1)
})
