import type { Counts, DeadLetter, Job, LeasedJob, UnfinishedJob } from './queue.ts'

/** A row of the table of jobs, whose columns have the same names in every engine. */
export type Row = Readonly<Record<string, unknown>>

export function leasedJobOf(row: Row): LeasedJob {
  return { ...jobOf(row), owner: String(row.owner), fence: Number(row.fence) }
}

export function deadLetterOf(row: Row): DeadLetter {
  return { ...jobOf(row), error: String(row.error), buriedAt: Number(row.finished) }
}

export function unfinishedJobOf(row: Row): UnfinishedJob {
  const state = row.state === 'leased' ? 'leased' : 'waiting'
  const owner = state === 'leased' ? { owner: String(row.owner) } : {}
  const error = row.error === null ? {} : { error: String(row.error) }
  return { ...jobOf(row), state, due: Number(row.due), ...owner, ...error }
}

/**
 * The query for {@link countsOf}. Each state by its own index: a look at the metrics must not read every job of a month,
 * while nobody else is answered.
 */
export function countQuery(table: string): string {
  const counts = [
    ['waiting', "'waiting', 'leased'"],
    ['leased', "'waiting', 'leased'"],
    ['done', "'done', 'dead'"],
    ['dead', "'done', 'dead'"],
  ].map(
    ([state, indexed]) =>
      `SELECT '${state}' AS state, count(*) AS jobs FROM ${table} WHERE state = '${state}' AND state IN (${indexed})`,
  )
  return counts.join(' UNION ALL ')
}

/** Of the rows `state`, `jobs`: how many there are in each state. */
export function countsOf(rows: readonly Row[]): Counts {
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.jobs ?? 0)
  return { waiting: of('waiting'), leased: of('leased'), done: of('done'), dead: of('dead') }
}

/** The payload as it is kept. Throws a TypeError for what JSON cannot hold. */
export function payloadText(payload: unknown): string {
  const text: string | undefined = JSON.stringify(payload)
  if (text === undefined) throw new TypeError('a job needs a payload that JSON can hold')
  return text
}

function jobOf(row: Row): Job {
  return {
    id: String(row.id),
    deliveryId: String(row.delivery),
    intent: String(row.intent),
    key: String(row.key),
    payload: JSON.parse(String(row.payload)),
    attempt: Number(row.attempt),
    ...(row.stored === null ? {} : { storedAt: Number(row.stored) }),
  }
}
