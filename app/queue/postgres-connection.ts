import { PgBoss } from 'pg-boss'
import { UserError } from '../../src/errors.ts'
import type { Row } from './job-row.ts'
import { LINE_SCHEMA, PostgresLine } from './postgres-line.ts'
import { migrate, type Sql } from './postgres-schema.ts'

/** Two transactions wait for each other, or one was overtaken: nothing was written, and it may be done again. */
const AGAIN = ['40P01', '40001']
const MOST_TRIES = 4

/** Of its ends, the first counts. */
export interface OpenTransaction {
  readonly db: Sql
  commit(): Promise<void>
  /** Never rejects. */
  rollback(): Promise<void>
}

/** For turns at most one each for as many jobs as run at a time, and some for everything else. */
const MOST_CONNECTIONS = 10

export interface ConnectionOptions {
  readonly url: string
  /** Told what the operator should know; never a secret. */
  readonly warn: (sentence: string) => void
}

/** One pool of connections, shared by pg-boss and by our own statements, so that a transaction can hold both. */
export class PostgresConnection {
  readonly line: PostgresLine
  readonly #boss: PgBoss
  readonly #running = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined
  #waitsForDisk = true

  private constructor(boss: PgBoss) {
    this.#boss = boss
    this.line = new PostgresLine(boss)
  }

  /** Connects and makes or upgrades all tables. Throws a UserError when that is not possible. */
  static async open({ url, warn }: ConnectionOptions): Promise<PostgresConnection> {
    const settings = {
      connectionString: url,
      schema: LINE_SCHEMA,
      application_name: 'serin',
      max: MOST_CONNECTIONS,
      keepAlive: true,
      // A connection that has silently died must not hold up a webhook, or a worker, for a quarter of an hour.
      query_timeout: 30_000,
      // Our leases and our memory, not those of pg-boss: nothing may be retried, deleted or failed behind our back.
      supervise: false,
      schedule: false,
    }
    const connection = new PostgresConnection(new PgBoss(settings))
    connection.#boss.on('error', (error: Error) => warn(`The queue’s database: ${withoutSecrets(error.message, url)}`))
    try {
      await connection.#prepare(warn)
      return connection
    } catch (error) {
      await connection.close()
      throw error instanceof UserError ? error : refusal(error, url)
    }
  }

  async query(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.#track(async () => (await this.#boss.getDb().executeSql(text, values)).rows)
  }

  /** Commits what `work` did, or nothing of it when it throws. `work` is called again after a deadlock. */
  transact<Result>(work: (transaction: Sql) => Promise<Result>): Promise<Result> {
    return this.#track(async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#transactOnce(work)
        } catch (error) {
          if (attempt >= MOST_TRIES || !AGAIN.includes(String((error as { code?: unknown }).code))) throw error
        }
      }
    })
  }

  /** A transaction that is open until it is ended: for what lasts as long as one. */
  async begin(): Promise<OpenTransaction> {
    const transaction = await this.#boss.getDb().beginTransaction?.()
    if (transaction === undefined) throw new Error('pg-boss has no transactions')
    return transaction
  }

  /** After what was asked for before. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#running).then(() => this.#boss.stop({ graceful: false }))
    return this.#closing
  }

  async #transactOnce<Result>(work: (transaction: Sql) => Promise<Result>): Promise<Result> {
    const transaction = await this.begin()
    try {
      if (!this.#waitsForDisk) await transaction.db.executeSql('SET LOCAL synchronous_commit = on')
      const result = await work(transaction.db)
      await transaction.commit()
      return result
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  #track<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing !== undefined) return Promise.reject(new Error('the queue is closed'))
    const running = work().finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  async #prepare(warn: (sentence: string) => void): Promise<void> {
    await this.#boss.start()
    const schema = await this.#boss.schemaVersion()
    const newer = await this.transact((transaction) => migrate(transaction, schema))
    if (newer !== undefined) warn(newer)
    await this.line.create()
    await this.transact((transaction) => this.line.joinMissing(transaction))
    const [server] = await this.query(
      `SELECT current_setting('synchronous_commit') <> 'off' AS waits, current_setting('fsync') = 'on' AS safe`,
    )
    this.#waitsForDisk = server?.waits === true
    if (server?.safe !== true) warn('The queue’s database has fsync off: a power cut can lose commands.')
  }
}

function refusal(cause: unknown, url: string): UserError {
  const reason = withoutSecrets(cause instanceof Error ? cause.message : String(cause), url)
  return new UserError(`The queue’s database cannot be opened: ${reason || 'no connection'}.`, {
    fix: 'DATABASE_URL must name a PostgreSQL database (13 or later) that answers and whose user may create schemas in it.',
  })
}

function withoutSecrets(text: string, url: string): string {
  const password = URL.canParse(url) ? new URL(url).password : ''
  const secrets = [url, password, decodeURIComponent(password)].filter((secret) => secret !== '')
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
}
