import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, isServerFailure, permitted } from './failure.ts'

/** `app` of the check runs that a workflow's own token makes, on github.com and on GitHub Enterprise Server. */
export const ACTIONS_APP = 'github-actions'

export interface CheckRun {
  readonly repository: string
  readonly sha: string
  readonly name: string
  /** `neutral` lets a required check pass and is no verdict that anything is released by. */
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'skipped' | 'cancelled'
  readonly title: string
  /** Markdown, at most 65,535 bytes. */
  readonly summary: string
  readonly detailsUrl?: string
  /** What the run says to programs. */
  readonly externalId?: string
}

/**
 * Writes the check run of this name on a commit: the one that is there is updated, so that a re-run leaves one.
 * @throws MissingPermission without `checks: write`.
 */
export async function upsertCheckRun(client: GitHubClient, run: CheckRun): Promise<string> {
  const purpose = { doing: `write the check run “${run.name}” in ${run.repository}`, permissions: ['checks: write'] }
  return permitted(purpose, async () => {
    for (const { id } of await findCheckRuns(client, run)) {
      const url = await updateOwn(client, run, id)
      if (url !== undefined) return url
    }
    return create(client, run)
  })
}

/** The newest check runs of a name on exactly this commit, newest first. */
export async function findCheckRuns(
  client: GitHubClient,
  search: { readonly repository: string; readonly sha: string; readonly name: string },
) {
  const answer = await client.rest.checks.listForRef({
    ...repositoryName(search.repository),
    ref: search.sha,
    check_name: search.name,
    filter: 'latest',
    per_page: 100,
  })
  const runs = answer.data.check_runs.filter((run) => run.head_sha === search.sha && run.name === search.name)
  return runs.toSorted((a, b) => b.id - a.id)
}

async function create(client: GitHubClient, run: CheckRun): Promise<string> {
  const name = repositoryName(run.repository)
  try {
    const created = await client.rest.checks.create({ ...name, head_sha: run.sha, ...contentOf(run) })
    return created.data.html_url ?? ''
  } catch (error) {
    // GitHub may have made it and failed afterwards: what counts is whether it is there.
    const made = isServerFailure(error) ? (await findCheckRuns(client, run))[0] : undefined
    if (made === undefined || made.output.summary !== run.summary) throw error
    return made.html_url ?? ''
  }
}

/** Another app's run of the same name is not ours to change (403 "Invalid app_id"). */
async function updateOwn(client: GitHubClient, run: CheckRun, id: number): Promise<string | undefined> {
  try {
    const updated = await client.rest.checks.update({
      ...repositoryName(run.repository),
      check_run_id: id,
      ...contentOf(run),
    })
    return updated.data.html_url ?? ''
  } catch (error) {
    if (isRequestFailure(error, 403) && error.message.startsWith('Invalid app_id')) return undefined
    throw error
  }
}

function contentOf(run: CheckRun) {
  const output = { title: run.title, summary: run.summary }
  const details = run.detailsUrl === undefined ? {} : { details_url: run.detailsUrl }
  const id = run.externalId === undefined ? {} : { external_id: run.externalId }
  return { name: run.name, status: 'completed' as const, conclusion: run.conclusion, output, ...details, ...id }
}
