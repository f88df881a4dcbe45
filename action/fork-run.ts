import { z } from 'zod'
import { UserError } from '../src/errors.ts'
import type { RunHead } from '../src/github/run-pull-request.ts'

/**
 * Its pull requests are of this repository, and their runs are treated as a fork's: no secrets, and a token that reads.
 * Source: docs.github.com "Dependabot on GitHub Actions", "Restrictions when Dependabot triggers events".
 */
export const DEPENDABOT = 'dependabot[bot]'

/** A finished run of the workflow that evaluates pull requests, as GitHub tells of it. */
export interface FinishedRun {
  readonly id: number
  readonly url: string
  /** The event that started it, for example `pull_request`. */
  readonly event: string
  readonly conclusion: string
  readonly headSha: string
  readonly byDependabot: boolean
  /** `undefined` when the fork is gone. */
  readonly head: RunHead | undefined
}

/** The part of the event `workflow_run` that is read. */
export const workflowRun = z.object({
  id: z.number(),
  html_url: z.string(),
  event: z.string(),
  conclusion: z.string().nullable(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  repository: z.object({ id: z.number() }),
  actor: z.object({ login: z.string() }).nullish(),
  head_repository: z.object({ id: z.number(), owner: z.object({ login: z.string() }) }).nullable(),
})

/** @throws UserError when the run has not ended: the workflow listens to the wrong moment. */
export function finishedRun(run: z.infer<typeof workflowRun>): FinishedRun {
  if (run.conclusion === null) {
    throw new UserError('The run of the pull request has not ended yet.', {
      fix: 'Write `types: [completed]` below `workflow_run:`.',
    })
  }
  const { head_repository: from, head_branch: branch, head_sha: sha } = run
  return {
    id: run.id,
    url: run.html_url,
    event: run.event,
    conclusion: run.conclusion,
    headSha: sha,
    byDependabot: run.actor?.login === DEPENDABOT,
    head:
      from === null || branch === null ? undefined : { sha, branch, repositoryId: from.id, owner: from.owner.login },
  }
}

/** A run of a pull request from a fork, or of Dependabot’s, that has come to an end of its own. */
export type ReportableRun = FinishedRun & { readonly head: RunHead }

/** Whether a run has anything to be reported here; if not, the reason as a sentence. */
export function reportable(run: FinishedRun, repositoryId: number): ReportableRun | { readonly reason: string } {
  const { event, head, conclusion, byDependabot } = run
  if (event !== 'pull_request')
    return { reason: 'The finished run was for no pull request, so there is nothing to report.' }
  if (head === undefined)
    return { reason: 'The fork that the finished run was for is gone, so there is nothing to report.' }
  if (head.repositoryId === repositoryId && !byDependabot) {
    return { reason: 'The finished run was for a branch of this repository, and has reported itself.' }
  }
  if (conclusion !== 'success' && conclusion !== 'failure') {
    return { reason: 'The run of the pull request did not come to its end, so there is nothing to report.' }
  }
  return { ...run, head }
}
