import { setTimeout as sleep } from 'node:timers/promises'
import type { GitHubClient } from '../src/github/client.ts'
import { absentAs404 } from '../src/github/failure.ts'
import { jobOfWebhook } from './job.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Queue } from './queue/queue.ts'

export interface SweepOptions {
  /** A client that is authenticated as the app itself. */
  readonly app: GitHubClient
  readonly queue: Pick<Queue, 'known'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** User ids of bots that may give commands. */
  readonly allowedBots?: readonly number[]
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly metrics: Pick<Metrics, 'sweep'>
}

const MINUTE_MS = 60_000
/** Older commands are not run any more. */
const FRESH_MS = 15 * MINUTE_MS
/** Who commanded during a long outage is at least told so, and what was done to a proposal stays true. */
const FIRST_LOOK_BACK_MS = 24 * 60 * MINUTE_MS
/** Of a hundred deliveries each: at the start, and at every later sweep. */
const MOST_PAGES_FIRST = 100
const MOST_PAGES = 30
const MOST_REQUESTS = 50
const MOST_TRIES = 3
const MOST_SETTLED = 20_000
/** How long a redelivery is waited for before the next is asked for: what was said first shall come first. */
const ARRIVAL_MS = 1_000

/** One try of GitHub's to bring a webhook. */
interface Delivery {
  readonly id: number
  readonly guid: string
  readonly event: string
  readonly at: number
  readonly isOk: boolean
  readonly isFirst: boolean
}

/**
 * Finds deliveries that never became a job, although they should have: GitHub does not send by itself again what failed,
 * and what it believes to be delivered may have been lost with a disk. It is asked to send them again; the queue sorts
 * out what comes twice, so several processes may sweep at a time.
 */
export class Sweep {
  readonly #options: SweepOptions
  /** Deliveries that need no other look, the newest last. */
  readonly #settled = new Set<string>()
  readonly #tries = new Map<string, { readonly count: number; readonly at: number }>()
  readonly #awaited = new Map<string, () => void>()
  #isFirst = true

  constructor(options: SweepOptions) {
    this.#options = options
  }

  settle(guid: string): void {
    this.#settled.add(guid)
    this.#tries.delete(guid)
    this.#awaited.get(guid)?.()
    const [oldest] = this.#settled
    if (oldest !== undefined && this.#settled.size > MOST_SETTLED) this.#settled.delete(oldest)
  }

  /** Sweeps now and then every so many milliseconds until the signal aborts; a sweep that fails is made up for by the next. */
  async start(everyMs: number, ending: AbortSignal): Promise<void> {
    while (!ending.aborted) {
      await this.run()
      await sleep(everyMs, undefined, { signal: ending, ref: false }).catch(() => {})
    }
  }

  async run(): Promise<void> {
    const { log, metrics } = this.#options
    try {
      const redelivered = await this.#sweep()
      if (redelivered > 0) log.info({ redelivered }, 'GitHub was asked to send again what did not arrive')
      metrics.sweep('done', redelivered)
    } catch (error) {
      log.warn({ err: error }, 'deliveries that did not arrive could not be looked for')
      metrics.sweep('failed', 0)
    }
  }

  async #sweep(): Promise<number> {
    const now = this.#options.now()
    const since = now - (this.#isFirst ? FIRST_LOOK_BACK_MS : FRESH_MS)
    const groups = Map.groupBy(await this.#list(since), ({ guid }) => guid)
    // The oldest first, since the order of commands counts; but before what is not run any more, come what may.
    const open = [...groups]
      .toReversed()
      .filter(([guid, tries]) => !this.#settled.has(guid) && isOpen(tries, { since, now }))
      .toSorted(
        ([, one], [, other]) =>
          Number(happenedSince(other, now - FRESH_MS)) - Number(happenedSince(one, now - FRESH_MS)),
      )
    for (const guid of await this.#options.queue.known(open.map(([guid]) => guid))) this.settle(guid)
    for (const [guid, { at }] of this.#tries) if (at < now - FIRST_LOOK_BACK_MS) this.#tries.delete(guid)
    let requests = 0
    let redelivered = 0
    for (const [guid, tries] of open) {
      if (this.#settled.has(guid) || !this.#isDue(guid, now)) continue
      if (requests >= MOST_REQUESTS) break
      requests += 1
      if (await this.#redeliver(guid, tries)) redelivered += 1
    }
    this.#isFirst = false
    return redelivered
  }

  /** Waits longer after each try. */
  #isDue(guid: string, now: number): boolean {
    const tried = this.#tries.get(guid)
    if (tried === undefined) return true
    return tried.count < MOST_TRIES && now >= tried.at + MINUTE_MS * 2 ** tried.count
  }

  async #list(since: number): Promise<readonly Delivery[]> {
    const { app, log } = this.#options
    const found: Delivery[] = []
    const mostPages = this.#isFirst ? MOST_PAGES_FIRST : MOST_PAGES
    let pages = 0
    for await (const { data } of app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
      pages += 1
      const all = data.map((item) => ({ ...item, at: Date.parse(item.delivered_at) }))
      found.push(
        ...all.filter(isWanted).map(({ id, guid, event, at, status_code, redelivery }) => {
          return { id, guid, event, at, isOk: status_code >= 200 && status_code < 400, isFirst: !redelivery }
        }),
      )
      if (all.some(({ at }) => at < since)) break
      if (pages < mostPages) continue
      log.warn(`there are more deliveries than the last ${100 * mostPages}: older ones were not looked at`)
      break
    }
    return found
  }

  /** What arrived and is no job is mostly talk. */
  async #redeliver(guid: string, tries: readonly Delivery[]): Promise<boolean> {
    const arrived = tries.find(({ isOk }) => isOk)
    if (arrived !== undefined && !(await this.#isForUs(arrived))) {
      this.settle(guid)
      return false
    }
    const [latest] = tries
    if (latest === undefined) return false
    this.#tries.set(guid, { count: (this.#tries.get(guid)?.count ?? 0) + 1, at: this.#options.now() })
    const { app } = this.#options
    const arrival = this.#arrivalOf(guid)
    const asked = await absentAs404(() => app.rest.apps.redeliverWebhookDelivery({ delivery_id: latest.id }))
    if (asked !== undefined) await Promise.race([arrival, sleep(ARRIVAL_MS, undefined, { ref: false })])
    this.#awaited.delete(guid)
    return asked !== undefined
  }

  #arrivalOf(guid: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#awaited.set(guid, resolve)
    return promise
  }

  async #isForUs({ id, guid, event }: Delivery): Promise<boolean> {
    const { app } = this.#options
    const whole = await absentAs404(() => app.rest.apps.getWebhookDelivery({ delivery_id: id }))
    const payload = whole?.data.request.payload
    return jobOfWebhook({ id: guid, name: event, payload }, this.#options.allowedBots) !== undefined
  }
}

/** What arrived long ago was dealt with or was talk: to look at all of it again would keep the fresh ones waiting. */
function isOpen(tries: readonly Delivery[], { since, now }: { readonly since: number; readonly now: number }): boolean {
  if (!happenedSince(tries, since)) return false
  const isOldTalk = tries.some(({ event, isOk }) => event === 'issue_comment' && isOk)
  return !isOldTalk || happenedSince(tries, now - FRESH_MS)
}

/** A new try makes nothing fresh: the first one tells when it happened. */
function happenedSince(tries: readonly Delivery[], time: number): boolean {
  return tries.some(({ isFirst, at }) => isFirst && at >= time)
}

function isWanted({ event, action }: { readonly event: string; readonly action: string | null }): boolean {
  return (event === 'issue_comment' && action === 'created') || (event === 'pull_request' && action === 'closed')
}
