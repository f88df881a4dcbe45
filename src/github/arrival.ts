import { type GitHubClient, repositoryName } from './client.ts'
import { permitted } from './failure.ts'
import { findMergedPullRequest } from './pull-request.ts'

/**
 * When a commit came to a branch, ISO 8601: the committer's date of the merge that brought it, or its own when it was
 * pushed, squashed or rebased there.
 */
export async function readArrival(
  client: GitHubClient,
  commit: { readonly repository: string; readonly branch: string; readonly sha: string; readonly date: string },
): Promise<string> {
  const merge = (await findMergedPullRequest(client, commit))?.mergeCommit
  if (merge === undefined || merge === commit.sha) return commit.date
  const purpose = { doing: `read the commits of ${commit.repository}`, permissions: ['contents: read'] }
  const { data } = await permitted(purpose, () =>
    client.rest.git.getCommit({ ...repositoryName(commit.repository), commit_sha: merge }),
  )
  // A rebased pull request names its last commit: a later one of the same merge, or this one.
  return data.committer.date > commit.date ? data.committer.date : commit.date
}
