import { UserError } from '../errors.ts'

/** What a request was for, so that a refusal can name the rights that are missing. */
export interface Purpose {
  /** Continues "could not …", for example "write the comment on acme/iris#7". */
  readonly doing: string
  /** The lines of a workflow's or an app's `permissions`, for example `pull-requests: write`. */
  readonly permissions: readonly string[]
}

export interface RequestFailure extends Error {
  readonly status: number
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>
    readonly data?: unknown
  }
}

/** Whether this is an answer of GitHub's with the given status (any, when none is given). */
export function isRequestFailure(error: unknown, ...statuses: readonly number[]): error is RequestFailure {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false
  return statuses.length === 0 || statuses.includes(error.status)
}

/** Whether GitHub failed on its side. It may have done what it was asked for all the same. */
export function isServerFailure(error: unknown): error is RequestFailure {
  return isRequestFailure(error) && error.status >= 500
}

/** What a person is told of a request that GitHub failed or refused for now; `undefined` when the request itself was wrong. */
export function passingFailure(error: unknown, doing: string): UserError | undefined {
  if (!isRequestFailure(error)) return undefined
  const said = `GitHub answered ${error.status} “${firstLine(error.message)}” when Serin wanted to ${doing}.`
  const { status, message } = error
  if (status >= 500) return new UserError(said, { fix: 'Run the workflow again.', cause: error })
  if (status !== 429 && !/rate limit|abuse detection/i.test(message)) return undefined
  return new UserError(said, {
    fix: 'Run the workflow again when the limit is over, in an hour at most.',
    cause: error,
  })
}

/** A right that the token does not have: the person who wrote the workflow or installed the app can add it. */
export class MissingPermission extends UserError {
  readonly permissions: readonly string[]

  constructor(purpose: Purpose, cause: RequestFailure) {
    super(`The token may not ${purpose.doing}: GitHub answered ${cause.status} “${firstLine(cause.message)}”.`, {
      fix: fixOf(purpose, cause),
      cause,
    })
    this.permissions = purpose.permissions
  }
}

/**
 * Runs a request and turns a refusal for missing rights into a {@link MissingPermission} that names the lines to add.
 * A 404 counts too when `hidden` is set: GitHub hides what a token cannot see.
 */
export async function permitted<T>(purpose: Purpose, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (isRequestFailure(error, 403) && isAboutRights(error)) throw new MissingPermission(purpose, error)
    if (isRequestFailure(error, 401)) throw badToken(purpose, error)
    throw error
  }
}

/** Runs a read whose subject may be absent; 404 becomes `undefined`. */
export async function absentAs404<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request()
  } catch (error) {
    if (isRequestFailure(error, 404)) return undefined
    throw error
  }
}

function isAboutRights(error: RequestFailure): boolean {
  return /not accessible by|must have|not permitted|archived|blocked|locked|suspended|refusing to allow/i.test(
    error.message,
  )
}

function badToken(purpose: Purpose, cause: RequestFailure): UserError {
  return new UserError(`The token was not accepted when Serin wanted to ${purpose.doing} (401 Bad credentials).`, {
    fix: 'It has expired, was revoked or belongs to another server; make a new one.',
    cause,
  })
}

function fixOf(purpose: Purpose, cause: RequestFailure): string {
  if (/not permitted to create or approve pull requests/i.test(cause.message)) {
    return 'Allow it in the settings of the repository (Actions, General, “Allow GitHub Actions to create and approve pull requests”), or give an app’s token.'
  }
  if (!/not accessible by/i.test(cause.message)) return 'The repository’s settings forbid it.'
  const lines = purpose.permissions.map((line) => `\n  ${line}`).join('')
  return `Add to the job’s (or the app’s) permissions:\n\npermissions:${lines}\n`
}

function firstLine(text: string): string {
  return text.split(/\r?\n| - https:/, 1)[0] ?? text
}
