import { type GitHubClient, repositoryName } from './client.ts'
import { permitted } from './failure.ts'

/** The head of a workflow run, as GitHub tells it; its names were chosen by whoever owns the fork. */
export interface RunHead {
  readonly sha: string
  readonly branch: string
  readonly repositoryId: number
  readonly owner: string
}

export type RunPullRequest =
  | { readonly kind: 'found'; readonly number: number; readonly baseSha: string }
  /** The pull request has a newer commit, or none is open from that branch, or several are. */
  | { readonly kind: 'moved-on'; readonly number: number; readonly headSha: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly numbers: readonly number[] }

/**
 * The pull request that a run of a fork was for. The run does not name it, so that it is looked up by the fork's
 * branch, and taken only if the repository's ids and the commit agree: a branch of the same name in another fork, or
 * of another repository, is another one.
 * @throws MissingPermission without `pull-requests: read`.
 */
export async function findPullRequestOfRun(
  client: GitHubClient,
  run: { readonly repository: string; readonly repositoryId: number; readonly head: RunHead },
): Promise<RunPullRequest> {
  const { repository, repositoryId, head } = run
  const purpose = { doing: `read the pull requests of ${repository}`, permissions: ['pull-requests: read'] }
  const pulls = await permitted(purpose, () =>
    client.paginate(client.rest.pulls.list, {
      ...repositoryName(repository),
      state: 'open',
      head: `${head.owner}:${head.branch}`,
      per_page: 100,
    }),
  )
  const fromThere = pulls.filter(
    (pull) =>
      pull.head.repo?.id === head.repositoryId && pull.head.ref === head.branch && pull.base.repo.id === repositoryId,
  )
  const [found, another] = fromThere.filter((pull) => pull.head.sha === head.sha)
  if (found !== undefined && another === undefined) {
    return { kind: 'found', number: found.number, baseSha: found.base.sha }
  }
  if (found !== undefined) return { kind: 'several', numbers: fromThere.map(({ number }) => number) }
  const [newer] = fromThere
  return newer === undefined ? { kind: 'none' } : { kind: 'moved-on', number: newer.number, headSha: newer.head.sha }
}
