import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../../src/errors.ts'
import type { Queue } from './queue.ts'
import { openSqliteQueue } from './sqlite.ts'

export interface QueueSettings {
  /** The file of the embedded queue. */
  readonly database: string
  /** The address of a PostgreSQL database, which is used instead when it is given. It holds a password. */
  readonly databaseUrl?: string | undefined
}

/**
 * Opens the queue that the settings name: one in a PostgreSQL database, else the embedded one, whose folder is made.
 * Throws a UserError when it cannot be opened.
 * @param warn is told what the operator should know.
 */
export async function openQueue(
  { database, databaseUrl }: QueueSettings,
  warn: (sentence: string) => void,
): Promise<Queue> {
  if (databaseUrl !== undefined) {
    // Nobody waits for a client of PostgreSQL to load who has none.
    const { openPostgresQueue } = await import('./postgres.ts')
    return openPostgresQueue({ url: databaseUrl, warn })
  }
  try {
    mkdirSync(dirname(database), { recursive: true })
  } catch (cause) {
    throw new UserError(`The environment variable SERIN_DATABASE names ${database}, whose folder cannot be made.`, {
      fix: 'Name a file in a folder that this process may write to.',
      cause,
    })
  }
  return openSqliteQueue(database)
}
