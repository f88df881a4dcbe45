import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Queue } from '../../../app/queue/queue.ts'
import { openSqliteQueue } from '../../../app/queue/sqlite.ts'
import { UserError } from '../../../src/errors.ts'
import { describeQueue } from './conformance.ts'

describeQueue('SQLite', async () => openSqliteQueue(':memory:'))

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

describe('a process killed at any moment', () => {
  function start(part: 'store' | 'work'): ChildProcess {
    const program = fileURLToPath(new URL('./killed-process.ts', import.meta.url))
    return spawn(process.execPath, [program, part, file, log], { stdio: 'inherit' })
  }
  function logged(): string[] {
    return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []
  }
  async function killAfter(child: ChildProcess, lines: number): Promise<void> {
    const exit = once(child, 'exit')
    while (logged().length < lines && child.exitCode === null) await sleep(2)
    child.kill('SIGKILL')
    await exit
    expect(child.signalCode).toBe('SIGKILL')
  }

  test('has lost nothing that it stored', async () => {
    for (const lines of [1, 30, 200]) {
      rmSync(log, { force: true })
      rmSync(file, { force: true })
      await killAfter(start('store'), lines)
      const queue = openSqliteQueue(file)
      const promised = logged()
      expect(promised.length).toBeGreaterThanOrEqual(lines)
      for (const id of promised) expect([id, await queue.enqueue(jobOf(id))]).toEqual([id, 'duplicate'])
      await queue.close()
    }
  })

  test('leaves its jobs to the next, which does them all in order', async () => {
    const keys = ['test', 'prod', 'iris/prod']
    const queue = openSqliteQueue(file)
    for (let number = 0; number < 36; number++) await queue.enqueue(jobOf(`${number}`, keys[number % keys.length]))

    const kills = [3, 20, 41]
    for (const lines of kills) await killAfter(start('work'), lines)
    const [exitCode] = await once(start('work'), 'exit')
    expect(exitCode).toBe(0)
    expect(await queue.counts()).toEqual({ waiting: 0, leased: 0, done: 36, dead: 0 })
    await queue.close()

    const lines = logged()
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([])
    for (let key = 0; key < keys.length; key++) expect(mistakesOf(lines, key, keys.length)).toEqual([])
    const ended = lines.filter((line) => line.startsWith('end'))
    // Done twice: at most what ran when the process died, one job of each key.
    expect(ended.length - 36).toBeLessThanOrEqual(kills.length * keys.length)
  }, 30_000)

  /** Where one key's jobs were left out, out of order or two at a time. A killed job begins again before the next. */
  function mistakesOf(lines: readonly string[], key: number, keys: number): string[] {
    let next = key
    let open: number | undefined
    const mistakes: string[] = []
    for (const line of lines) {
      const [step, name] = line.split(' ')
      const number = Number(name)
      if (number % keys !== key) continue
      const repeated = number === next - keys
      if (step === 'begin' && (number === next || repeated)) open = number
      else if (step === 'end' && open === number) {
        next = number + keys
        open = undefined
      } else mistakes.push(line)
    }
    return next === 36 + key ? mistakes : [...mistakes, `stopped before ${next}`]
  }
})
