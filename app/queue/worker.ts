import { type RunOptions, runLeased } from './leased-run.ts'
import type { LeasedJob } from './queue.ts'

export interface WorkerOptions extends RunOptions {
  /** How many jobs run at a time, each of another key. */
  readonly concurrency: number
  /** Names this process in the queue; no two workers may share it. */
  readonly owner: string
  /** How long a job that became due by itself waits at most, in milliseconds; by default 1,000. */
  readonly pollMs?: number
}

export interface Worker {
  /** There is a new job: look at once, and not at the next poll. */
  wake(): void
  /**
   * Takes no more jobs and waits that many milliseconds for the running ones. Those that are still running then are
   * aborted and, once they have stopped, given back. One that does not stop within a second keeps its lease,
   * because its last write may still be on the way; another process takes it when the lease ends.
   */
  drain(ms: number): Promise<void>
}

const STOP_MS = 1_000

/** Does the queue's jobs, each under a lease that is renewed while it runs. */
export function startWorker(options: WorkerOptions): Worker {
  const { queue, concurrency, owner, clock, leaseMs, onError, pollMs = 1_000 } = options
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let draining: Promise<void> | undefined
  let filling: Promise<void> | undefined
  let wanted = false
  let timer: NodeJS.Timeout | undefined

  function begin(job: LeasedJob): void {
    const run = runLeased(job, options, stopping.signal).then(() => {
      running.delete(run)
      wake()
    })
    running.add(run)
  }

  async function fill(): Promise<void> {
    do {
      wanted = false
      while (running.size < concurrency && draining === undefined) {
        const job = await queue.lease({ owner, now: clock(), leaseMs })
        if (job === undefined) break
        if (draining === undefined) begin(job)
        else await queue.giveBack(job)
      }
    } while (wanted && draining === undefined)
  }

  function wake(): void {
    wanted = true
    if (filling !== undefined || draining !== undefined) return
    clearTimeout(timer)
    filling = fill()
      .catch((error: unknown) => onError(error))
      .then(() => {
        filling = undefined
        if (wanted) wake()
        else if (draining === undefined) timer = setTimeout(wake, pollMs)
      })
  }

  async function stop(ms: number): Promise<void> {
    clearTimeout(timer)
    await filling
    await settledWithin(running, ms)
    stopping.abort(new Error('the process is ending'))
    await settledWithin(running, STOP_MS)
  }

  wake()
  return {
    wake,
    drain: (ms) => {
      draining ??= stop(ms)
      return draining
    },
  }
}

async function settledWithin(running: ReadonlySet<Promise<void>>, ms: number): Promise<void> {
  if (running.size === 0) return
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, ms)
  await Promise.race([Promise.all(running), late.promise])
  clearTimeout(timer)
}
