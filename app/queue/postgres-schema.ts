import { UserError } from '../../src/errors.ts'
import type { Row } from './job-row.ts'

/** What pg-boss takes as a database, too: its pool, or one transaction of it. */
export interface Sql {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

/**
 * The version that pg-boss 12.35 gives its own tables. A pg-boss that has another one needs a step of ours, too: an
 * older process must not work on tables that a newer pg-boss has changed.
 */
export const PG_BOSS_SCHEMA = 43

interface Step {
  readonly sql: string
  /** The oldest version of Serin's schema whose processes can still work beside those of this one. */
  readonly oldest: number
}

// `due`: when a waiting job may run, when a leased one's lease ends. `place`: its turn, among all jobs; `line`: the same
// as the id that pg-boss knows it by, a UUID of version 8 that grows with the place.
const STEPS: readonly Step[] = [
  {
    oldest: 1,
    sql: `
      CREATE SEQUENCE serin.places;
      CREATE TABLE serin.jobs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        delivery text NOT NULL UNIQUE,
        intent text NOT NULL UNIQUE,
        key text NOT NULL,
        payload text NOT NULL,
        stored bigint,
        place bigint NOT NULL UNIQUE DEFAULT nextval('serin.places'),
        line uuid NOT NULL UNIQUE
          GENERATED ALWAYS AS (('00000000-0000-8000-8000-' || lpad(to_hex(place), 12, '0'))::uuid) STORED,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
        due bigint NOT NULL DEFAULT 0,
        attempt integer NOT NULL DEFAULT 0,
        owner text,
        fence integer NOT NULL DEFAULT 0,
        error text,
        finished bigint
      );
      CREATE INDEX unfinished ON serin.jobs (state, due) WHERE state IN ('waiting', 'leased');
      CREATE INDEX finished ON serin.jobs (state, finished) WHERE state IN ('done', 'dead');`,
  },
]

/** Two processes may start at once: the second waits here until the first has made the tables. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('serin.schema', 0))`

// By a query: to_regclass() may still remember what was there before this transaction had to wait for the lock.
const THERE = `
  SELECT FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
  WHERE nspname = 'serin' AND relname = 'version'`

/**
 * Brings Serin's own tables to this version, inside the transaction that is given.
 * @returns a sentence when a newer version has been here and this one may still work beside it.
 * @throws UserError when it may not.
 */
export async function migrate(transaction: Sql, pgBossSchema: number | null): Promise<string | undefined> {
  await transaction.executeSql(LOCK)
  const { version, oldest } = await readVersion(transaction)
  const newer = version > STEPS.length || (pgBossSchema ?? 0) > PG_BOSS_SCHEMA
  if (oldest > STEPS.length || (pgBossSchema ?? 0) > PG_BOSS_SCHEMA) {
    throw new UserError(
      `The queue’s database was changed by a newer version of Serin (schema ${version}, pg-boss ${pgBossSchema}).`,
      { fix: 'Run that version, or give DATABASE_URL another database.' },
    )
  }
  if (newer)
    return `The queue’s database has schema ${version}, newer than this version’s ${STEPS.length}: upgrade soon.`
  const missing = STEPS.slice(version)
  const last = missing.at(-1)
  if (last === undefined) return undefined
  for (const { sql } of missing) await transaction.executeSql(sql)
  await transaction.executeSql('DELETE FROM serin.version')
  await transaction.executeSql('INSERT INTO serin.version VALUES ($1, $2)', [STEPS.length, last.oldest])
  return undefined
}

async function readVersion(transaction: Sql): Promise<{ version: number; oldest: number }> {
  const { rows: found } = await transaction.executeSql(THERE)
  if (found.length === 0) {
    await transaction.executeSql(`
      CREATE SCHEMA IF NOT EXISTS serin;
      CREATE TABLE serin.version (version integer NOT NULL, oldest integer NOT NULL)`)
  }
  const { rows } = await transaction.executeSql('SELECT version, oldest FROM serin.version')
  return { version: Number(rows[0]?.version ?? 0), oldest: Number(rows[0]?.oldest ?? 0) }
}
