import type { Account } from './account.ts'
import type { App, Installation } from './app.ts'
import type { Delivery } from './deliveries.ts'
import type { Faults } from './faults.ts'
import type { RateLimits } from './rate-limits.ts'
import type { StoredRepository } from './stored-repository.ts'
import type { Team } from './teams.ts'
import type { Grant } from './tokens.ts'
import type { WorkflowRun } from './workflow-runs.ts'

/** How long answers stay behind writes, as GitHub's replicas do. All zero unless asked for. */
export interface Lag {
  /** How long pull requests show the head of before a push. */
  headMs: number
  /** How long `mergeable` stays null after the first question. */
  mergeableMs: number
  /** How long a new token is answered with 401. */
  tokenMs: number
  /** How long a contents write takes between reading the branch and moving it. */
  contentsMs: number
}

/** Something that happened, whether or not an app listened. */
export interface WorldEvent {
  readonly event: string
  readonly action: string | undefined
  readonly repository: string | undefined
  readonly sender: string
  readonly payload: Readonly<Record<string, unknown>>
  /** False for what GITHUB_TOKEN does (but for the dispatch events): GitHub starts no workflow run on it. */
  readonly startsWorkflows: boolean
}

/** How webhooks reach the apps: at once, once and in order only when nothing else is asked for. */
export interface DeliveryHabits {
  /** Milliseconds to wait before a delivery; a function of its number makes an order of one's own. */
  delayMs: number | ((deliveryId: number) => number)
  /** Every delivery is sent twice with the same guid. */
  duplicate: boolean
  /** Nothing is sent, as in an outage; what would have been sent is not in the list either. */
  lost: boolean
}

/** Everything the fake knows. Only the files of this folder change it. */
export interface World {
  readonly directory: string
  url: string
  apiUrl: string
  blobUrl: string
  readonly accounts: Map<number, Account>
  readonly repositories: Map<number, StoredRepository>
  /** Old full names in lower case → repository id. */
  readonly redirects: Map<string, number>
  readonly teams: Team[]
  readonly apps: Map<number, App>
  readonly installations: Map<number, Installation>
  readonly tokens: Map<string, Grant>
  readonly workflowRuns: WorkflowRun[]
  readonly deliveries: Delivery[]
  readonly events: WorldEvent[]
  readonly faults: Faults
  readonly rateLimits: RateLimits
  readonly lag: Lag
  readonly habits: DeliveryHabits
  /** Work that goes on after the answer: deliveries, merge tests. */
  readonly background: Set<Promise<unknown>>
  clockOffsetMs: number
  counter: number
}

export function now(world: World): Date {
  return new Date(Date.now() + world.clockOffsetMs)
}

export function newId(world: World): number {
  world.counter += 1
  return world.counter
}

/** GitHub's timestamps have no milliseconds. */
export function iso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`
}

/** Lets work go on after the answer; `settled()` waits for it. */
export function inBackground(world: World, work: Promise<unknown>): void {
  const tracked = work.finally(() => world.background.delete(tracked))
  world.background.add(tracked)
}
