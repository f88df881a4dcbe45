import type { AuditEntry } from './audit.ts'
import type { GitHubAccess } from './github-access.ts'
import type { Queue } from './queue/queue.ts'

/** What the stories of the app need from outside. */
export interface Desk {
  readonly github: GitHubAccess
  readonly now: () => Date
  /** Keeps other processes from doing what bears the same name, while it can. */
  readonly alone: Queue['alone']
  /** Waits before a change is tried again that others got in the way of, each time another while: replicas must not march in step. */
  readonly pause: (attempt: number) => Promise<void>
  /** The app whose check runs tell verdicts: the workflow's own. */
  readonly verdictApp: string
  /** Tells the operator something that is the same for every command: once. */
  readonly sayOnce: (sentence: string) => void
  /** Keeps what became of a command. */
  readonly audit: (entry: AuditEntry) => void
  /** Aborts when the work has passed to another process or this one ends: nothing may be written any more. */
  readonly ending: AbortSignal
}
