import { UserError } from '../src/errors.ts'
import { AuditTrail } from './audit.ts'
import type { Desk } from './desk.ts'
import type { AppJob } from './job.ts'
import { onBroken, onComment } from './on-comment.ts'
import { onGitopsMerge } from './on-gitops-merge.ts'
import type { Job } from './queue/queue.ts'

type Log = (details: object, message: string) => void

export interface RunOptions {
  readonly desk: Desk
  readonly maxAttempts: number
  readonly log: { readonly error: Log; readonly warn: Log }
  readonly newId: () => string
}

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
  try {
    if (work.kind === 'comment' && work.installation !== undefined)
      desk.github.isInstalled(work.repository, { installation: work.installation, identity: job.key })
    await story(work, desk)
  } catch (error) {
    if (error instanceof UserError) {
      options.log.warn({ err: error, job: job.id, intent: job.intent }, 'nobody could be answered')
      if (work.kind === 'comment') desk.audit(new AuditTrail(work).entry({ untold: 'unanswered', code: 'set-up' }))
      return
    }
    if (job.attempt >= options.maxAttempts && work.kind === 'comment') {
      const id = options.newId()
      options.log.error({ err: error, id, job: job.id }, 'a command failed for good')
      await onBroken(work, id, desk)
    }
    throw error
  }
}

function story(work: AppJob, desk: Desk): Promise<void> {
  switch (work.kind) {
    case 'comment':
      return onComment(work, desk)
    case 'proposal':
      return onGitopsMerge(work, desk)
  }
}
