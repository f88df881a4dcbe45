import type { Job, LeasedJob, Queue } from './queue.ts'

export interface RunOptions {
  readonly queue: Queue
  /**
   * Does the job. What it throws is a failure, to be tried again; an answer to a person is not a failure.
   * A job whose attempt is above `maxAttempts` is only to be told of: every attempt at it ended with its process.
   * The signal aborts when the lease is lost or the process must end: stop before the next write.
   */
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Milliseconds to wait after that failed attempt, the first being 1. */
  readonly retryAfter: (attempt: number) => number
  readonly maxAttempts: number
  readonly leaseMs: number
  /** Told of every failure; a job that comes along is tried again or buried. */
  readonly onError: (error: unknown, job?: Job) => void
}

/** Another owner may be doing the job by now: whatever this one still wants to write, it must not. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** What the job needs is away for now, and that is no fault of the job's: the attempt does not count. */
export class NotNow extends Error {
  override readonly name = 'NotNow'
}

/** Runs a leased job to its end, keeps its lease alive meanwhile, and records how it ended. Never rejects. */
export async function runLeased(job: LeasedJob, options: RunOptions, stopping: AbortSignal): Promise<void> {
  const { queue, maxAttempts, onError } = options
  try {
    if (job.attempt > maxAttempts) return await giveUp(job, options, stopping)
    const failure = await attempt(job, options, stopping)
    if (failure === undefined) await finish(job, options)
    else if (failure.error instanceof LeaseLost) onError(failure.error, job)
    else if (stopping.aborted) {
      if (failure.error !== stopping.reason) onError(failure.error, job)
      await queue.giveBack(job)
    } else await recordFailure(job, failure.error, options)
  } catch (error) {
    // The queue itself failed: the lease runs out, and the job is leased again.
    onError(error, job)
  }
}

async function giveUp(job: LeasedJob, options: RunOptions, stopping: AbortSignal): Promise<void> {
  const { queue, clock, maxAttempts, onError } = options
  const error = new Error(`given up: attempt ${maxAttempts} ended with its process, or outlived its lease`)
  // Told once, and not again when that ends the process too.
  const failure = job.attempt === maxAttempts + 1 ? await attempt(job, options, stopping) : undefined
  if (failure !== undefined) onError(failure.error, job)
  await queue.bury(job, { now: clock(), error: textOf(error) })
  onError(error, job)
}

async function attempt(
  job: LeasedJob,
  options: RunOptions,
  stopping: AbortSignal,
): Promise<{ readonly error: unknown } | undefined> {
  const lost = new AbortController()
  const renewal = startRenewal(job, options, lost)
  try {
    await options.run(job, AbortSignal.any([stopping, lost.signal]))
    return undefined
  } catch (error) {
    return { error: lost.signal.aborted ? lost.signal.reason : error }
  } finally {
    clearInterval(renewal)
  }
}

/** Asks for more time at every third of the lease, so that two answers in a row may be lost. */
function startRenewal(job: LeasedJob, { queue, clock, leaseMs, onError }: RunOptions, lost: AbortController) {
  let endsAt = clock() + leaseMs
  let unanswered = 0
  const endIfOver = () => {
    if (clock() >= endsAt) lost.abort(new LeaseLost('the lease has ended before the job was done'))
  }
  const renewal = setInterval(async () => {
    // A database that does not answer does not say no either.
    if (unanswered > 0) endIfOver()
    const now = clock()
    unanswered += 1
    try {
      if (await queue.extend(job, { now, leaseMs })) endsAt = Math.max(endsAt, now + leaseMs)
      else endsAt = 0
    } catch (error) {
      onError(error, job)
    } finally {
      unanswered -= 1
    }
    endIfOver()
  }, leaseMs / 3)
  // A run that does not stop must not keep a drained process alive.
  return renewal.unref()
}

async function finish(job: LeasedJob, { queue, clock, onError }: RunOptions): Promise<void> {
  const own = await queue.complete(job, { now: clock() })
  if (!own) onError(new LeaseLost('the job was done, but its lease had passed to another owner'), job)
}

async function recordFailure(job: LeasedJob, error: unknown, options: RunOptions): Promise<void> {
  const { queue, clock, retryAfter, maxAttempts, onError } = options
  const isUncounted = error instanceof NotNow
  if (job.attempt < maxAttempts || isUncounted) {
    await queue.retry(job, { at: clock() + retryAfter(job.attempt), error: textOf(error), isUncounted })
  } else {
    await queue.bury(job, { now: clock(), error: textOf(error) })
  }
  onError(error, job)
}

/** One line for the operator. The log has the stack, and what else an error of the network carries along. */
function textOf(error: unknown): string {
  return String(error).slice(0, 1_000)
}
