import type { GitHubClient } from '../src/github/client.ts'

/** Where a story runs: the rim of the program, given in so that nothing below reaches for it. */
export interface Workplace {
  /** Acts on the model's repository. */
  readonly client: GitHubClient
  /** Acts on the gitops repository; `undefined` without the input `gitops-token`. */
  readonly gitopsClient: GitHubClient | undefined
  /** The checked-out model repository. */
  readonly workspace: string
  /** Shows trainings that run: a client that waits for nothing, and how often it is used at most. */
  readonly progress: { readonly client: GitHubClient; readonly everyMs: number }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly log: Log
  /** Aborted, with a {@link Cancelled}, when the workflow is cancelled. */
  readonly cancelled: AbortSignal
  readonly now: () => Date
  /** A text that nobody can guess. */
  readonly secretText: () => string
  /** The page of this run. */
  readonly runUrl: string | undefined
}

/** The workflow was cancelled: no report follows, since a newer run may be reporting already. See tell-cancellation.ts. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** The step's log. */
export interface Log {
  readonly info: (text: string) => void
  readonly warning: (text: string) => void
  readonly startGroup: (title: string) => void
  readonly endGroup: () => void
  /** Bytes of a command, as they come. */
  readonly raw: (text: string) => void
}
