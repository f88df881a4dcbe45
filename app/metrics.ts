import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The events that the app works on; everything else is one label value, or a sender could make as many as they like. */
const EVENTS = ['issue_comment', 'pull_request'] as const
export type EventName = (typeof EVENTS)[number] | 'other'

/**
 * What became of a webhook: `ignored` has nothing for the app, `dropped` was above a limit, `refused` was not proven to
 * be GitHub's, `failed` could not be stored.
 */
export type DeliveryOutcome = 'stored' | 'duplicate' | 'ignored' | 'dropped' | 'refused' | 'failed'
export type Limit = 'sender' | 'installation' | 'pull-request'

/** The queue as it is when somebody asks. */
export interface JobNumbers {
  readonly waiting: number
  readonly leased: number
  readonly done: number
  readonly dead: number
  /** Milliseconds since 1970 at which the oldest job that is not done was stored. */
  readonly oldest?: number | undefined
}

export interface GitHubCall {
  /** `undefined`: there was no answer. */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
}

export interface Metrics {
  readonly delivery: (event: EventName, outcome: DeliveryOutcome) => void
  readonly overLimit: (limit: Limit) => void
  readonly command: (name: string, outcome: string, reasonCode: string | undefined) => void
  readonly gitHubCall: (call: GitHubCall) => void
  readonly acknowledged: (seconds: number) => void
  readonly jobDone: (kind: string, seconds: number) => void
  readonly jobFailed: () => void
  readonly sweep: (outcome: 'done' | 'failed', redelivered: number) => void
  readonly contentType: string
  /** All of it in Prometheus' text format. */
  readonly text: () => Promise<string>
}

const RESOURCES = ['core', 'graphql', 'search', 'code_search', 'dependency_snapshots', 'integration_manifest']
const WORD = /^[a-z][a-z-]{0,39}$/
const ACK_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const JOB_SECONDS = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 900]

/**
 * What an operator watches. No label holds the name of an organization, a repository, a model or a person: their number
 * has no bound.
 * @param queue is asked at every reading.
 */
export function createMetrics(queue: () => Promise<JobNumbers>, now: () => number): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counter = counterIn(registry)
  const deliveries = counter('deliveries', 'Webhooks by event and by what became of them.', ['event', 'outcome'])
  for (const event of [...EVENTS, 'other']) deliveries.inc({ event, outcome: 'failed' }, 0)
  const overLimits = counter('commands_over_limit', 'Commands dropped because there were too many.', ['limit'])
  const commands = counter('commands', 'Commands answered.', ['command', 'outcome', 'reason_code'])
  const failures = counter('job_failures', 'Attempts at a job that failed.')
  const sweeps = counter('sweeps', 'Looks for deliveries that did not arrive, by outcome.', ['outcome'])
  const redelivered = counter('redeliveries', 'Deliveries that GitHub was asked to send again.')
  const { acks, done } = addLatencies(registry)
  const readQueue = addQueueMetrics(registry, queue, now)
  return {
    delivery: (event, outcome) => deliveries.inc({ event, outcome }),
    overLimit: (limit) => overLimits.inc({ limit }),
    command: (name, outcome, reasonCode) =>
      commands.inc({ command: word(name), outcome: word(outcome), reason_code: word(reasonCode ?? 'none') }),
    gitHubCall: addGitHubMetrics(registry),
    acknowledged: (seconds) => acks.observe(seconds),
    jobDone: (kind, seconds) => done.observe({ kind: word(kind) }, seconds),
    jobFailed: () => failures.inc(),
    sweep: (outcome, number) => {
      sweeps.inc({ outcome })
      redelivered.inc(number)
    },
    contentType: registry.contentType,
    text: async () => {
      await readQueue()
      return registry.metrics()
    },
  }
}

function counterIn(registry: Registry) {
  return <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> =>
    new Counter({ name: `serin_${name}_total`, help, labelNames, registers: [registry] })
}

function addLatencies(registry: Registry) {
  const registers = [registry]
  const acks = new Histogram({
    name: 'serin_webhook_ack_seconds',
    help: 'From a webhook to its answer, for those that were stored.',
    buckets: ACK_SECONDS,
    registers,
  })
  const done = new Histogram({
    name: 'serin_job_seconds',
    help: 'From a webhook to the end of its work, by the kind of job.',
    labelNames: ['kind'],
    buckets: JOB_SECONDS,
    registers,
  })
  return { acks, done }
}

function addQueueMetrics(registry: Registry, queue: () => Promise<JobNumbers>, now: () => number): () => Promise<void> {
  const registers = [registry]
  const oldest = new Gauge({
    name: 'serin_oldest_job_age_seconds',
    help: 'Age of the oldest job that is not done; 0 when there is none.',
    registers,
  })
  const jobs = new Gauge({
    name: 'serin_jobs',
    help: 'Jobs of the queue by state; done ones are kept for 30 days.',
    labelNames: ['state'],
    registers,
  })
  return async () => {
    const { oldest: since, ...states } = await queue()
    for (const state of ['waiting', 'leased', 'done', 'dead'] as const) jobs.set({ state }, states[state])
    oldest.set(since === undefined ? 0 : Math.max(0, (now() - since) / 1000))
  }
}

/** The rate limit is each installation's own: the lowest is shown, until the time at which that one starts anew. */
function addGitHubMetrics(registry: Registry): Metrics['gitHubCall'] {
  const registers = [registry]
  const calls = counterIn(registry)(
    'github_requests',
    'Requests to GitHub by the class of their status; none: no answer.',
    ['status'],
  )
  const remaining = new Gauge({
    name: 'serin_github_rate_limit_remaining',
    help: 'Requests that GitHub still takes, by resource: the lowest number of all installations.',
    labelNames: ['resource'],
    registers,
  })
  const lowest = new Map<string, { readonly left: number; readonly reset: number }>()
  return ({ status, headers }) => {
    calls.inc({ status: status === undefined ? 'none' : `${Math.floor(status / 100)}xx` })
    const left = Number(headers['x-ratelimit-remaining'] ?? Number.NaN)
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
    if (!Number.isFinite(left) || !Number.isFinite(reset)) return
    const told = String(headers['x-ratelimit-resource'] ?? 'core')
    const resource = RESOURCES.includes(told) ? told : 'other'
    const known = lowest.get(resource)
    if (known !== undefined && left > known.left && reset <= known.reset) return
    lowest.set(resource, { left, reset })
    remaining.set({ resource }, left)
  }
}

function word(text: string): string {
  return WORD.test(text) ? text : 'other'
}
