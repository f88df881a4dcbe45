import { findCheckRuns } from '../src/github/check-run.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { permitted } from '../src/github/failure.ts'
import type { CheckRunNow } from '../src/github/pull-request-now.ts'
import { type CommitVerdict, verdictOf } from '../src/release/candidate.ts'
import { checkName } from '../src/release/check-name.ts'
import type { EvaluationReport } from '../src/release/proposal-body.ts'
import type { Reason } from '../src/release/reason.ts'
import { versionOf } from '../src/release/version.ts'
import type { OpenRepository } from './load-release.ts'

/** Whether a commit's verdict allows a release, and of which build. */
export type ReadVerdict =
  | { readonly kind: 'passed'; readonly version: string; readonly report: EvaluationReport }
  | ({ readonly kind: 'refused' } & Reason)

/**
 * Reads a commit's verdict. Only the check run of exactly this commit counts. It names the build that was judged: of a
 * merge that was not trained again it is the pull request's; by default it is the commit's own.
 */
export async function readVerdict(
  { client, repository }: OpenRepository,
  asked: {
    readonly sha: string
    readonly model: string
    readonly app: string
    /** When the command was given, ISO 8601. */
    readonly askedAt: string
    /** Where they were read just now. */
    readonly runs?: readonly CheckRunNow[] | undefined
  },
): Promise<ReadVerdict> {
  const name = checkName(asked.model)
  const runs = asked.runs ?? (await readRuns(client, { repository: repository.fullName, sha: asked.sha, name }))
  const verdict = verdictOf(runs, asked.app, asked.askedAt)
  if (verdict.kind !== 'pass') return { kind: 'refused', ...whyNot(verdict.kind, asked.sha, name) }
  const { title = '', summary = '', url = '' } = runs.find(({ app }) => app === asked.app) ?? {}
  const report = { commit: asked.sha, title, summary, url }
  return { kind: 'passed', version: verdict.version ?? versionOf(asked.sha), report }
}

async function readRuns(
  client: GitHubClient,
  at: { readonly repository: string; readonly sha: string; readonly name: string },
): Promise<readonly CheckRunNow[]> {
  const purpose = { doing: `read the check runs of ${at.repository}`, permissions: ['checks: read'] }
  const runs = await permitted(purpose, () => findCheckRuns(client, at))
  return runs.map(
    ({
      id,
      name,
      status,
      conclusion,
      app,
      external_id: externalId,
      completed_at: completedAt,
      output,
      html_url: url,
    }) => {
      const { title, summary } = output
      const words = { title: title ?? '', summary: summary ?? '', url: url ?? '' }
      return { id, name, status, conclusion, completedAt, app: app?.slug, externalId, ...words }
    },
  )
}

function whyNot(verdict: Exclude<CommitVerdict['kind'], 'pass'>, sha: string, name: string): Reason {
  const commit = `\`${sha.slice(0, 12)}\``
  switch (verdict) {
    case 'not-passed':
      return { code: 'verdict-failed', reason: `The gates did not pass for ${commit} (check run “${name}”).` }
    case 'cancelled':
      return {
        code: 'verdict-missing',
        reason: `There is no verdict for ${commit}: its evaluation was cancelled. Run the workflow again.`,
      }
    case 'running':
      return {
        code: 'verdict-running',
        reason: `The evaluation of ${commit} is not finished. Comment again when the check run “${name}” is there.`,
      }
    case 'missing':
      return {
        code: 'verdict-missing',
        reason: `There is no verdict for ${commit}. The workflow has not written the check run “${name}” on that commit with its own token.`,
      }
    case 'younger':
      return {
        code: 'verdict-younger',
        reason: `The evaluation of ${commit} was finished after the command was given. Look at its report, then comment again.`,
      }
  }
}
