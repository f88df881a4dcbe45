import { setTimeout as sleep } from 'node:timers/promises'
import type { Queue } from './queue/queue.ts'

/** A balancer asks every few seconds, and there may be several of them. */
const ASK_AGAIN_MS = 2_000
const LONGEST_MS = 3_000
/** A queue that could not store was not able to for longer than one webhook. */
const AFTER_FAILURE_MS = 20_000
/** By then GitHub sends nothing again, and a comment of that age is not run. */
const FORGET_AFTER_MS = 30 * 24 * 60 * 60 * 1000

/** Whether webhooks should be sent to this process. */
export class Readiness {
  readonly #queue: Pick<Queue, 'prune'>
  readonly #now: () => number
  #asked: { readonly at: number; readonly answer: Promise<string | undefined> } | undefined
  #failedAt = Number.NEGATIVE_INFINITY
  #isEnding = false

  constructor(queue: Pick<Queue, 'prune'>, now: () => number) {
    this.#queue = queue
    this.#now = now
  }

  get isEnding(): boolean {
    return this.#isEnding
  }

  end(): void {
    this.#isEnding = true
  }

  /** A webhook could not be stored. */
  failed(): void {
    this.#failedAt = this.#now()
  }

  /** Why not, or nothing. */
  async reason(): Promise<string | undefined> {
    if (this.#isEnding) return 'ending'
    const now = this.#now()
    if (now < this.#failedAt + AFTER_FAILURE_MS) return UNWRITABLE
    if (this.#asked === undefined || now >= this.#asked.at + ASK_AGAIN_MS)
      this.#asked = { at: now, answer: this.#ask() }
    return this.#asked.answer
  }

  /** Needs all that a write needs, and keeps the queue of a process that lives for months from growing. */
  async #ask(): Promise<string | undefined> {
    try {
      const late = sleep(LONGEST_MS, 'late', { ref: false })
      return (await Promise.race([this.#queue.prune(this.#now() - FORGET_AFTER_MS), late])) === 'late'
        ? UNWRITABLE
        : undefined
    } catch {
      return UNWRITABLE
    }
  }
}

const UNWRITABLE = 'the queue cannot be written'
