import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openQueue } from '../../../app/queue/open-queue.ts'
import type { NewJob, Queue } from '../../../app/queue/queue.ts'
import type { Place } from './conformance.ts'

const PROGRAM = fileURLToPath(new URL('./working-process.ts', import.meta.url))

/** Starts a process of working-process.ts on that place. */
export function startProcess(
  part: 'open' | 'store' | 'work' | 'fail',
  { settings }: Place,
  { log, leaseMs = 300 }: { log: string; leaseMs?: number },
): ChildProcess {
  return spawn(process.execPath, [PROGRAM, part, JSON.stringify(settings), log, `${leaseMs}`], { stdio: 'inherit' })
}

/** What every engine must do when several processes use one queue, and when they die. */
export function describeProcesses(engine: string, newPlace: () => Place): void {
  describe(`processes on ${engine}`, () => {
    let place: Place
    let folder: string
    let log: string
    beforeEach(() => {
      place = newPlace()
      folder = mkdtempSync(join(tmpdir(), 'serin-log-'))
      log = join(folder, 'log')
    })
    afterEach(() => {
      place.remove()
      rmSync(folder, { recursive: true })
    })

    const open = () => openQueue(place.settings, () => {})
    const logged = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [])

    async function killAfter(child: ChildProcess, lines: number): Promise<void> {
      const exit = once(child, 'exit')
      while (logged().length < lines && child.exitCode === null) await sleep(2)
      child.kill('SIGKILL')
      await exit
      expect(child.signalCode).toBe('SIGKILL')
    }

    async function store(jobs: number, keys: number): Promise<Queue> {
      const queue = await open()
      const all = Array.from({ length: jobs }, (_, number) => jobOf(`${number}`, `key-${number % keys}`))
      await Promise.all(all.map((job) => queue.enqueue(job)))
      return queue
    }

    test.each([1, 30, 200])('a killed one has lost nothing of the %i jobs and more that it stored', async (lines) => {
      await killAfter(startProcess('store', place, { log }), lines)
      const queue = await open()
      const promised = logged()
      expect(promised.length).toBeGreaterThanOrEqual(lines)
      for (const id of promised) expect([id, await queue.enqueue(jobOf(id))]).toEqual([id, 'duplicate'])
      await queue.close()
    })

    test('a killed one leaves its jobs to the next, which does them all in order', async () => {
      const [jobs, keys] = [36, 3]
      const queue = await store(jobs, keys)
      const kills = [3, 20, 41]
      for (const lines of kills) await killAfter(startProcess('work', place, { log }), lines)
      expect(await once(startProcess('work', place, { log }), 'exit')).toEqual([0, null])
      expect(await queue.counts()).toEqual({ waiting: 0, leased: 0, done: jobs, dead: 0 })
      await queue.close()
      expect(mistakesIn(logged(), { jobs, keys, mayBeKilled: true })).toEqual([])
      // Done twice: at most what ran when the process died, one job of each key.
      expect(ended(logged()) - jobs).toBeLessThanOrEqual(kills.length * keys)
    })

    test('two do all jobs in order, never one job both, also when one is killed in the middle', async () => {
      const [jobs, keys] = [120, 8]
      const queue = await store(jobs, keys)
      const options = { log, leaseMs: 1_500 }
      const [one, other] = [startProcess('work', place, options), startProcess('work', place, options)]
      const exit = once(other, 'exit')
      await killAfter(one, 60)
      expect(await exit).toEqual([0, null])
      expect(await queue.counts()).toEqual({ waiting: 0, leased: 0, done: jobs, dead: 0 })
      await queue.close()
      const killed = String(one.pid)
      expect(mistakesIn(logged(), { jobs, keys, mayBeKilled: true })).toEqual([])
      expect(together(logged(), killed)).toEqual([])
      expect(new Set(logged().map((line) => line.split(' ')[2])).size).toBe(2)
      expect(ended(logged()) - jobs).toBeLessThanOrEqual(keys)
    })

    test('two keep the order of 1,000 jobs over 20 keys that fail at random', async () => {
      const [jobs, keys] = [1_000, 20]
      const queue = await store(jobs, keys)
      const options = { log, leaseMs: 20_000 }
      const exits = [1, 2].map(() => once(startProcess('fail', place, options), 'exit'))
      expect(await Promise.all(exits)).toEqual([
        [0, null],
        [0, null],
      ])
      expect(await queue.counts()).toEqual({ waiting: 0, leased: 0, done: jobs, dead: 0 })
      await queue.close()
      expect(mistakesIn(logged(), { jobs, keys, mayBeKilled: false })).toEqual([])
      expect(ended(logged())).toBe(jobs)
      expect(logged().filter((line) => line.startsWith('fail')).length).toBeGreaterThan(100)
    }, 120_000)
  })
}

function jobOf(name: string, key = 'prod'): NewJob {
  return { deliveryId: name, intent: name, key, payload: { name } }
}

function ended(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith('end')).length
}

/** Where a key's jobs were left out, out of order or two at a time. A killed process's job begins again before the next. */
function mistakesIn(
  lines: readonly string[],
  { jobs, keys, mayBeKilled }: { jobs: number; keys: number; mayBeKilled: boolean },
): string[] {
  const next = Array.from({ length: keys }, (_, key) => key)
  const open: (number | undefined)[] = Array.from({ length: keys })
  const mistakes: string[] = []
  for (const line of lines) {
    const [step, name] = line.split(' ')
    const number = Number(name)
    const key = number % keys
    const fits = {
      begin: mayBeKilled
        ? number === next[key] || number === Number(next[key]) - keys
        : number === next[key] && open[key] === undefined,
      end: open[key] === number,
      fail: open[key] === number,
    }[String(step)]
    if (fits !== true) mistakes.push(line)
    else if (step === 'begin') open[key] = number
    else open[key] = undefined
    if (fits === true && step === 'end') next[key] = number + keys
  }
  const stopped = next.filter((number) => number < jobs)
  return [...mistakes, ...stopped.map((number) => `stopped before ${number}`)]
}

/** Jobs that one process began while another was at them. What the killed one was at, it is no more. */
function together(lines: readonly string[], killed: string): string[] {
  const at = new Map<string, string>()
  const found: string[] = []
  for (const line of lines) {
    const [step, name = '', pid = ''] = line.split(' ')
    const other = at.get(name)
    if (step === 'begin' && other !== undefined && other !== killed) found.push(line)
    if (step === 'begin') at.set(name, pid)
    else at.delete(name)
  }
  return found
}
