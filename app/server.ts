import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Probot, ProbotOctokit } from 'probot'
import { UserError } from '../src/errors.ts'
import { ACTIONS_APP } from '../src/github/check-run.ts'
import { addResilience } from '../src/github/resilience.ts'
import { followProxy } from '../src/shell/environment-proxy.ts'
import { createGitHubAccess, type GitHubAccess } from './github-access.ts'
import { serin } from './index.ts'
import type { Job, Queue } from './queue/queue.ts'
import { openSqliteQueue } from './queue/sqlite.ts'
import { startWorker } from './queue/worker.ts'
import { runJob } from './run-job.ts'
import { readSettings, type Settings } from './settings.ts'
import { webHandler } from './web.ts'

/** How long running commands may take to finish after SIGTERM: below the 30 s that Kubernetes grants by default. */
const DRAIN_MS = 20_000
const MAX_ATTEMPTS = 4
const FORGET_AFTER_MS = 30 * 24 * 60 * 60 * 1000

/** The job whose work is being done. */
const current = new AsyncLocalStorage<Job>()

async function start(settings: Settings): Promise<void> {
  const queue = openQueue(settings.database)
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.apiUrl,
    logLevel: settings.logLevel,
    Octokit: unpaced(),
  })
  useProxy(probot.log)
  const github = await openGitHub(probot, settings)
  const said = new Set<string>()
  const sayOnce = (sentence: string) => {
    if (!said.has(sentence)) probot.log.warn(sentence)
    said.add(sentence)
  }
  const desk = { github, now: () => new Date(), verdictApp: ACTIONS_APP, sayOnce }
  const worker = startWorker({
    queue,
    owner: `${process.pid}:${randomUUID()}`,
    concurrency: 4,
    leaseMs: 60_000,
    maxAttempts: MAX_ATTEMPTS,
    retryAfter: (attempt) => 2_000 * 4 ** (attempt - 1),
    clock: Date.now,
    run: (job, ending) => {
      const options = { desk: { ...desk, ending }, maxAttempts: MAX_ATTEMPTS, log: probot.log, newId: randomUUID }
      return current.run(job, () => runJob(job, options))
    },
    onError: (error, job) => probot.log.error({ err: error, job: job?.id, intent: job?.intent }, 'a job failed'),
  })
  await queue.prune(Date.now() - FORGET_AFTER_MS)

  let ending = false
  await probot.load(serin(queue, () => worker.wake()))
  const server = createServer(
    webHandler({
      verify: (body, signature) => probot.webhooks.verify(body, signature),
      receive: (webhook) => probot.receive(webhook as Parameters<typeof probot.receive>[0]),
      isReady: () => !ending,
      log: probot.log,
    }),
  )
  const port = await listen(server, settings)
  probot.log.info(`Serin listens on http://${settings.host}:${port}`)

  const end = async () => {
    if (ending) return
    ending = true
    server.close()
    server.closeIdleConnections()
    await worker.drain(DRAIN_MS)
    await queue.close()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

function useProxy(log: Probot['log']): void {
  if (followProxy(process.env) !== 'not supported') return
  log.warn('This Node cannot follow HTTPS_PROXY when asked: start it with NODE_USE_ENV_PROXY=1, or take 24.14.')
}

function logWait(sentence: string, log: Probot['log']): void {
  const job = current.getStore()
  log.warn({ job: job?.id, delivery: job?.deliveryId, intent: job?.intent }, sentence)
}

/** Answers the port, which the system chooses for 0. */
async function listen(server: Server, { host, port }: Settings): Promise<number> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UserError(`The app cannot listen at HOST ${host}, PORT ${port}: ${why}.`, {
      fix: 'Name an address of this machine and a free port.',
      cause,
    })
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function openQueue(file: string): Queue {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (cause) {
    throw new UserError(`The environment variable SERIN_DATABASE names ${file}, whose folder cannot be made.`, {
      fix: 'Name a file in a folder that this process may write to.',
      cause,
    })
  }
  return openSqliteQueue(file)
}

/** Probot spaces writes by seconds and across all installations, and waits in silence; this app has its own patience. */
function unpaced(): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    throttle: { ...(options.throttle as object), enabled: false },
    retry: { enabled: false },
  }))
}

/** Probot has one client for the app itself, which asks for tokens: it is as patient as those of the jobs. */
async function openGitHub(probot: Probot, { apiUrl }: Settings): Promise<GitHubAccess> {
  const waiting = { sleep, now: Date.now, onWait: (sentence: string) => logWait(sentence, probot.log) }
  const own = await probot.auth()
  addResilience(own, waiting)
  return createGitHubAccess(async () => own, apiUrl, waiting)
}

try {
  await start(readSettings(process.env))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
