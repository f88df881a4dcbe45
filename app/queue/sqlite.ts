import { openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { UserError } from '../../src/errors.ts'
import { GroupCommit } from './group-commit.ts'
import { countQuery, countsOf, deadLetterOf, leasedJobOf, payloadText, unfinishedJobOf } from './job-row.ts'
import type { Lease, NewJob, Queue } from './queue.ts'

const UNFINISHED = "state IN ('waiting', 'leased')"

// `due`: when a waiting job may run, when a leased one's lease ends. `place`: its turn, among all jobs.
// AUTOINCREMENT, or a pruned job's id could come again and a stale lease would fit the new job.
// Each version of the schema is one more step; the version of a file is its `user_version`.
const STEPS = [
  `
  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery TEXT NOT NULL UNIQUE,
    intent TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    place INTEGER NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
    due INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    fence INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    finished INTEGER
  ) STRICT;
  CREATE INDEX unfinished ON jobs (key, place) WHERE ${UNFINISHED};
  CREATE INDEX finished ON jobs (state, finished) WHERE state IN ('done', 'dead');`,
  'ALTER TABLE jobs ADD COLUMN stored INTEGER;',
] as const

const NEXT_PLACE = '(SELECT coalesce(max(place), 0) + 1 FROM jobs)'
const HELD = "id = :id AND fence = :fence AND owner = :owner AND state = 'leased'"

// Steps from key to key through the index, and so does not slow down with the jobs that wait behind each other.
const NEXT_JOB = `
  WITH RECURSIVE keys (key) AS (
    SELECT min(key) FROM jobs WHERE ${UNFINISHED}
    UNION ALL
    SELECT (SELECT min(jobs.key) FROM jobs WHERE ${UNFINISHED} AND jobs.key > keys.key) FROM keys WHERE key IS NOT NULL
  ), heads (place) AS (
    SELECT (SELECT min(place) FROM jobs WHERE ${UNFINISHED} AND jobs.key = keys.key) FROM keys WHERE key IS NOT NULL
  )
  SELECT id FROM heads JOIN jobs ON jobs.place = heads.place WHERE due <= :now ORDER BY heads.place LIMIT 1`

const STATEMENTS = {
  enqueue: `INSERT INTO jobs (delivery, intent, key, payload, stored, place)
    VALUES (:delivery, :intent, :key, :payload, :stored, ${NEXT_PLACE}) ON CONFLICT DO NOTHING`,
  known: 'SELECT delivery FROM jobs WHERE delivery IN (SELECT value FROM json_each(:deliveries))',
  nextJob: NEXT_JOB,
  lease: `UPDATE jobs SET state = 'leased', owner = :owner, due = :until, attempt = attempt + 1, fence = fence + 1
    WHERE id = (${NEXT_JOB}) RETURNING *`,
  extend: `UPDATE jobs SET due = :until WHERE ${HELD}`,
  complete: `UPDATE jobs SET state = 'done', finished = :now, error = NULL WHERE ${HELD}`,
  retry: `UPDATE jobs SET state = 'waiting', due = :at, error = :error, attempt = attempt - :uncounted WHERE ${HELD}`,
  bury: `UPDATE jobs SET state = 'dead', finished = :now, error = :error WHERE ${HELD}`,
  giveBack: `UPDATE jobs SET state = 'waiting', due = 0, attempt = attempt - 1 WHERE ${HELD}`,
  counts: countQuery('jobs'),
  // Not by the index of all places: that begins with those that were done long ago.
  unfinished: `SELECT * FROM jobs WHERE place IN (
      SELECT place FROM jobs WHERE ${UNFINISHED} ORDER BY +place LIMIT :most) ORDER BY place`,
  deadLetters: "SELECT * FROM jobs WHERE state = 'dead' ORDER BY finished, place",
  rerun: `UPDATE jobs SET state = 'waiting', place = ${NEXT_PLACE}, due = 0, attempt = 0, finished = NULL
    WHERE id = :id AND state = 'dead'`,
  drop: `UPDATE jobs SET state = 'done', finished = :now WHERE id = :id AND state IN ('waiting', 'dead')`,
  prune: "DELETE FROM jobs WHERE state = 'done' AND finished < :before",
} as const

/** Of 4 KB. SQLite's own 1,000 are copied into the database so often that a third of the time goes there. */
const LOG_PAGES = 4_000

/** As a LIMIT of SQLite. */
const ALL = -1

type StatementName = keyof typeof STATEMENTS
type Values = Record<string, string | number | null>

/**
 * Opens the queue that lives in one SQLite file, and makes the file when there is none; `:memory:` keeps nothing.
 * Every write waits for the disk. Processes may share a file on one machine.
 * Throws a UserError when the file cannot be opened or was written by a newer version.
 */
export function openSqliteQueue(file: string): Queue {
  const { database, log } = openDatabase(file)
  const statements = prepareAll(database)
  const commits = new GroupCommit(database, log)
  const change = (name: StatementName, values: Values) =>
    commits.add(() => Number(statements[name].run(values).changes))
  const changeHeld = async (name: StatementName, { id, owner, fence }: Lease, values: Values) =>
    (await change(name, { id, owner, fence, ...values })) === 1

  return {
    async enqueue(job) {
      return (await change('enqueue', valuesOf(job))) === 1 ? 'stored' : 'duplicate'
    },
    async known(deliveryIds) {
      const rows = statements.known.all({ deliveries: JSON.stringify(deliveryIds) })
      return rows.map(({ delivery }) => String(delivery))
    },
    async lease({ owner, now, leaseMs }) {
      // A look first: a worker asks at every new comment, mostly for nothing, and shall not hold up those who store.
      if (statements.nextJob.get({ now }) === undefined) return undefined
      const row = await commits.add(() => statements.lease.get({ owner, now, until: now + leaseMs }))
      return row === undefined ? undefined : leasedJobOf(row)
    },
    extend: (held, { now, leaseMs }) => changeHeld('extend', held, { until: now + leaseMs }),
    complete: (held, { now }) => changeHeld('complete', held, { now }),
    retry: (held, { at, error, isUncounted }) =>
      changeHeld('retry', held, { at, error, uncounted: isUncounted ? 1 : 0 }),
    bury: (held, { now, error }) => changeHeld('bury', held, { now, error }),
    giveBack: (held) => changeHeld('giveBack', held, {}),
    alone: (_, work) => work(false),
    counts: async () => countsOf(statements.counts.all()),
    unfinished: async (most = ALL) => statements.unfinished.all({ most }).map(unfinishedJobOf),
    deadLetters: async () => statements.deadLetters.all().map(deadLetterOf),
    rerun: async (id) => (await change('rerun', { id })) === 1,
    drop: async (id, { now }) => (await change('drop', { id, now })) === 1,
    prune: (before) => change('prune', { before }),
    close: () => commits.close(),
  }
}

function openDatabase(file: string): { database: DatabaseSync; log: number | undefined } {
  try {
    // Another process on the same file is waited for, up to five seconds.
    const database = new DatabaseSync(file, { timeout: 5_000 })
    // NORMAL, because GroupCommit itself waits for the log to be on disk before it promises anything.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
    prepareSchema(database, file)
    // The log keeps its name and its inode as long as anyone has the database open.
    return { database, log: file === ':memory:' ? undefined : openSync(`${file}-wal`, 'r+') }
  } catch (cause) {
    if (cause instanceof UserError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UserError(`the queue's database cannot be opened: ${reason}`, {
      place: { file },
      fix: 'Its folder must exist and be writable, and the file must be a database that Serin made.',
      cause,
    })
  }
}

function prepareSchema(database: DatabaseSync, file: string): void {
  // In one transaction: two processes may start at once on a new file.
  database.exec('BEGIN IMMEDIATE')
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version > STEPS.length) {
    database.close()
    throw new UserError(`the queue's database was written by a newer version of Serin (schema ${version})`, {
      place: { file },
      fix: 'Run that version, or name another file.',
    })
  }
  for (const step of STEPS.slice(version)) database.exec(step)
  database.exec(`PRAGMA user_version = ${STEPS.length}`)
  database.exec('COMMIT')
}

function prepareAll(database: DatabaseSync): Readonly<Record<StatementName, StatementSync>> {
  return Object.fromEntries(
    Object.entries(STATEMENTS).map((entry): unknown[] => [entry[0], database.prepare(entry[1])]),
  )
}

function valuesOf({ deliveryId, intent, key, payload, storedAt }: NewJob): Values {
  return { delivery: deliveryId, intent, key, payload: payloadText(payload), stored: storedAt ?? null }
}
