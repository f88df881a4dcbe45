import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgBoss } from 'pg-boss'
import { openQueue, type QueueSettings } from '../app/queue/open-queue.ts'
import type { Queue } from '../app/queue/queue.ts'
import { startWorker } from '../app/queue/worker.ts'
import { type PostgresServer, startPostgres } from '../test/app/queue/postgres-server.ts'
import { median } from './median.ts'

export interface QueueTimes {
  readonly what: string
  /** Jobs per second. */
  readonly one: number
  readonly together: number
  readonly drained: number | undefined
  /** By the floor's of the same round, the middle of all rounds. */
  readonly oneRatio: number
  readonly togetherRatio: number
}

interface Subject {
  readonly what: string
  /** What its ratio is to: the plainest way to have a row on the same disk. */
  readonly floor: string
  begin(): Promise<Running>
}

interface Running {
  store(name: string): Promise<unknown>
  drain?(jobs: number): Promise<void>
  end(): Promise<void>
}

const KEYS = 20

/**
 * Storing one after the other and 20 at a time, and doing all that was stored (nothing to do, 8 at a time over 20 keys),
 * beside a floor on the same disk: a plain INSERT for PostgreSQL, a write and an fdatasync of the same bytes for the
 * file. In turns, so that a slow moment of the machine meets all.
 */
export async function benchQueue({ rounds = 3, jobs = 400 } = {}): Promise<readonly QueueTimes[]> {
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'serin-bench-queue-'))
  try {
    const subjects = subjectsOf(server, folder)
    const seen = new Map<string, { one: number; together: number; drained: number | undefined }[]>()
    for (let round = 0; round < rounds; round++) {
      for (const subject of subjects) {
        const times = seen.get(subject.what) ?? []
        times.push(await timesOf(subject, jobs))
        seen.set(subject.what, times)
      }
    }
    return subjects.map(({ what, floor }) => summary(what, seen.get(what) ?? [], seen.get(floor) ?? []))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

type Times = Pick<QueueTimes, 'one' | 'together' | 'drained'>

function summary(what: string, own: readonly Times[], floor: readonly Times[]): QueueTimes {
  const ratio = (of: (times: Times) => number) =>
    median(own.map((times, round) => of(times) / of(floor[round] ?? times)))
  return {
    what,
    one: median(own.map(({ one }) => one)),
    together: median(own.map(({ together }) => together)),
    drained: own[0]?.drained === undefined ? undefined : median(own.map(({ drained = 0 }) => drained)),
    oneRatio: ratio(({ one }) => one),
    togetherRatio: ratio(({ together }) => together),
  }
}

async function timesOf(subject: Subject, jobs: number): Promise<Times> {
  const running = await subject.begin()
  try {
    for (let warm = 0; warm < 20; warm++) await running.store(`warm-${warm}`)
    const one = await perSecond(jobs, async () => {
      for (let number = 0; number < jobs; number++) await running.store(`one-${number}`)
    })
    const together = await perSecond(jobs, () => storeTogether(running, jobs))
    const all = 2 * jobs + 20
    const drained = running.drain && (await perSecond(all, () => running.drain?.(all) ?? Promise.resolve()))
    return { one, together, drained }
  } finally {
    await running.end()
  }
}

async function storeTogether(running: Running, jobs: number): Promise<void> {
  let next = 0
  const storeRest = async () => {
    while (next < jobs) await running.store(`together-${next++}`)
  }
  await Promise.all(Array.from({ length: 20 }, storeRest))
}

async function perSecond(jobs: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (jobs / (performance.now() - started)) * 1000
}

function subjectsOf(server: PostgresServer, folder: string): readonly Subject[] {
  let made = 0
  const newDatabase = () => server.createDatabase(`bench_${made++}`)
  return [
    { what: 'write + fdatasync', floor: 'write + fdatasync', begin: async () => fileFloor(join(folder, `${made++}`)) },
    {
      what: 'Serin on SQLite',
      floor: 'write + fdatasync',
      begin: () => engine({ database: join(folder, `${made++}.db`) }),
    },
    { what: 'plain INSERT', floor: 'plain INSERT', begin: () => insertFloor(newDatabase()) },
    { what: 'pg-boss send', floor: 'plain INSERT', begin: () => bareBoss(newDatabase()) },
    {
      what: 'Serin on PostgreSQL',
      floor: 'plain INSERT',
      begin: () => engine({ database: '', databaseUrl: newDatabase() }),
    },
  ]
}

function payloadOf(name: string) {
  return {
    repository: 'acme/iris',
    pullRequest: 1,
    comment: { id: name, body: '/canary 20', url: 'https://github.com' },
  }
}

function jobOf(name: string) {
  const key = `repository:${name.length % 3}-${Number(name.split('-')[1]) % KEYS}`
  return { deliveryId: name, intent: name, key, payload: payloadOf(name), storedAt: Date.now() }
}

function fileFloor(file: string): Running {
  const descriptor = openSync(file, 'w')
  return {
    store: async (name) => {
      writeSync(descriptor, `${JSON.stringify(jobOf(name))}\n`)
      fdatasyncSync(descriptor)
    },
    end: async () => closeSync(descriptor),
  }
}

/** The pool is pg-boss's own, so that the client is the same. */
async function insertFloor(connectionString: string): Promise<Running> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 6 })
  await boss.start()
  const database = boss.getDb()
  await database.executeSql('CREATE TABLE floor (id bigserial PRIMARY KEY, delivery text UNIQUE, payload text)')
  return {
    store: (name) =>
      database.executeSql('INSERT INTO floor (delivery, payload) VALUES ($1, $2)', [
        name,
        JSON.stringify(payloadOf(name)),
      ]),
    end: () => boss.stop({ graceful: false }),
  }
}

async function bareBoss(connectionString: string): Promise<Running> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 6 })
  await boss.start()
  await boss.createQueue('bare', { policy: 'key_strict_fifo' })
  return {
    store: (name) => boss.send('bare', payloadOf(name), { singletonKey: jobOf(name).key }),
    drain: async (jobs) => {
      for (let left = jobs; left > 0; )
        left -= (await Promise.all(Array.from({ length: 8 }, () => doOne(boss)))).filter(Boolean).length
    },
    end: () => boss.stop({ graceful: false }),
  }
}

async function doOne(boss: PgBoss): Promise<boolean> {
  const [job] = await boss.fetch('bare')
  if (job !== undefined) await boss.complete('bare', job.id)
  return job !== undefined
}

async function engine(settings: QueueSettings): Promise<Running> {
  const queue = await openQueue(settings, () => {})
  return { store: (name) => queue.enqueue(jobOf(name)), drain: () => drain(queue), end: () => queue.close() }
}

async function drain(queue: Queue): Promise<void> {
  const { waiting } = await queue.counts()
  const done = Promise.withResolvers<void>()
  let left = waiting
  const worker = startWorker({
    queue: {
      ...bound(queue),
      complete: async (lease, end) => {
        const own = await queue.complete(lease, end)
        left -= 1
        if (left === 0) done.resolve()
        return own
      },
    },
    run: async () => {},
    concurrency: 8,
    owner: 'bench',
    clock: Date.now,
    retryAfter: () => 0,
    maxAttempts: 2,
    leaseMs: 20_000,
    onError: (error) => done.reject(error),
  })
  await done.promise
  await worker.drain(1_000)
}

/** Its methods without the object, which may be a class's. */
function bound(queue: Queue): Queue {
  const names = ['enqueue', 'known', 'lease', 'extend', 'complete', 'retry', 'bury', 'giveBack', 'counts', 'unfinished']
  const more = ['deadLetters', 'rerun', 'drop', 'prune', 'close']
  const methods = [...names, ...more].map((name) => {
    const method = queue[name as keyof Queue] as (...values: unknown[]) => unknown
    return [name, method.bind(queue)]
  })
  return Object.fromEntries(methods)
}
