import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Desk } from '../../app/desk.ts'
import { createGitHubAccess } from '../../app/github-access.ts'
import { jobOfComment } from '../../app/job.ts'
import { backoffMs } from '../../app/queue/backoff.ts'
import type { Queue } from '../../app/queue/queue.ts'
import { openSqliteQueue } from '../../app/queue/sqlite.ts'
import { startWorker } from '../../app/queue/worker.ts'
import { runJob } from '../../app/run-job.ts'
import { MAX_ATTEMPTS } from '../../app/start.ts'
import { addResilience } from '../../src/github/resilience.ts'
import type { FaultEffect } from '../fake-github/faults.ts'
import { appToken, octokit } from '../fake-github/test-world.ts'
import { OLD, values } from './files.ts'
import { commitsByCommand, createFleet, FLEET, type FleetPull, fleetReplies, type Ordered, order } from './fleet.ts'
import { AppWorld } from './world.ts'

/** `npm run test:soak` has more of them. */
const SEEDS = (process.env.SERIN_TEST_SEEDS ?? '20260').split(',').map(Number)
/** How wrong the app's clock is, in milliseconds; the other way for every second seed. */
const SKEW = 90_000
const SHARE = 0.3
/** How much faster than the app this one waits. */
const HURRY = 5_000
/** Of a calm day's dozen requests, with all that 30 % of failures make it ask again. */
const CALLS_PER_COMMAND = 60

const world = new AppWorld()
const folder = mkdtempSync(join(tmpdir(), 'serin-faults-'))
let queue: Queue
beforeAll(async () => {
  await world.begin('no process')
  queue = openSqliteQueue(join(folder, 'queue.db'))
})
afterAll(async () => {
  await queue.close()
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const LIMITED = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' }

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What may go wrong with a request; `push`: somebody else moves the branch just then, so that GitHub answers “stale”. */
const KINDS: Readonly<Record<string, FaultEffect | 'push'>> = {
  'error 500': { status: 500 },
  '502 before': { status: 502, body: '<h1>502 Bad Gateway</h1>' },
  '503 before': { status: 503 },
  '502 after': { effect: 'apply-then-502' },
  'dropped before': { effect: 'drop' },
  'dropped after': { effect: 'apply-then-drop' },
  'secondary 403': { status: 403, body: LIMITED },
  'secondary 403 with retry-after': { status: 403, body: LIMITED, headers: { 'retry-after': '2' } },
  '429': { status: 429, body: LIMITED },
  '429 with retry-after': { status: 429, body: LIMITED, headers: { 'retry-after': '1' } },
  'expired token': { status: 401, body: { message: 'Bad credentials' } },
  slow: { delayMs: 60 },
  stale: 'push',
  'plain 409': { status: 409, body: { message: 'Conflict' } },
  'false 422': { status: 422, body: { message: 'Update is not a fast forward' } },
}
/** What the branch itself answers; the last two though nobody has moved it. */
const OF_BRANCHES = ['stale', 'plain 409', 'false 422']
/** How GraphQL says the same. */
const FALSELY_STALE: FaultEffect = {
  status: 200,
  body: {
    data: { createCommitOnBranch: null },
    errors: [{ type: 'STALE_DATA', message: 'Expected branch to point to another commit. Pull and try again.' }],
  },
}

function failByChance(random: () => number, counted: Map<string, number>) {
  const kinds = Object.keys(KINDS)
  let pushes = 0
  return (method: string, path: string): FaultEffect | undefined => {
    if (random() >= SHARE) return undefined
    const isMutation = path.endsWith('/createCommitOnBranch')
    const isCommit = isMutation || (method === 'PATCH' && path.includes('/git/refs/'))
    const possible = isCommit ? [...kinds, ...OF_BRANCHES] : kinds
    const kind = possible[Math.floor(random() * possible.length)] ?? ''
    const isOnKey = path.startsWith('/app')
    const isImpossible = (OF_BRANCHES.includes(kind) && !isCommit) || (kind === 'expired token' && isOnKey)
    const given = isImpossible ? '502 after' : kind
    counted.set(given, (counted.get(given) ?? 0) + 1)
    if (given === 'false 422' && isMutation) return FALSELY_STALE
    const effect = KINDS[given]
    if (effect !== 'push') return effect
    pushes += 1
    void world.gitops.commit({ message: 'By hand', files: { 'README.md': `${pushes}\n` } })
    return { delayMs: 60 }
  }
}

/** The app’s own work, with its queue and as many at a time as it does, in a hurry. */
function startWork(errors: unknown[], skew: number) {
  const clock = () => Date.now() + skew
  const seconds = Math.floor(Date.now() / 1000)
  const app = octokit(world.github, appToken(world.identity, { iat: seconds - 30, exp: seconds + 540 }))
  const waiting = { sleep: (ms: number) => sleep(ms / HURRY), now: clock }
  addResilience(app, waiting)
  const access = createGitHubAccess(async () => app, world.github.apiUrl, waiting)
  const pause = async () => {}
  const desk = {
    github: access,
    alone: queue.alone,
    now: () => new Date(clock()),
    pause,
    verdictApp: 'github-actions',
    sayOnce: () => {},
    audit: () => {},
  }
  const random = seeded(1)
  return startWorker({
    queue,
    owner: 'the only one',
    concurrency: 4,
    leaseMs: 20_000,
    maxAttempts: MAX_ATTEMPTS,
    retryAfter: (attempt) => Math.round(backoffMs(attempt, random()) / HURRY),
    clock,
    pollMs: 20,
    run: (job, ending) => {
      const note = (details: object) => void errors.push(details)
      const whole: Desk = { ...desk, audit: () => {}, ending }
      return runJob(job, {
        desk: whole,
        maxAttempts: MAX_ATTEMPTS,
        log: { error: note, warn: note },
        newId: () => 'id',
      })
    },
    onError: (error) => void errors.push(error),
  })
}

const LADDER = ['/canary 10', '/set most 3', '/canary 20', '/canary 35', '/set most 4', '/canary 50', '/canary 70']
const ENDS = [
  ['/set most 6', '/canary 80', '/canary 90'],
  ['/canary 80', '/promote', '/set most 7'],
  ['/set most 6', '/promote', '/rollback'],
]
const PROPOSED = [5, 10, 15, 20, 25, 30, 40, 50, 60, 70].map((percent) => `/canary ${percent}`)

const bodiesOf = (index: number) =>
  FLEET[index]?.isProposed ? PROPOSED : [...LADDER, ...(ENDS[index % ENDS.length] ?? [])]

async function orderAll(pulls: ReadonlyMap<string, FleetPull>): Promise<readonly Ordered[]> {
  const orders: Ordered[] = []
  for (let round = 0; round < PROPOSED.length; round += 1) {
    for (const [index, target] of FLEET.entries()) {
      const pull = pulls.get(target.model)
      const body = `${bodiesOf(index)[round]} ${target.environment}`
      if (pull !== undefined) orders.push(await order(world, target, pull, body))
    }
  }
  return orders
}

async function done(): Promise<void> {
  for (;;) {
    const { waiting, leased } = await queue.counts()
    if (waiting + leased === 0) return
    await sleep(50)
  }
}

function expectedFile(index: number, version: string): string {
  const most = (text: string, value: number) => text.replace('max: 2', `max: ${value}`)
  if (FLEET[index]?.isProposed) return values(OLD)
  const ends = [most(values(version, 90), 6), most(values(version), 7), most(values(version, 0), 6)]
  return ends[index % ENDS.length] ?? ''
}

test.each(SEEDS)(
  '200 commands over 20 environments end right while three of ten requests fail (seed %i)',
  { timeout: 600_000 },
  async (seed) => {
    const pulls = await createFleet(world)
    const orders = await orderAll(pulls)
    for (const said of orders) {
      const job = jobOfComment(`delivery-${said.id}`, world.payloadOf(said))
      if (job !== undefined) await queue.enqueue({ ...job, storedAt: Date.now() })
    }
    const faults = new Map<string, number>()
    const errors: unknown[] = []
    const before = world.github.requests.length
    const begun = Date.now()
    world.github.faults.byChance = failByChance(seeded(seed), faults)
    const worker = startWork(errors, SEEDS.indexOf(seed) % 2 === 0 ? SKEW : -SKEW)
    await done()
    world.github.faults.byChance = undefined
    await worker.drain(1_000)
    const calls = world.github.requests.length - before
    const injected = [...faults.values()].reduce((sum, count) => sum + count, 0)
    const figures = { seed, commands: orders.length, calls, injected, seconds: (Date.now() - begun) / 1000 }
    process.stdout.write(`${JSON.stringify({ ...figures, attemptsFailed: errors.length, faults: [...faults] })}\n`)

    const replies = await fleetReplies(world, pulls.values())
    const commits = commitsByCommand(world)
    const wrong = orders.flatMap(({ id, url, target, body }) => {
      const told = replies.get(id) ?? []
      const text = told[0] ?? ''
      const isRight = target.isProposed ? text.includes('when it is merged') : /\. Commit \[/.test(text)
      const made = commits.get(url) ?? 0
      return told.length === 1 && isRight && made === (target.isProposed ? 0 : 1) ? [] : [{ id, body, made, told }]
    })
    if (wrong.length > 0) process.stdout.write(`${JSON.stringify(errors.map(String).slice(0, 30), null, 1)}\n`)
    expect(wrong).toEqual([])
    for (const [index, { file, model }] of FLEET.entries()) {
      expect(world.gitops.readFile(file)).toBe(expectedFile(index, pulls.get(model)?.version ?? ''))
    }
    const open = await world.proposals()
    expect(open.map(({ head }) => head.ref).toSorted()).toEqual(
      [...pulls.values()].map(({ model, version }) => `serin/${model}/prod/${version}`).toSorted(),
    )
    for (const { head } of open) {
      const [, model = ''] = head.ref.split('/')
      const version = pulls.get(model)?.version ?? ''
      expect(world.gitops.readFile(`deployments/prod/${model}.yaml`, head.ref)).toBe(values(version, 70))
    }
    expect(await world.proposals('all')).toHaveLength(open.length)
    expect((await queue.counts()).dead).toBe(0)
    expect(calls).toBeLessThan(orders.length * CALLS_PER_COMMAND)
  },
)
