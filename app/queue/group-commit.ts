import type { DatabaseSync } from 'node:sqlite'

interface Write {
  run(): unknown
  resolve(result: unknown): void
  reject(error: unknown): void
}

type Outcome = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown }

/**
 * Makes one transaction of all writes asked for in one turn of the event loop. Waiting for the disk is what a commit
 * costs, so a hundred comments that arrive together wait for it once. A promise resolves after the commit, never before.
 */
export class GroupCommit {
  readonly #database: DatabaseSync
  #writes: Write[] = []
  #closed = false

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** `write` makes one statement; when it throws, its promise is rejected and the others' writes go on. */
  add<Result>(write: () => Result): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error('the queue is closed'))
    if (this.#writes.length === 0) setImmediate(() => this.#commit())
    return new Promise<Result>((resolve, reject) => {
      this.#writes.push({ run: write, resolve: (result) => resolve(result as Result), reject })
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#commit()
    this.#database.close()
  }

  #commit(): void {
    const writes = this.#writes
    this.#writes = []
    if (writes.length === 0) return
    try {
      const outcomes = this.#transact(writes)
      for (const [index, write] of writes.entries()) settle(write, outcomes[index])
    } catch (error) {
      for (const write of writes) write.reject(error)
    }
  }

  #transact(writes: readonly Write[]): Outcome[] {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const outcomes = writes.map(attempt)
      this.#database.exec('COMMIT')
      return outcomes
    } catch (error) {
      // SQLite has already rolled back by itself after some errors, a full disk for one.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

function attempt(write: Write): Outcome {
  try {
    return { ok: true, result: write.run() }
  } catch (error) {
    return { ok: false, error }
  }
}

function settle(write: Write, outcome: Outcome | undefined): void {
  if (outcome?.ok) write.resolve(outcome.result)
  else write.reject(outcome?.error)
}
