import { UserError } from '../src/errors.ts'
import { type CheckRun, upsertCheckRun } from '../src/github/check-run.ts'
import { readViewer, upsertComment } from '../src/github/comment.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { checkName } from '../src/release/check-name.ts'
import { isNewest } from './comments.ts'
import { orMistake } from './or-mistake.ts'
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
    readonly conclusion: CheckRun['conclusion']
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
    checkUrl: check instanceof UserError ? undefined : check,
    commentUrl: comment instanceof UserError ? undefined : comment,
    mistakes: mistakes.filter((mistake) => !isExpected(mistake, audience, workplace.log)),
  }
}

/** Whether a mistake is only that a fork's run has no rights; then it is told in the log. */
export function isExpected(mistake: UserError, { fromFork }: Pick<Audience, 'fromFork'>, log: Log): boolean {
  if (!fromFork || !(mistake instanceof MissingPermission)) return false
  log.warning(`${mistake.what} That is so for every pull request from a fork; the report is in the job summary.`)
  return true
}

function checkRunOf({ model, repository, sha, check }: PublishableReport, runUrl: string | undefined) {
  return { repository, sha, name: checkName(model), ...check, ...(runUrl === undefined ? {} : { detailsUrl: runUrl }) }
}

async function commentOn(
  { model, repository, sha, comment }: PublishableReport,
  pullRequest: number | undefined,
  { client, log }: Workplace,
): Promise<string | undefined> {
  if (pullRequest === undefined) return undefined
  const marker = reportMarker(model)
  const body = `${marker}\n${comment}`
  const author = () => readViewer(client)
  const mayReplace = () => isNewest({ repository, pullRequest, sha }, { client, log })
  return (await upsertComment(client, { repository, pullRequest, marker, body, author, mayReplace })).url
}

/** The hidden first line by which a model's comment is found again. */
export function reportMarker(model: string): string {
  return `<!-- serin:report model=${model} -->`
}
