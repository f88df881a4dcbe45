import { upsertCheckRun } from '../src/github/check-run.ts'
import { readViewer, upsertComment } from '../src/github/comment.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { checkName } from '../src/release/check-name.ts'
import type { Log, Workplace } from './workplace.ts'

/** A report in the three lengths that its places take. */
export interface PublishableReport {
  readonly model: string
  readonly repository: string
  readonly sha: string
  readonly comment: string
  readonly check: {
    readonly title: string
    readonly summary: string
    readonly conclusion: 'success' | 'failure' | 'skipped'
  }
  readonly summary: string
}

/** Where a report can be read. */
export interface Published {
  readonly report: string
  readonly summary: string
  readonly commentUrl: string | undefined
  readonly checkUrl: string | undefined
}

/** Where to publish. */
export interface Audience {
  /** `undefined`: there is no pull request to comment on. */
  readonly pullRequest: number | undefined
  /** From a fork: GitHub makes the token read-only, whatever the workflow says, and a missing right is no mistake. */
  readonly fromFork: boolean
}

/**
 * Publishes a report as the model's sticky comment and as the check run of its commit. The check run comes first:
 * it is what a release is decided from.
 * @returns the failures beside what was published: without a right the report is still in the job summary.
 */
export async function publishReport(
  report: PublishableReport,
  audience: Audience,
  workplace: Workplace,
): Promise<Published & { readonly missing: readonly MissingPermission[] }> {
  const attempt = attemptWith(audience, workplace.log)
  const check = await attempt(() => upsertCheckRun(workplace.client, checkRunOf(report, workplace.runUrl)))
  const comment = await attempt(() => commentOn(report, audience.pullRequest, workplace))
  const missing = [check, comment].flatMap((result) => (result.kind === 'missing' ? [result.error] : []))
  return {
    report: report.comment,
    summary: report.summary,
    checkUrl: check.kind === 'done' ? check.value : undefined,
    commentUrl: comment.kind === 'done' ? comment.value : undefined,
    missing,
  }
}

type Result<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused' }
  | { readonly kind: 'missing'; readonly error: MissingPermission }

function attemptWith({ fromFork }: Audience, log: Log) {
  return async <T>(publish: () => Promise<T>): Promise<Result<T>> => {
    try {
      return { kind: 'done', value: await publish() }
    } catch (error) {
      if (!(error instanceof MissingPermission)) throw error
      if (!fromFork) return { kind: 'missing', error }
      log.warning(`${error.what} That is so for every pull request from a fork; the report is in the job summary.`)
      return { kind: 'refused' }
    }
  }
}

function checkRunOf({ model, repository, sha, check }: PublishableReport, runUrl: string | undefined) {
  return { repository, sha, name: checkName(model), ...check, ...(runUrl === undefined ? {} : { detailsUrl: runUrl }) }
}

async function commentOn(
  report: PublishableReport,
  pullRequest: number | undefined,
  { client }: Workplace,
): Promise<string | undefined> {
  if (pullRequest === undefined) return undefined
  const marker = reportMarker(report.model)
  const body = `${marker}\n${report.comment}`
  const author = () => readViewer(client)
  return (await upsertComment(client, { repository: report.repository, pullRequest, marker, body, author })).url
}

/** The hidden first line by which a model's comment is found again. */
export function reportMarker(model: string): string {
  return `<!-- serin:report model=${model} -->`
}
