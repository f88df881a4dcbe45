import { UserError } from '../src/errors.ts'
import { type CheckRun, upsertCheckRun } from '../src/github/check-run.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { checkName } from '../src/release/check-name.ts'
import { renderCheckId, versionOf } from '../src/release/version.ts'
import type { Report } from '../src/report/content.ts'
import type { Failure } from '../src/report/failure.ts'
import { orMistake } from './or-mistake.ts'
import { reportMarker, writeReportComment } from './report-comment.ts'
import type { Log, Workplace } from './workplace.ts'

/** A report in the three lengths that its places take. */
export interface PublishableReport {
  readonly model: string
  readonly repository: string
  readonly sha: string
  /** The build that was judged; by default the commit's own. */
  readonly version?: string
  readonly comment: string
  readonly check: {
    readonly title: string
    readonly summary: string
    readonly conclusion: CheckRun['conclusion']
  }
  readonly summary: string
  /** What one comment on several models says of this one; nothing of a model that is not concerned. */
  readonly part: ReportPart | undefined
}

/** A report, or why there is none. */
export type ReportPart =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'failure'; readonly failure: Failure }

/** Where a report can be read. */
export interface Published {
  readonly report: string
  readonly summary: string
  readonly commentUrl: string | undefined
  readonly checkUrl: string | undefined
  readonly part: ReportPart | undefined
}

/** Where to publish. */
export interface Audience {
  /** `undefined`: there is no pull request to comment on. */
  readonly pullRequest: number | undefined
  /** From a fork or by Dependabot: GitHub makes the token read-only, whatever the workflow says, and a missing right is no mistake. */
  readonly fromFork: boolean
}

/**
 * Publishes a report as the model's sticky comment and as the check run of its commit. The check run comes first:
 * it is what a release is decided from.
 * @returns what stood in the way beside what was published: the report is in the job summary all the same.
 */
export async function publishReport(
  report: PublishableReport,
  audience: Audience,
  workplace: Workplace,
): Promise<Published & { readonly mistakes: readonly UserError[] }> {
  const { pullRequest } = audience
  const check = await orMistake('write the check run', () =>
    upsertCheckRun(workplace.client, checkRunOf(report, workplace.runUrl)),
  )
  const comment = await orMistake('write the comment', () => commentOn(report, pullRequest, workplace))
  const mistakes = [check, comment].filter((result) => result instanceof UserError)
  return {
    report: report.comment,
    summary: report.summary,
    part: report.part,
    checkUrl: check instanceof UserError ? undefined : check,
    commentUrl: comment instanceof UserError ? undefined : comment,
    mistakes: mistakes.filter((mistake) => !isExpected(mistake, audience, workplace.log)),
  }
}

/** Whether a mistake is only that a fork's run has no rights; then it is told in the log. */
export function isExpected(mistake: UserError, { fromFork }: Pick<Audience, 'fromFork'>, log: Log): boolean {
  if (!fromFork || !(mistake instanceof MissingPermission)) return false
  log.warning(
    `${mistake.what} That is so for pull requests from a fork or by Dependabot; the report is in the job summary.`,
  )
  return true
}

function checkRunOf(report: PublishableReport, runUrl: string | undefined): CheckRun {
  const { model, repository, sha, version = versionOf(sha), check } = report
  const externalId = renderCheckId(version)
  const details = runUrl === undefined ? {} : { detailsUrl: runUrl }
  return { repository, sha, name: checkName(model), ...check, externalId, ...details }
}

async function commentOn(
  { model, repository, sha, comment: text }: PublishableReport,
  pullRequest: number | undefined,
  workplace: Workplace,
): Promise<string | undefined> {
  if (pullRequest === undefined) return undefined
  const marker = reportMarker(model)
  return (await writeReportComment({ repository, pullRequest, sha }, { marker, text }, workplace)).url
}
