import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Queue } from '../../../app/queue/queue.ts'
import { openSqliteQueue } from '../../../app/queue/sqlite.ts'
import { UserError } from '../../../src/errors.ts'
import { describeQueue } from './conformance.ts'
import { startProcess } from './conformance-of-processes.ts'

describeQueue('SQLite', () => {
  const place = mkdtempSync(join(tmpdir(), 'serin-queue-'))
  return { settings: { database: join(place, 'serin.db') }, remove: () => rmSync(place, { recursive: true }) }
})

let folder = ''
let file = ''
let log = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serin-queue-'))
  file = join(folder, 'serin.db')
  log = join(folder, 'log')
})
afterEach(() => rmSync(folder, { recursive: true }))

function jobOf(name: string, key = 'prod') {
  return { deliveryId: name, intent: name, key, payload: { name } }
}

describe('a queue in a file', () => {
  test('is all there when it is opened again', async () => {
    const before = openSqliteQueue(file)
    await before.enqueue(jobOf('a'))
    const leased = await before.lease({ owner: 'a', now: 0, leaseMs: 100 })
    await before.enqueue(jobOf('b'))
    await before.close()

    const after = openSqliteQueue(file)
    expect(await after.enqueue(jobOf('a'))).toBe('duplicate')
    expect(await after.lease({ owner: 'b', now: 99, leaseMs: 100 })).toBeUndefined()
    expect(await after.lease({ owner: 'b', now: 100, leaseMs: 100 })).toMatchObject({ id: leased?.id, attempt: 2 })
    await after.close()
  })

  test('is written ahead, in a log beside it', async () => {
    const queue = openSqliteQueue(file)
    await queue.enqueue(jobOf('a'))
    expect(existsSync(`${file}-wal`)).toBe(true)
    const reader = new DatabaseSync(file, { readOnly: true })
    expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    reader.close()
    await queue.close()
  })

  test('has on disk what it has promised', async () => {
    const queue = openSqliteQueue(file)
    const reader = openSqliteQueue(file)
    const promised = Array.from({ length: 50 }, (_, index) => queue.enqueue(jobOf(`${index}`)))
    expect(await reader.counts()).toMatchObject({ waiting: 0 })
    await promised[0]
    expect(await reader.counts()).toMatchObject({ waiting: 50 })
    await Promise.all([queue.close(), reader.close()])
  })

  test('outlives its log, which is emptied and begun again', async () => {
    const queue = openSqliteQueue(file)
    const payload = 'x'.repeat(40_000)
    for (let batch = 0; batch < 10; batch++) {
      const names = Array.from({ length: 100 }, (_, index) => `${batch}-${index}`)
      await Promise.all(names.map((name) => queue.enqueue({ ...jobOf(name), payload })))
    }
    // Without that, 40 MB of jobs would make a log of more than 40 MB.
    expect(statSync(`${file}-wal`).size).toBeLessThan(30_000_000)
    await queue.close()
    const after = openSqliteQueue(file)
    expect(await after.counts()).toMatchObject({ waiting: 1_000 })
    await after.close()
  })

  test('gives a job to one of two processes', async () => {
    const [one, two] = [openSqliteQueue(file), openSqliteQueue(file)]
    for (let key = 0; key < 20; key++) await one.enqueue(jobOf(`${key}`, `${key}`))
    const ask = (queue: Queue, owner: string) => queue.lease({ owner, now: 0, leaseMs: 100 })
    const leases = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? ask(one, 'one') : ask(two, 'two'))),
    )
    const ids = leases.flatMap((lease) => lease?.id ?? [])
    expect([ids.length, new Set(ids).size]).toEqual([20, 20])
    await Promise.all([one.close(), two.close()])
  })
})

describe('a file that cannot be the queue', () => {
  function refusal(path: string): UserError {
    try {
      openSqliteQueue(path)
    } catch (error) {
      if (error instanceof UserError) return error
    }
    throw new Error('no refusal')
  }

  test('is refused when its folder is missing', () => {
    const path = join(folder, 'none', 'serin.db')
    expect(refusal(path)).toMatchObject({ place: { file: path }, fix: expect.stringContaining('folder must exist') })
  })

  test('is refused when it is something else', () => {
    writeFileSync(file, 'not a database, but a text of some length, as such files are')
    expect(refusal(file).what).toContain('not a database')
  })

  test('is refused when a newer version wrote it, and left as it is', () => {
    const newer = new DatabaseSync(file)
    newer.exec('CREATE TABLE later (a); PRAGMA user_version = 99')
    newer.close()
    expect(refusal(file).what).toContain('newer version of Serin (schema 99)')
    const after = new DatabaseSync(file)
    expect(after.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'later' }])
    after.close()
  })
})

describe('a file of another version', () => {
  /** As version 1 made it. */
  function oldFile(): void {
    const old = new DatabaseSync(file)
    old.exec(`
      CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, delivery TEXT NOT NULL UNIQUE, intent TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL, payload TEXT NOT NULL, place INTEGER NOT NULL UNIQUE,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
        due INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, owner TEXT,
        fence INTEGER NOT NULL DEFAULT 0, error TEXT, finished INTEGER
      ) STRICT;
      INSERT INTO jobs (delivery, intent, key, payload, place) VALUES ('a', 'a', 'prod', '{"name":"a"}', 1);
      PRAGMA user_version = 1`)
    old.close()
  }

  test('is brought to this one, with its jobs', async () => {
    oldFile()
    const queue = openSqliteQueue(file)
    await queue.enqueue({ ...jobOf('b'), storedAt: 7 })
    expect(await queue.enqueue(jobOf('a'))).toBe('duplicate')
    expect(await queue.unfinished()).toMatchObject([{ intent: 'a' }, { intent: 'b', storedAt: 7 }])
    await queue.close()
  })

  test('is brought to this one by one of two processes that start at once', async () => {
    oldFile()
    const place = { settings: { database: file }, remove: () => {} }
    const exits = [1, 2, 3].map(() => once(startProcess('open', place, { log }), 'exit'))
    expect(await Promise.all(exits)).toEqual(exits.map(() => [0, null]))
    const queue = openSqliteQueue(file)
    expect(await queue.counts()).toMatchObject({ waiting: 1 })
    await queue.close()
  })

  test('may be made by several processes that start at once', async () => {
    const place = { settings: { database: file }, remove: () => {} }
    const exits = [1, 2, 3].map(() => once(startProcess('open', place, { log }), 'exit'))
    expect(await Promise.all(exits)).toEqual(exits.map(() => [0, null]))
  })
})
