import { closeSync, fdatasync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { promisify } from 'node:util'

interface Write {
  run(): unknown
  resolve(result: unknown): void
  reject(error: unknown): void
}

type Outcome = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown }

const untilOnDisk = promisify(fdatasync)

/**
 * Makes one transaction of all writes that are asked for while the disk is busy with those before. Waiting for the disk
 * is what a commit costs, so a hundred comments that arrive together wait for it once. A promise resolves when its
 * change is on disk, never before.
 *
 * SQLite's own `synchronous=FULL` waits for the log file inside the commit, and with it the whole process. Here SQLite
 * only writes (`synchronous=NORMAL`), and the same wait for the same file is made beside the event loop.
 */
export class GroupCommit {
  readonly #database: DatabaseSync
  /** The descriptor of the write-ahead log; `undefined` for a database in memory. */
  readonly #log: number | undefined
  readonly #changes: StatementSync
  #writes: Write[] = []
  #committing: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(database: DatabaseSync, log: number | undefined) {
    this.#database = database
    this.#log = log
    this.#changes = database.prepare('SELECT total_changes() AS rows')
  }

  /** `write` makes one statement; when it throws, its promise is rejected and the others' writes go on. */
  add<Result>(write: () => Result): Promise<Result> {
    if (this.#closing !== undefined) return Promise.reject(new Error('the queue is closed'))
    return new Promise<Result>((resolve, reject) => {
      this.#writes.push({ run: write, resolve: (result) => resolve(result as Result), reject })
      this.#committing ??= this.#commitAll()
    })
  }

  /** After what was asked for before. */
  close(): Promise<void> {
    this.#closing ??= this.#finish()
    return this.#closing
  }

  async #finish(): Promise<void> {
    await this.#committing
    if (this.#log !== undefined) closeSync(this.#log)
    this.#database.close()
  }

  async #commitAll(): Promise<void> {
    while (this.#writes.length > 0) {
      // Whatever else this turn of the event loop brings shall share the commit.
      await new Promise((resolve) => setImmediate(resolve))
      const writes = this.#writes
      this.#writes = []
      await this.#commit(writes)
    }
    this.#committing = undefined
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      const before = this.#changedRows()
      const outcomes = this.#transact(writes)
      // A worker that asked and found nothing to do has nothing to wait for.
      if (this.#log !== undefined && this.#changedRows() !== before) await untilOnDisk(this.#log)
      for (const [index, write] of writes.entries()) settle(write, outcomes[index])
    } catch (error) {
      for (const write of writes) write.reject(error)
    }
  }

  #changedRows(): unknown {
    return this.#changes.get()?.rows
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
