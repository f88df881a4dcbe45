import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { DatabaseSync } from 'node:sqlite'

/**
 * Loaded into the app's process before the app: kills it at one of its queue's commits, on either engine. Which one
 * stands in the file that `DIES_AT` names: `3 before` is the third from the file's writing on, before it takes effect,
 * `3 after` once it has, and before the app hears of it.
 */
const file = process.env.DIES_AT ?? ''
let last = ''
let seen = 0

function isDeadly(moment: 'before' | 'after'): boolean {
  return last === `${seen} ${moment}`
}

function countCommit(): void {
  const now = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (now !== last) seen = 0
  last = now
  seen += 1
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (sql) {
  if (sql !== 'COMMIT') return exec.call(this, sql)
  countCommit()
  if (isDeadly('before')) die()
  exec.call(this, sql)
  if (isDeadly('after')) die()
}

type Query = (this: unknown, ...values: unknown[]) => Promise<unknown>
const { Client } = createRequire(import.meta.url)('pg') as { Client: { prototype: { query: Query } } }
const query = Client.prototype.query
Client.prototype.query = function (...values) {
  if (values[0] !== 'COMMIT') return query.apply(this, values)
  countCommit()
  if (isDeadly('before')) die()
  const isLast = isDeadly('after')
  return query.apply(this, values).then((answer) => {
    if (isLast) die()
    return answer
  })
}
