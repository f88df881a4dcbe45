import { inBatches } from './batches.ts'
import { countQuery, countsOf, deadLetterOf, leasedJobOf, payloadText, type Row, unfinishedJobOf } from './job-row.ts'
import { type ConnectionOptions, PostgresConnection } from './postgres-connection.ts'
import type { Sql } from './postgres-schema.ts'
import { PostgresTurns } from './postgres-turns.ts'
import type { Counts, DeadLetter, Lease, LeasedJob, NewJob, Queue, UnfinishedJob } from './queue.ts'

const HELD = "id = $1 AND fence = $2 AND owner = $3 AND state = 'leased'"

const ENQUEUE = `
  INSERT INTO serin.jobs (delivery, intent, key, payload, stored)
  SELECT delivery, intent, key, payload, stored
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
    WITH ORDINALITY AS job (delivery, intent, key, payload, stored, turn)
  ORDER BY turn
  ON CONFLICT DO NOTHING
  RETURNING delivery, intent, key, line`

const KNOWN = 'SELECT delivery FROM serin.jobs WHERE delivery = ANY($1::text[])'

const LOOK = `
  SELECT
    EXISTS (SELECT FROM serin.jobs WHERE state = 'leased' AND due <= $1) AS left_behind,
    EXISTS (SELECT FROM serin.jobs WHERE state = 'waiting' AND due <= $1) AS waiting,
    ARRAY(SELECT key FROM serin.jobs WHERE state = 'waiting' AND due > $1) AS held`

const TAKEN = "state = 'leased', owner = $2, due = $3, attempt = attempt + 1, fence = fence + 1"

const TAKE_OVER = `
  UPDATE serin.jobs SET ${TAKEN} WHERE id = (
    SELECT id FROM serin.jobs WHERE state = 'leased' AND due <= $1 ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING *`

const TAKE = `UPDATE serin.jobs SET ${TAKEN} WHERE line = $4 AND state = 'waiting' AND due <= $1 RETURNING *`

const RERUN = `
  UPDATE serin.jobs SET state = 'waiting', place = nextval('serin.places'), due = 0, attempt = 0, finished = NULL
  WHERE id = $1 AND state = 'dead' RETURNING key, line`

const DROP = `
  UPDATE serin.jobs SET state = 'done', finished = $2 WHERE id = $1 AND state IN ('waiting', 'dead') RETURNING line`

const PRUNE = "DELETE FROM serin.jobs WHERE state = 'done' AND finished < $1 RETURNING id"
const COUNT = countQuery('serin.jobs')
const UNFINISHED = "SELECT * FROM serin.jobs WHERE state IN ('waiting', 'leased') ORDER BY place LIMIT $1"
const DEAD = "SELECT * FROM serin.jobs WHERE state = 'dead' ORDER BY finished, place"

/** How often one `lease` asks, when others are faster each time. */
const MOST_LOOKS = 5

/** What happens in the line when a row has changed. */
type Move = (sql: Sql, row: Row) => Promise<void>

/**
 * Opens the queue that lives in a PostgreSQL database, for any number of processes, and makes its tables.
 *
 * pg-boss keeps the line (policy `key_strict_fifo`): it says whose turn it is, gives a job to one process among all
 * (`SKIP LOCKED`), and holds back the others of the key while that one is active or to be tried again. Its table holds
 * nothing but the line. What it has no notion of is in `serin.jobs`, changed in the same transaction: each delivery and
 * each intent once; the lease with its owner and its fence (pg-boss hands an expired job on when its supervisor passes,
 * by the database's clock, in whole seconds); the time of the next attempt by the caller's clock; attempts that do not
 * count; and dead letters, which in pg-boss hold back their key for ever. Should the two disagree, `serin.jobs` is right.
 *
 * Throws a UserError when the database cannot be used or was changed by a newer version.
 */
export async function openPostgresQueue(options: ConnectionOptions): Promise<Queue> {
  return new PostgresQueue(await PostgresConnection.open(options))
}

class PostgresQueue implements Queue {
  readonly #connection: PostgresConnection
  readonly #turns: PostgresTurns
  readonly #store: (job: NewJob) => Promise<'stored' | 'duplicate'>
  readonly #storing = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined

  constructor(connection: PostgresConnection) {
    this.#connection = connection
    this.#turns = new PostgresTurns(connection)
    this.#store = inBatches((jobs) => connection.transact((sql) => storeAll(sql, jobs, connection)))
  }

  async enqueue(job: NewJob): Promise<'stored' | 'duplicate'> {
    if (this.#closing !== undefined) throw new Error('the queue is closed')
    payloadText(job.payload)
    const storing = this.#store(job).finally(() => this.#storing.delete(storing))
    this.#storing.add(storing)
    return storing
  }

  async known(deliveryIds: readonly string[]): Promise<readonly string[]> {
    return (await this.#connection.query(KNOWN, [deliveryIds])).map(({ delivery }) => String(delivery))
  }

  async lease(request: { owner: string; now: number; leaseMs: number }): Promise<LeasedJob | undefined> {
    const { now, owner, leaseMs } = request
    const taking = [now, owner, now + leaseMs]
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      // Outside of a transaction: a worker asks at every new comment, mostly for nothing.
      const [seen] = await this.#connection.query(LOOK, [now])
      const left = seen?.left_behind === true ? await this.#takeOver(taking) : undefined
      if (left !== undefined) return leasedJobOf(left)
      if (seen?.waiting !== true) return undefined
      const taken = await this.#takeHead(taking, seen.held as readonly string[])
      if (taken === undefined) return undefined
      if (taken !== 'not yet') return leasedJobOf(taken)
    }
    return undefined
  }

  extend(held: Lease, { now, leaseMs }: { now: number; leaseMs: number }): Promise<boolean> {
    return this.#changeHeld(held, { set: 'due = $4', values: [now + leaseMs] })
  }

  complete(held: Lease, { now }: { now: number }): Promise<boolean> {
    const set = "state = 'done', finished = $4, error = NULL"
    return this.#changeHeld(held, { set, values: [now], move: this.#leave })
  }

  retry(
    held: Lease,
    { at, error, isUncounted = false }: { at: number; error: string; isUncounted?: boolean },
  ): Promise<boolean> {
    const set = `state = 'waiting', due = $4, error = $5${isUncounted ? ', attempt = attempt - 1' : ''}`
    return this.#changeHeld(held, { set, values: [at, plain(error)], move: this.#stepBack })
  }

  bury(held: Lease, { now, error }: { now: number; error: string }): Promise<boolean> {
    const set = "state = 'dead', finished = $4, error = $5"
    return this.#changeHeld(held, { set, values: [now, plain(error)], move: this.#leave })
  }

  giveBack(held: Lease): Promise<boolean> {
    const set = "state = 'waiting', due = 0, attempt = attempt - 1"
    return this.#changeHeld(held, { set, values: [], move: this.#stepBack })
  }

  alone<Result>(name: string, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    return this.#turns.take(name, work)
  }

  async counts(): Promise<Counts> {
    return countsOf(await this.#connection.query(COUNT))
  }

  async unfinished(most?: number): Promise<readonly UnfinishedJob[]> {
    return (await this.#connection.query(UNFINISHED, [most ?? null])).map(unfinishedJobOf)
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return (await this.#connection.query(DEAD)).map(deadLetterOf)
  }

  async rerun(id: string): Promise<boolean> {
    return isId(id) && this.#change(RERUN, [id], (sql, row) => this.#connection.line.join(sql, [row]))
  }

  async drop(id: string, { now }: { now: number }): Promise<boolean> {
    return isId(id) && this.#change(DROP, [id, now], this.#leave)
  }

  async prune(before: number): Promise<number> {
    return (await this.#connection.transact((sql) => sql.executeSql(PRUNE, [before]))).rows.length
  }

  close(): Promise<void> {
    this.#closing ??= Promise.allSettled([...this.#storing, this.#turns.endAll()]).then(() => this.#connection.close())
    return this.#closing
  }

  readonly #leave: Move = (sql, row) => this.#connection.line.leave(sql, row)
  readonly #stepBack: Move = (sql, row) => this.#connection.line.stepBack(sql, row)

  /** What a dead owner has left behind is nobody else's turn, and pg-boss need not be asked. */
  async #takeOver(taking: unknown[]): Promise<Row | undefined> {
    return (await this.#connection.transact((sql) => sql.executeSql(TAKE_OVER, taking))).rows[0]
  }

  #takeHead(taking: readonly unknown[], held: readonly string[]): Promise<Row | 'not yet' | undefined> {
    return this.#connection.transact(async (sql) => {
      const head = await this.#connection.line.takeHead(sql, held)
      if (head === undefined) return undefined
      const { rows } = await sql.executeSql(TAKE, [...taking, head])
      if (rows[0] !== undefined) return rows[0]
      // Its key was held back after we had looked.
      await this.#connection.line.refuse(sql, head)
      return 'not yet'
    })
  }

  #changeHeld(held: Lease, change: { set: string; values: readonly unknown[]; move?: Move }): Promise<boolean> {
    const { id, fence, owner } = held
    const text = `UPDATE serin.jobs SET ${change.set} WHERE ${HELD} RETURNING key, line`
    return this.#change(text, [id, fence, owner, ...change.values], change.move)
  }

  /** Changes one job, or none, and the line with it. */
  #change(text: string, values: unknown[], move?: Move): Promise<boolean> {
    return this.#connection.transact(async (sql) => {
      const { rows } = await sql.executeSql(text, values)
      if (rows[0] !== undefined) await move?.(sql, rows[0])
      return rows[0] !== undefined
    })
  }
}

async function storeAll(
  sql: Sql,
  jobs: readonly NewJob[],
  { line }: PostgresConnection,
): Promise<('stored' | 'duplicate')[]> {
  const { rows } = await sql.executeSql(ENQUEUE, [
    jobs.map(({ deliveryId }) => deliveryId),
    jobs.map(({ intent }) => intent),
    jobs.map(({ key }) => key),
    jobs.map(({ payload }) => payloadText(payload)),
    jobs.map(({ storedAt }) => storedAt ?? null),
  ])
  await line.join(sql, rows)
  const stored = new Set(rows.map(({ delivery, intent }) => JSON.stringify([delivery, intent])))
  // Of equal jobs in one batch, the first is the one that was stored.
  return jobs.map(({ deliveryId, intent }) =>
    stored.delete(JSON.stringify([deliveryId, intent])) ? 'stored' : 'duplicate',
  )
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}

/** PostgreSQL's text has no place for NUL. */
function plain(text: string): string {
  return text.replaceAll('\0', '\u{fffd}')
}
