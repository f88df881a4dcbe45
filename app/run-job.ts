import { UserError } from '../src/errors.ts'
import { passingFailure } from '../src/github/failure.ts'
import { AuditTrail } from './audit.ts'
import type { Desk } from './desk.ts'
import type { AppJob } from './job.ts'
import { onBroken, onComment } from './on-comment.ts'
import { onGitopsMerge } from './on-gitops-merge.ts'
import { NotNow } from './queue/leased-run.ts'
import type { Job } from './queue/queue.ts'

type Log = (details: object, message: string) => void

export interface RunOptions {
  readonly desk: Desk
  readonly maxAttempts: number
  readonly log: { readonly error: Log; readonly warn: Log }
  readonly newId: () => string
}

/**
 * So long the last attempt is made again and again while GitHub fails: most of its outages are over by then, and the
 * command is still young enough to be run.
 */
const PATIENT_MS = 10 * 60_000

/**
 * Does one stored job. What fails for a reason of ours is thrown, so that the queue tries it again; the last time,
 * the person is told that it failed, with the id under which the log has the whole story. A mistake in the set-up that
 * nobody can be told of on GitHub is the operator's: no other attempt would go better.
 */
export async function runJob(job: Job, options: RunOptions): Promise<void> {
  const work = job.payload as AppJob
  const { deliveryId: delivery, attempt } = job
  const desk: Desk = {
    ...options.desk,
    audit: (entry) => options.desk.audit({ delivery, attempt, ...entry }),
  }
  if (job.attempt > options.maxAttempts) return tellBroken(job, { ...options, desk })
  try {
    if (work.kind === 'comment' && work.installation !== undefined)
      desk.github.isInstalled(work.repository, { installation: work.installation, identity: job.key })
    await story(work, desk)
  } catch (error) {
    if (error instanceof NotNow) throw error
    if (error instanceof UserError) {
      options.log.warn({ err: error, job: job.id, intent: job.intent }, 'nobody could be answered')
      if (work.kind === 'comment') desk.audit(new AuditTrail(work).entry({ untold: 'unanswered', code: 'set-up' }))
      return
    }
    if (job.attempt === options.maxAttempts && mayPass(error, job, desk))
      throw new NotNow(`GitHub fails: ${String(error)}`, { cause: error })
    if (job.attempt === options.maxAttempts) await tellBroken(job, { ...options, desk }, error)
    throw error
  }
}

/** @param error what the last attempt failed with; nothing when all of them ended with their process. */
async function tellBroken(job: Job, { desk, log, newId }: RunOptions, error?: unknown): Promise<void> {
  const work = job.payload as AppJob
  if (work.kind !== 'comment') return
  const id = newId()
  log.error({ ...(error !== undefined && { err: error }), id, job: job.id }, 'a command failed for good')
  await onBroken(work, id, desk)
}

function story(work: AppJob, desk: Desk): Promise<void> {
  switch (work.kind) {
    case 'comment':
      return onComment(work, desk)
    case 'proposal':
      return onGitopsMerge(work, desk)
  }
}

/** Whether GitHub itself fails, or takes no more requests for now, and the job can wait. */
function mayPass(error: unknown, { storedAt }: Job, { now }: Desk): boolean {
  const isYoung = storedAt !== undefined && now().getTime() - storedAt < PATIENT_MS
  return isYoung && passingFailure(error, 'do a job') !== undefined
}
