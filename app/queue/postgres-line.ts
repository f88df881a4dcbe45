import type { PgBoss } from 'pg-boss'
import type { Row } from './job-row.ts'
import type { Sql } from './postgres-schema.ts'

/** Where pg-boss has its tables; ours are in `serin`. */
export const LINE_SCHEMA = 'serin_pgboss'
/** The one queue of pg-boss. */
const LINE = 'commands'

const DAY_S = 24 * 60 * 60

// The end of the id is the place.
const PLACE = "('x0000' || right(id::text, 12))::bit(64)::bigint"

/** pg-boss sorts by the database's clock, which may step back; what counts is the place that we gave the job. */
const SORT = `
  UPDATE ${LINE_SCHEMA}.job SET created_on = 'epoch'::timestamptz + ${PLACE} * interval '1 ms'
  WHERE name = '${LINE}' AND id = ANY($1::uuid[])`

const MISSING = `
  SELECT key, line FROM serin.jobs WHERE state = 'waiting' AND NOT EXISTS (
    SELECT FROM ${LINE_SCHEMA}.job AS boss WHERE boss.name = '${LINE}' AND boss.id = jobs.line) ORDER BY place`

const TURN = "SELECT key, line FROM serin.jobs WHERE line = $1 AND state = 'waiting'"

/**
 * The line that pg-boss keeps: whose turn it is, and that one key's jobs go one after the other. It holds what is not
 * done and not dead, and nothing else. Each method is part of a transaction of ours; rows are `key` and `line` of
 * `serin.jobs`.
 */
export class PostgresLine {
  readonly #boss: PgBoss

  constructor(boss: PgBoss) {
    this.#boss = boss
  }

  /** Makes the line when there is none. Nothing in it ends, is retried or is deleted by itself. */
  async create(): Promise<void> {
    await this.#boss.createQueue(LINE, {
      policy: 'key_strict_fifo',
      retryLimit: 1_000_000,
      expireInSeconds: DAY_S - 1,
      retentionSeconds: 3650 * DAY_S,
      deleteAfterSeconds: 0,
    })
  }

  /** At their places. */
  async join(sql: Sql, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const jobs = rows.map(({ line, key }) => ({
      id: String(line),
      singletonKey: String(key),
      group: { id: String(key) },
    }))
    await this.#boss.insert(LINE, jobs, { db: sql })
    await sql.executeSql(SORT, [jobs.map(({ id }) => id)])
  }

  /** Whoever should stand in line and does not, because the tables of pg-boss were made anew. */
  async joinMissing(sql: Sql): Promise<void> {
    const { rows } = await sql.executeSql(MISSING)
    await this.join(sql, rows)
  }

  /** The first whose key nobody works on, apart from the keys that are held back. */
  async takeHead(sql: Sql, held: readonly string[]): Promise<string | undefined> {
    const [head] = await this.#boss.fetch(LINE, { db: sql, ignoreStartAfter: true, ignoreGroups: [...held] })
    return head?.id
  }

  /** Puts the head back when it is not to be worked on yet, or out when it has no business in the line. */
  async refuse(sql: Sql, head: string): Promise<void> {
    const { rows } = await sql.executeSql(TURN, [head])
    if (rows[0] === undefined) await this.leave(sql, { line: head })
    else await this.stepBack(sql, rows[0])
  }

  /** To the head of its key: what failed in pg-boss is its key's next, whatever else stands there. */
  async stepBack(sql: Sql, row: Row): Promise<void> {
    await this.#boss.fail(LINE, String(row.line), null, { db: sql })
    // Changes nothing, unless it was not there.
    await this.join(sql, [row])
  }

  async leave(sql: Sql, row: Row): Promise<void> {
    await this.#boss.deleteJob(LINE, String(row.line), { db: sql })
  }
}
