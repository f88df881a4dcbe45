import type { ApplicationFunction, Probot } from 'probot'
import { type AppJob, jobOfWebhook, type NewAppJob } from './job.ts'
import type { Log } from './log.ts'
import type { DeliveryOutcome, Limit, Metrics } from './metrics.ts'
import type { Queue } from './queue/queue.ts'
import type { Webhook } from './web.ts'

export interface Intake {
  readonly queue: Pick<Queue, 'enqueue'>
  /** Which limit a command is above. */
  readonly overLimit: (job: AppJob) => Limit | undefined
  /** Is told of every new job. */
  readonly stored: () => void
  /** Is told of every delivery that needs no other look. */
  readonly settled: (delivery: string) => void
  readonly now: () => number
  /** User ids of bots that may give commands. */
  readonly allowedBots: readonly number[]
  readonly metrics: Pick<Metrics, 'delivery' | 'overLimit'>
  readonly log: Pick<Log, 'warn' | 'debug'>
}

/**
 * The app: which event becomes which job, nothing else. The event is answered once its job is on disk, so what
 * GitHub believes to be delivered cannot be lost.
 */
export function serin(intake: Intake): ApplicationFunction {
  return (app) => {
    app.onAny(async ({ id, name, payload }) => {
      note({ id, name }, await keep(jobOfWebhook({ id, name, payload }, intake.allowedBots), intake), intake)
    })
  }
}

/**
 * Hands webhooks to Probot. Nearly all are nothing for the app: they are put aside here, because Probot makes a client of
 * GitHub's API for each that it gets.
 */
export function takeWebhooks(
  probot: Pick<Probot, 'receive'>,
  intake: Pick<Intake, 'allowedBots' | 'settled' | 'metrics'>,
): (webhook: Webhook) => Promise<void> {
  return async (webhook) => {
    if (jobOfWebhook(webhook, intake.allowedBots) === undefined) return note(webhook, 'ignored', intake)
    await probot.receive(webhook as unknown as Parameters<Probot['receive']>[0])
  }
}

function note(
  { id, name }: { readonly id: string; readonly name: string },
  outcome: DeliveryOutcome,
  { settled, metrics }: Pick<Intake, 'settled' | 'metrics'>,
): void {
  settled(id)
  metrics.delivery(name === 'issue_comment' || name === 'pull_request' ? name : 'other', outcome)
}

async function keep(job: NewAppJob | undefined, intake: Intake): Promise<DeliveryOutcome> {
  if (job === undefined) return 'ignored'
  const limit = intake.overLimit(job.payload)
  if (limit !== undefined) {
    intake.metrics.overLimit(limit)
    intake.log.warn({ intent: job.intent, limit }, 'a command was dropped: there are too many')
    return 'dropped'
  }
  const outcome = await intake.queue.enqueue({ ...job, storedAt: intake.now() })
  if (outcome === 'stored') intake.stored()
  intake.log.debug({ intent: job.intent, outcome }, 'a delivery was taken')
  return outcome
}
