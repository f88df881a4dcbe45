import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgresQueue } from '../../../app/queue/postgres.ts'
import { PG_BOSS_SCHEMA } from '../../../app/queue/postgres-schema.ts'
import type { LeasedJob, Queue } from '../../../app/queue/queue.ts'
import { UserError } from '../../../src/errors.ts'
import { describeQueue, type Place } from './conformance.ts'
import { startProcess } from './conformance-of-processes.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

let server: PostgresServer
let made = 0
beforeAll(async () => {
  server = await startPostgres()
  const database = server.createDatabase('empty_queue')
  await (await openPostgresQueue({ url: database, warn: () => {} })).close()
})
afterAll(() => server.stop())

describeQueue('PostgreSQL', () => {
  made += 1
  const name = `queue_${made}`
  const databaseUrl = server.createDatabase(name, 'empty_queue')
  return {
    settings: { database: '/nowhere', databaseUrl },
    remove: () => server.run('postgres', `DROP DATABASE ${name} WITH (FORCE)`),
  }
})

describe('a PostgreSQL queue', () => {
  let place: Place
  let name: string
  let warnings: string[]
  beforeEach(() => {
    made += 1
    name = `own_${made}`
    warnings = []
    place = { settings: { database: '/nowhere', databaseUrl: server.createDatabase(name) }, remove: () => {} }
  })
  const url = () => place.settings.databaseUrl ?? ''
  const open = () => openPostgresQueue({ url: url(), warn: (sentence) => warnings.push(sentence) })
  const jobOf = (job: string, key = 'prod') => ({ deliveryId: job, intent: job, key, payload: { job } })
  const lease = (queue: Queue, now = 0) => queue.lease({ owner: 'a', now, leaseMs: 100 })

  test('may be made by several processes that start at once', async () => {
    const log = join(tmpdir(), `serin-${name}.log`)
    const exits = [1, 2, 3, 4].map(() => once(startProcess('open', place, { log }), 'exit'))
    expect(await Promise.all(exits)).toEqual(exits.map(() => [0, null]))
    expect(server.run(name, 'SELECT version, oldest FROM serin.version')).toBe('1|1\n')
    const queue = await open()
    await queue.enqueue(jobOf('a'))
    expect(await lease(queue)).toMatchObject({ intent: 'a' })
    await queue.close()
  })

  describe('gives turns', () => {
    let queues: Queue[]
    beforeEach(async () => {
      queues = await Promise.all([open(), open()])
      return async () => void (await Promise.all(queues.map((queue) => queue.close())))
    })

    test('to one process at a time for each name', async () => {
      let inside = 0
      let most = 0
      const works = Array.from({ length: 12 }, (_, n) =>
        queues[n % 2]?.alone('acme/gitops', async (hasWaited) => {
          most = Math.max(most, ++inside)
          await sleep(20)
          inside -= 1
          return hasWaited
        }),
      )
      expect((await Promise.all(works)).filter((hasWaited) => !hasWaited)).toHaveLength(1)
      expect(most).toBe(1)
    })

    test('of different names at the same time', async () => {
      const both = Promise.withResolvers<void>()
      const other = queues[1]?.alone('b', async () => both.promise)
      await queues[0]?.alone('a', async () => both.resolve())
      await other
    })

    test('that end with their process', async () => {
      const taken = Promise.withResolvers<void>()
      const held = queues[0]?.alone('a', () => {
        taken.resolve()
        return sleep(1_000)
      })
      await taken.promise
      const begun = Date.now()
      const next = queues[1]?.alone('a', async () => Date.now())
      await sleep(50)
      server.run(name, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
      expect(Number(await next) - begun).toBeLessThan(900)
      await held
    })

    test('that do not keep a queue from being closed, and pass on what the work throws', async () => {
      const release = Promise.withResolvers<void>()
      const taken = Promise.withResolvers<void>()
      const held = queues[0]?.alone('a', async () => {
        taken.resolve()
        await release.promise
        throw new Error('of the work')
      })
      await taken.promise
      await queues[0]?.close()
      expect(await queues[1]?.alone('a', async (hasWaited) => hasWaited)).toBe(false)
      release.resolve()
      await expect(held).rejects.toThrow('of the work')
    })
  })

  test('goes on beside a newer version that allows it, and says so', async () => {
    await (await open()).close()
    server.run(name, 'UPDATE serin.version SET version = 7, oldest = 1')
    const queue = await open()
    expect(warnings).toEqual([expect.stringContaining('schema 7, newer than this version’s 1')])
    expect(await queue.enqueue(jobOf('a'))).toBe('stored')
    await queue.close()
  })

  test.each([
    ['of Serin', 'UPDATE serin.version SET version = 7, oldest = 7', 'schema 7'],
    ['of pg-boss', 'UPDATE serin_pgboss.version SET version = 99', 'pg-boss 99'],
  ])('is refused to an older version when a newer one %s forbids it', async (_, change, said) => {
    await (await open()).close()
    server.run(name, change)
    const refused = await open().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UserError)
    expect(refused).toMatchObject({ message: expect.stringContaining(said) })
  })

  test('knows the schema of the pg-boss that is installed', () => {
    const { pgboss } = JSON.parse(readFileSync('node_modules/pg-boss/package.json', 'utf8'))
    expect(pgboss.schema).toBe(PG_BOSS_SCHEMA)
  })

  test('keeps the order when the clock of the database steps back', async () => {
    const queue = await open()
    for (const [job, hours] of [
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ] as const) {
      const clock = `SELECT pg_catalog.now() + interval '${hours} hours'`
      server.run(
        name,
        `CREATE OR REPLACE FUNCTION serin_pgboss.job_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$${clock}$$`,
      )
      await queue.enqueue(jobOf(job))
    }
    for (const job of ['a', 'b', 'c']) {
      const next = await leased(queue)
      expect(next.intent).toBe(job)
      await queue.complete(next, { now: 1 })
    }
    await queue.close()
  })

  test('stands in line again when the tables of pg-boss were lost', async () => {
    const before = await open()
    for (const [job, key] of ['a:x', 'b:x', 'c:y', 'd:z'].map((text) => text.split(':')))
      await before.enqueue(jobOf(`${job}`, key))
    await before.complete(await leased(before), { now: 1 })
    await lease(before)
    await before.close()
    server.run(name, 'DROP SCHEMA serin_pgboss CASCADE')
    const after = await open()
    expect(await after.counts()).toEqual({ waiting: 2, leased: 1, done: 1, dead: 0 })
    const seen: string[] = []
    for (let next = await lease(after, 100); next !== undefined; next = await lease(after, 100)) seen.push(next.intent)
    expect(seen.toSorted()).toEqual(['b', 'c', 'd'])
    await after.close()
  })

  test('has nothing in the line that is done, dead or dropped', async () => {
    const queue = await open()
    for (const key of ['x', 'y', 'z']) await queue.enqueue(jobOf(key, key))
    await queue.complete(await leased(queue), { now: 1 })
    await queue.bury(await leased(queue), { now: 1, error: 'no' })
    const { id } = await leased(queue)
    await queue.giveBack({ ...(await leased(queue, 100)), id })
    await queue.drop(id, { now: 1 })
    expect(server.run(name, 'SELECT count(*) FROM serin_pgboss.job')).toBe('0\n')
    await queue.close()
  })

  test('outlives a crash of the server with all that it promised', async () => {
    const queue = await open()
    const promised = Array.from({ length: 40 }, (_, number) => jobOf(`${number}`, `${number % 4}`))
    await Promise.all(promised.map((job) => queue.enqueue(job)))
    const held = await leased(queue)
    await server.crash()
    const again = async () => {
      try {
        return await queue.enqueue(jobOf('0'))
      } catch {
        return again()
      }
    }
    expect(await again()).toBe('duplicate')
    expect(await queue.counts()).toMatchObject({ waiting: 39, leased: 1 })
    expect(await queue.complete(held, { now: 1 })).toBe(true)
    await queue.close()
  })

  test('waits for the disk also where the server is told not to', async () => {
    server.run('postgres', `ALTER DATABASE ${name} SET synchronous_commit = off`)
    const queue = await open()
    await queue.enqueue(jobOf('a'))
    await server.crash()
    const after = await open()
    expect(await after.enqueue(jobOf('a'))).toBe('duplicate')
    await Promise.all([queue.close(), after.close()])
  })

  test.each([
    [
      'a wrong password',
      (text: string) => text.replace(/:[^:@]+@/, ':wrong-secret@'),
      'password authentication failed',
    ],
    ['a database that is not there', (text: string) => text.replace(/\w+$/, 'none'), 'database "none" does not exist'],
    ['a server that is not there', (text: string) => text.replace(/:\d+\//, ':1/'), 'ECONNREFUSED'],
  ])('is refused with the reason, and no secret, for %s', async (_, change, reason) => {
    const refused = await openPostgresQueue({ url: change(url()), warn: () => {} }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UserError)
    const { message } = refused as UserError
    expect(message).toContain(reason)
    expect(message).toContain('DATABASE_URL')
    expect(inspect(refused)).not.toMatch(/wrong-secret|p@ss|p%40ss/)
  })

  async function leased(queue: Queue, now = 0): Promise<LeasedJob> {
    const found = await lease(queue, now)
    if (found === undefined) throw new Error('nothing to lease')
    return found
  }
})
