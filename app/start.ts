import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { ACTIONS_APP } from '../src/github/check-run.ts'
import { followProxy } from '../src/shell/environment-proxy.ts'
import { auditTo } from './audit.ts'
import { type Intake, serin, takeWebhooks } from './index.ts'
import type { AppJob } from './job.ts'
import { createLimits } from './limits.ts'
import { type Listening, listen } from './listen.ts'
import { type Log, life } from './log.ts'
import { createMetrics, type JobNumbers, type Metrics } from './metrics.ts'
import { type OpenedGitHub, openGitHub } from './open-github.ts'
import { backoffMs } from './queue/backoff.ts'
import { openQueue } from './queue/open-queue.ts'
import type { Queue } from './queue/queue.ts'
import { startWorker, type Worker } from './queue/worker.ts'
import { Readiness } from './readiness.ts'
import { runJob } from './run-job.ts'
import type { Settings } from './settings.ts'
import { Sweep } from './sweep.ts'
import { metricsHandler, type Webhook, webHandler } from './web.ts'

/** How long running commands may take to finish after SIGTERM: below the 30 s that Kubernetes grants by default. */
const DRAIN_MS = 20_000
/** Sentences that are not said again; some quote an error. */
const MOST_SAID = 1000
export const MAX_ATTEMPTS = 4
/** Between two tries to write what others got in the way of. */
const LONGEST_PAUSE_MS = 2_000
const FORGET_AFTER_MS = 30 * 24 * 60 * 60 * 1000
const MINUTE_MS = 60_000

/** What the parts of the running app share. */
interface Parts {
  readonly settings: Settings
  readonly log: Log
  readonly queue: Queue
  readonly metrics: Metrics
  readonly github: OpenedGitHub
  readonly readiness: Readiness
}

/**
 * Starts the app: the queue, the worker, the web server, and the search for what did not arrive. Ends it, with what it is
 * doing, at SIGTERM or SIGINT. Throws a UserError when the settings name something that cannot be used.
 */
export async function start(settings: Settings, log: Log): Promise<void> {
  // The first process of a container has no handler of its own: it would not hear of a signal before it is ready.
  process.once('SIGTERM', endEarly)
  if (followProxy(process.env) === 'not supported')
    log.warn('This Node cannot follow HTTPS_PROXY when asked: start it with NODE_USE_ENV_PROXY=1, or take 24.14.')
  const queue = await openQueue(settings, (sentence) => log.warn(sentence))
  const metrics = createMetrics(() => numbersOf(queue), Date.now)
  const github = await openGitHub(settings, { log, metrics })
  const readiness = new Readiness(queue, Date.now)
  const parts: Parts = { settings, log, queue, metrics, github, readiness }
  const worker = startWork(parts)
  await queue.prune(Date.now() - FORGET_AFTER_MS)

  const sweep = new Sweep({
    app: github.app,
    queue,
    now: Date.now,
    allowedBots: settings.allowedBots,
    log,
    metrics,
  })
  const take = await takeEvents(parts, worker, sweep)
  const listening = await openDoors(parts, take)
  const ending = endAtSignals(parts, worker, listening)
  if (settings.sweepMinutes > 0) void sweep.start(settings.sweepMinutes * MINUTE_MS, ending)
}

function startWork({ settings, queue, log, metrics, github }: Parts): Worker {
  const said = new Set<string>()
  const sayOnce = (sentence: string) => {
    if (said.has(sentence)) return
    log.warn(sentence)
    if (said.size === MOST_SAID) said.clear()
    said.add(sentence)
  }
  const audit = auditTo(log, metrics)
  const pause = (attempt: number) => sleep(Math.random() * Math.min(100 * 2 ** attempt, LONGEST_PAUSE_MS))
  const alone: Queue['alone'] = (name, work) => queue.alone(name, work)
  const desk = { github: github.access, alone, now: () => new Date(), pause, verdictApp: ACTIONS_APP, sayOnce, audit }
  return startWorker({
    queue,
    owner: `${process.pid}:${randomUUID()}`,
    concurrency: 4,
    leaseMs: settings.leaseSeconds * 1000,
    maxAttempts: MAX_ATTEMPTS,
    retryAfter: (attempt) => backoffMs(attempt, Math.random()),
    clock: Date.now,
    run: (job, ending) => {
      const options = { desk: { ...desk, ending }, maxAttempts: MAX_ATTEMPTS, log, newId: randomUUID }
      return life.run({ delivery: job.deliveryId, job: job.id, intent: job.intent }, async () => {
        await runJob(job, options)
        const seconds = (Date.now() - (job.storedAt ?? Date.now())) / 1000
        metrics.jobDone((job.payload as AppJob).kind, seconds)
        log.info({ seconds }, 'a job was done')
      })
    },
    onError: (error, job) => {
      metrics.jobFailed()
      const ids = job && { delivery: job.deliveryId, job: job.id, intent: job.intent }
      log.error({ err: error, ...ids }, 'a job failed')
    },
  })
}

async function takeEvents(
  { settings, queue, log, metrics, github }: Parts,
  worker: Worker,
  sweep: Sweep,
): Promise<(webhook: Webhook) => Promise<void>> {
  const isOver = createLimits({
    perSender: settings.commandsPerSender,
    perInstallation: settings.commandsPerInstallation,
    perPullRequest: settings.commandsPerPullRequest,
  })
  const intake: Intake = {
    queue,
    overLimit: (job) => (job.kind === 'comment' ? isOver(job) : undefined),
    stored: () => worker.wake(),
    settled: (delivery) => sweep.settle(delivery),
    now: Date.now,
    allowedBots: settings.allowedBots,
    metrics,
    log,
  }
  await github.probot.load(serin(intake))
  return takeWebhooks(github.probot, intake)
}

/** Opens the door for webhooks last: from then on there is somebody to do the work. */
async function openDoors(
  { settings, log, metrics, readiness }: Parts,
  take: (webhook: Webhook) => Promise<void>,
): Promise<readonly Listening[]> {
  const { host, port, metricsPort } = settings
  const inside =
    metricsPort === undefined
      ? []
      : [await listen(metricsHandler({ metrics, log }), { host, port: metricsPort, names: 'HOST and METRICS_PORT' })]
  const handler = webHandler({
    secrets: [settings.webhookSecret, ...(settings.previousSecret === undefined ? [] : [settings.previousSecret])],
    receive: (webhook) =>
      life.run({ delivery: webhook.id }, async () => {
        try {
          await take(webhook)
        } catch (error) {
          readiness.failed()
          throw error
        }
      }),
    unready: () => readiness.reason(),
    metrics,
    showsMetrics: metricsPort === undefined,
    clock: () => performance.now(),
    log,
  })
  const outside = await listen(handler, { host, port, names: 'HOST and PORT' })
  log.info(`Serin listens on http://${host}:${outside.port}`)
  for (const { port: number } of inside) log.info(`Prometheus is answered on http://${host}:${number}/metrics`)
  return [outside, ...inside]
}

/**
 * Until the running commands are done, whoever asks is answered, and told that this process is not ready: a webhook that
 * comes all the same is stored, for the next process.
 */
function endAtSignals({ queue, log, readiness }: Parts, worker: Worker, doors: readonly Listening[]): AbortSignal {
  const stopped = new AbortController()
  const end = async (signal: string) => {
    if (readiness.isEnding) return
    readiness.end()
    log.info(`${signal}: the app ends when what it is doing is done`)
    stopped.abort()
    await worker.drain(DRAIN_MS)
    for (const { server } of doors) {
      server.close()
      server.closeIdleConnections()
    }
    await queue.close()
    process.exit(0)
  }
  process.off('SIGTERM', endEarly)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  return stopped.signal
}

function endEarly(): void {
  process.exit(0)
}

async function numbersOf(queue: Queue): Promise<JobNumbers> {
  const counts = await queue.counts()
  if (counts.waiting + counts.leased === 0) return counts
  const [first] = await queue.unfinished(1)
  return { ...counts, oldest: first?.storedAt }
}
