import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NotNow } from '../../../app/queue/leased-run.ts'
import type { Job, Queue } from '../../../app/queue/queue.ts'
import { openSqliteQueue } from '../../../app/queue/sqlite.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../../app/queue/worker.ts'

let queue: Queue
let workers: Worker[]
let errors: { error: unknown; job: string | undefined }[]
beforeEach(() => {
  queue = openSqliteQueue(':memory:')
  workers = []
  errors = []
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.drain(0)))
  await queue.close()
})

function start(change: Partial<WorkerOptions> = {}): Worker {
  const worker = startWorker({
    queue,
    run: async () => {},
    concurrency: 4,
    owner: `worker-${workers.length}`,
    clock: Date.now,
    retryAfter: () => 0,
    maxAttempts: 3,
    leaseMs: 5_000,
    pollMs: 5,
    onError: (error, job) => errors.push({ error, job: job?.intent }),
    ...change,
  })
  workers.push(worker)
  return worker
}

async function store(name: string, key = name): Promise<void> {
  await queue.enqueue({ deliveryId: name, intent: name, key, payload: { name } })
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(2)
}

async function untilFinished(): Promise<void> {
  await until(async () => {
    const { waiting, leased } = await queue.counts()
    return waiting + leased === 0
  })
}

/** Waits like a well-behaved request, and fails with the signal's reason. */
async function forever(signal: AbortSignal): Promise<never> {
  const aborted = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => aborted.reject(signal.reason))
  return aborted.promise
}

describe('a worker', () => {
  test('does what is stored, with its payload', async () => {
    await store('a')
    const seen: Job[] = []
    start({ run: async (job) => void seen.push(job) })
    await untilFinished()
    expect(seen).toMatchObject([{ intent: 'a', payload: { name: 'a' }, attempt: 1 }])
    expect(await queue.counts()).toMatchObject({ done: 1 })
  })

  test('starts at once when it is woken', async () => {
    const worker = start({ pollMs: 60_000 })
    await sleep(20)
    await store('a')
    worker.wake()
    await untilFinished()
  })

  test('does a backlog without being woken again', async () => {
    for (let number = 0; number < 50; number++) await store(`${number}`, `${number % 7}`)
    start({ pollMs: 60_000, run: () => sleep(3) })
    await untilFinished()
  })

  test('runs no more at a time than it may, and never two of a key', async () => {
    for (let number = 0; number < 40; number++) await store(`${number}`, `${number % 8}`)
    const running: string[] = []
    let most = 0
    let clash = false
    start({
      concurrency: 3,
      run: async ({ key }) => {
        clash ||= running.includes(key)
        most = Math.max(most, running.push(key))
        await sleep(2)
        running.splice(running.indexOf(key), 1)
      },
    })
    await untilFinished()
    expect({ most, clash }).toEqual({ most: 3, clash: false })
  })

  test('shares the work with another one', async () => {
    for (let number = 0; number < 20; number++) await store(`${number}`)
    const done: string[] = []
    const run = async (job: Job) => {
      await sleep(1)
      done.push(job.intent)
    }
    start({ run })
    start({ run })
    await untilFinished()
    expect([done.length, new Set(done).size]).toEqual([20, 20])
  })

  test('goes on when the queue fails for a moment', async () => {
    await store('a')
    let asked = 0
    const flaky: Queue = {
      ...queue,
      lease: (request) => {
        asked += 1
        return asked < 3 ? Promise.reject(new Error('disk I/O error')) : queue.lease(request)
      },
    }
    start({ queue: flaky })
    await untilFinished()
    expect(errors.map(({ error }) => String(error))).toEqual(['Error: disk I/O error', 'Error: disk I/O error'])
  })
})

describe('a job that fails', () => {
  test('is tried again after the pause for that attempt', async () => {
    await store('a')
    let now = 1_000
    const runs: [number, number][] = []
    start({
      clock: () => now,
      retryAfter: (attempt) => attempt * 100,
      run: async ({ attempt }) => {
        runs.push([attempt, now])
        if (attempt < 3) throw new Error('busy')
      },
    })
    for (; (await queue.counts()).done === 0; now += 10) await sleep(2)
    const [first, second, third] = runs.map(([, at]) => at)
    expect(runs.map(([attempt]) => attempt)).toEqual([1, 2, 3])
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(100)
    expect(Number(third) - Number(second)).toBeGreaterThanOrEqual(200)
  })

  test('is buried after its last attempt, with the reason', async () => {
    await store('a')
    start({ run: () => Promise.reject(new TypeError('no such thing')) })
    await untilFinished()
    expect(await queue.deadLetters()).toMatchObject([{ intent: 'a', attempt: 3, error: 'TypeError: no such thing' }])
    expect(errors).toHaveLength(3)
    expect(errors[0]).toEqual({ error: new TypeError('no such thing'), job: 'a' })
  })

  test('is tried again beyond its last attempt while what it needs is away', async () => {
    await store('a')
    const attempts: number[] = []
    const run = async (job: Job) => {
      attempts.push(job.attempt)
      if (attempts.length < 5) throw new NotNow('GitHub fails')
    }
    start({ run, maxAttempts: 1 })
    await untilFinished()
    expect(attempts).toEqual([1, 1, 1, 1, 1])
    expect(await queue.counts()).toMatchObject({ done: 1, dead: 0 })
  })

  test('is a failure too when it throws before its first wait', async () => {
    await store('a')
    start({
      maxAttempts: 1,
      run: () => {
        throw new Error('at once')
      },
    })
    await untilFinished()
    expect(await queue.counts()).toMatchObject({ dead: 1 })
  })

  test('does not stop the others', async () => {
    for (const name of ['a', 'b', 'c']) await store(name)
    start({ run: ({ intent }) => (intent === 'b' ? Promise.reject(new Error('b')) : Promise.resolve()) })
    await untilFinished()
    expect(await queue.counts()).toMatchObject({ done: 2, dead: 1 })
  })

  test.each([
    [3, [4]],
    [4, []],
  ])('is told of once more when its attempts ended with their process: %i', async (kills, told) => {
    await store('a')
    for (let time = 0; time < kills; time++) await queue.lease({ owner: `killed-${time}`, now: time, leaseMs: 1 })
    const runs: number[] = []
    start({ run: async ({ attempt }) => void runs.push(attempt) })
    await untilFinished()
    expect(runs).toEqual(told)
    expect((await queue.deadLetters())[0]?.error).toContain('attempt 3 ended with its process')
  })
})

describe('a lease', () => {
  test('is renewed while the job runs', async () => {
    await store('a')
    let runs = 0
    const run = async () => {
      runs += 1
      await sleep(400)
    }
    start({ run, leaseMs: 120 })
    start({ run, leaseMs: 120 })
    await untilFinished()
    expect({ runs, errors }).toEqual({ runs: 1, errors: [] })
  })

  test('that is lost aborts the job, and its end changes nothing', async () => {
    await store('a')
    let reason: unknown
    start({
      queue: { ...queue, extend: async () => false },
      clock: () => 0,
      leaseMs: 30,
      run: async (_, signal) => {
        await forever(signal).catch((error: unknown) => {
          reason = error
          throw error
        })
      },
      maxAttempts: 1,
    })
    await until(() => errors.length > 0)
    expect(reason).toMatchObject({ name: 'LeaseLost' })
    expect(errors).toMatchObject([{ error: { name: 'LeaseLost' }, job: 'a' }])
    expect(await queue.counts()).toMatchObject({ leased: 1 })
  })

  test('that cannot be renewed aborts the job when it ends, not before', async () => {
    await store('a')
    let now = 0
    let abortedAt: number | undefined
    start({
      queue: { ...queue, extend: () => Promise.reject(new Error('disk I/O error')) },
      clock: () => now,
      leaseMs: 90,
      run: async (_, signal) => {
        await forever(signal).catch(() => {
          abortedAt = now
        })
      },
    })
    await until(() => errors.length >= 2)
    expect(abortedAt).toBeUndefined()
    now = 90
    await until(() => abortedAt !== undefined)
  })
})

test('a lease whose renewal is not answered aborts the job when it ends', async () => {
  await store('a')
  let now = 0
  let abortedAt: number | undefined
  let asked = 0
  const never = () => {
    asked += 1
    return new Promise<never>(() => {})
  }
  start({
    queue: { ...queue, extend: never },
    clock: () => now,
    leaseMs: 60,
    run: async (_, signal) => {
      await forever(signal).catch(() => {
        abortedAt = now
      })
    },
  })
  await until(() => asked >= 2)
  expect(abortedAt).toBeUndefined()
  now = 60
  await until(() => abortedAt !== undefined)
})

describe('draining', () => {
  test('waits for what runs and takes no more', async () => {
    await store('a', 'prod')
    await store('b', 'prod')
    const running = Promise.withResolvers<void>()
    const worker = start({
      run: async () => {
        running.resolve()
        await sleep(30)
      },
    })
    await running.promise
    await worker.drain(5_000)
    worker.wake()
    await sleep(20)
    expect(await queue.counts()).toEqual({ waiting: 1, leased: 0, done: 1, dead: 0 })
  })

  test('gives back what was stopped, as the same attempt', async () => {
    await store('a')
    const running = Promise.withResolvers<void>()
    const worker = start({
      run: (_, signal) => {
        running.resolve()
        return forever(signal)
      },
    })
    await running.promise
    await worker.drain(10)
    expect(errors).toEqual([])
    expect(await queue.lease({ owner: 'next', now: Date.now(), leaseMs: 10 })).toMatchObject({ attempt: 1 })
  })

  test('leaves its lease to what does not stop', async () => {
    await store('a')
    const running = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const worker = start({
      run: () => {
        running.resolve()
        return release.promise
      },
    })
    await running.promise
    await worker.drain(0)
    expect(await queue.counts()).toMatchObject({ leased: 1 })
    release.resolve()
    await untilFinished()
    expect(await queue.counts()).toMatchObject({ done: 1 })
  })

  test('twice is one drain', async () => {
    const worker = start()
    expect(worker.drain(10)).toBe(worker.drain(10))
  })

  test('gives back a job that was leased meanwhile', async () => {
    await store('a')
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const slow: Queue = {
      ...queue,
      lease: async (request) => {
        asked.resolve()
        await answer.promise
        return queue.lease(request)
      },
    }
    let runs = 0
    const worker = start({ queue: slow, run: async () => void runs++ })
    await asked.promise
    const drained = worker.drain(1_000)
    answer.resolve()
    await drained
    expect([runs, await queue.counts()]).toEqual([0, { waiting: 1, leased: 0, done: 0, dead: 0 }])
  })
})
