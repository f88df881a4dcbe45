import type { PullRequestNow } from '../src/github/pull-request-now.ts'
import type { ReadAhead, Wanted } from '../src/github/read-ahead.ts'
import { parseCommand } from '../src/release/command.ts'
import type { Desk } from './desk.ts'
import type { CommentJob } from './job.ts'

/** What the last command about a model read: the next one most likely reads the same. */
export interface Expected {
  readonly checkName: string
  /** `owner/name` in lower case. */
  readonly gitops: string
  readonly states: Wanted
}

const MOST_KEPT = 1_000
const reads = new WeakMap<Desk['github'], Map<string, Expected>>()

/** What a command will read, if it is about the same as the last one of its repository. Nothing is decided by it. */
export function expectedReads(job: CommentJob, { github }: Desk): Expected | undefined {
  return reads.get(github)?.get(nameOf(job))
}

export function rememberReads(job: CommentJob, expected: Expected, { github }: Desk): void {
  const known = reads.get(github) ?? new Map<string, Expected>()
  if (known.size >= MOST_KEPT) known.clear()
  reads.set(github, known.set(nameOf(job), expected))
}

/** The command's repository, and the model where it names one. */
function nameOf({ repository, comment }: CommentJob): string {
  const heard = parseCommand(comment.body, { environments: [] })
  return `${repository} ${'model' in heard ? (heard.model ?? '') : ''}`.toLowerCase()
}

/** Longer ago than this, what was read is read again. */
const EARLY_MS = 10_000

/**
 * What was read before it was known that it would be needed. Each part is given once, to who wants exactly that: who
 * decides a second time wants to know what has changed since.
 */
export class EarlyReads {
  readonly #states: string
  readonly #pull: string
  readonly #until: number
  #ahead: ReadAhead | undefined
  #pullNow: PullRequestNow | undefined
  readonly #now: () => Date

  constructor(expected: Wanted, ahead: ReadAhead, now: () => Date) {
    const { pull, ...states } = expected
    this.#states = JSON.stringify(states)
    this.#pull = JSON.stringify(pull)
    this.#ahead = ahead
    this.#pullNow = ahead.pull
    this.#now = now
    this.#until = now().getTime() + EARLY_MS
  }

  /** What was read of branches and open pull requests. */
  take(wanted: Wanted): ReadAhead | undefined {
    const ahead = this.#ahead
    this.#ahead = undefined
    return this.#isFresh() && JSON.stringify(wanted) === this.#states ? ahead : undefined
  }

  takePull(wanted: NonNullable<Wanted['pull']>): PullRequestNow | undefined {
    const now = this.#pullNow
    this.#pullNow = undefined
    return this.#isFresh() && JSON.stringify(wanted) === this.#pull ? now : undefined
  }

  forget(): void {
    this.#ahead = undefined
    this.#pullNow = undefined
  }

  #isFresh(): boolean {
    return this.#now().getTime() < this.#until
  }
}
