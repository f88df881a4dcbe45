import type { OpenTransaction, PostgresConnection } from './postgres-connection.ts'

/** Below the time that a stopping process gives its jobs, so that whoever waits then still comes to an end. */
const LONGEST_WAIT = '10s'
/** Longer than a turn lasts; after that the server ends one whose machine it does not hear of any more. */
const LONGEST_TURN = '60s'

const KEY = "hashtextextended('serin.turn:' || $1, 0)"
const BOUND = `SET LOCAL lock_timeout = '${LONGEST_WAIT}'; SET LOCAL idle_in_transaction_session_timeout = '${LONGEST_TURN}'`
const TRY = `SELECT pg_try_advisory_xact_lock(${KEY}) AS is_free`
const WAIT = `SELECT pg_advisory_xact_lock(${KEY})`

/**
 * Turns among all processes on one database, first come, first served. A turn is a lock of a transaction that does
 * nothing else: a process that dies gives it up with its connection, and a pooler between them does not matter.
 */
export class PostgresTurns {
  readonly #connection: Pick<PostgresConnection, 'begin'>
  readonly #taken = new Set<OpenTransaction>()

  constructor(connection: Pick<PostgresConnection, 'begin'>) {
    this.#connection = connection
  }

  /** Does the work in turn, or at once when the database gives no turn. */
  async take<Result>(name: string, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    const turn = await this.#connection.begin().catch(nothing)
    if (turn === undefined) return work(true)
    this.#taken.add(turn)
    try {
      return await work(await hasToWait(turn, name))
    } finally {
      this.#taken.delete(turn)
      await turn.rollback()
    }
  }

  /** Whoever is still at work goes on without. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#taken].map((turn) => turn.rollback()))
  }
}

async function hasToWait({ db }: OpenTransaction, name: string): Promise<boolean> {
  try {
    await db.executeSql(BOUND)
    const { rows } = await db.executeSql(TRY, [name])
    if (rows[0]?.is_free === true) return false
    await db.executeSql(WAIT, [name])
  } catch {
    // Waited too long, or cut off: the others' changes show when this one's is written.
  }
  return true
}

function nothing(): undefined {}
