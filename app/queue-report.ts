import { formatDuration } from '../src/report/duration.ts'
import type { Counts, DeadLetter, UnfinishedJob } from './queue/queue.ts'

/** What waits and what is being done, as a table for a terminal, in the order of its turn. `now`: ms since 1970. */
export function unfinishedReport(jobs: readonly UnfinishedJob[], counts: Counts, now: number): string {
  const heads = new Map<string, string>()
  for (const { key, id } of jobs) if (!heads.has(key)) heads.set(key, id)
  const rows = jobs.map((job) => [
    job.id,
    stateOf(job, now, heads.get(job.key) === job.id),
    job.storedAt === undefined ? '' : ago(job.storedAt, now),
    `${job.attempt}`,
    job.key,
    job.intent,
    job.error ?? '',
  ])
  const sum = `${counts.waiting} waiting, ${counts.leased} being done, ${counts.done} done, ${counts.dead} given up`
  return `${table(['id', 'state', 'age', 'attempts', 'key', 'intent', 'last error'], rows)}${sum}\n`
}

/** What was given up, as a table for a terminal, the oldest first. `now`: ms since 1970. */
export function deadReport(letters: readonly DeadLetter[], now: number): string {
  const rows = letters.map(({ id, buriedAt, storedAt, attempt, key, intent, error }) => [
    id,
    ago(buriedAt, now),
    storedAt === undefined ? '' : ago(storedAt, now),
    `${attempt}`,
    key,
    intent,
    error,
  ])
  const header = ['id', 'given up', 'age', 'attempts', 'key', 'intent', 'error']
  return `${table(header, rows)}${letters.length} given up\n`
}

function stateOf({ state, due }: UnfinishedJob, now: number, isHead: boolean): string {
  if (state === 'leased') return due > now ? 'being done' : 'left behind'
  if (due > now) return `again in ${formatDuration((due - now) / 1000)}`
  return isHead ? 'waiting' : 'behind its key'
}

function ago(time: number, now: number): string {
  return formatDuration(Math.max(0, now - time) / 1000)
}

/** Nothing when there are no rows. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const lines = [header, ...rows].map((row) => row.map(printable))
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const padded = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return `${padded.map((line) => line.trimEnd()).join('\n')}\n`
}

/** An error may quote what a stranger wrote: nothing in it may move the cursor, colour the line or begin a new one. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}
