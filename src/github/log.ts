import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, permitted } from './failure.ts'

export interface LoggedCommit {
  readonly sha: string
  readonly message: string
  readonly url: string
  /** ISO 8601, by the committer's clock. */
  readonly date: string
  /** As git has the name: anybody may write anything there. */
  readonly author: string
}

/** The newest commits that touch a file, seen from a commit, newest first; one page. */
export async function readLog(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly path: string; readonly limit: number },
): Promise<readonly LoggedCommit[]> {
  const purpose = { doing: `read the history of ${at.repository}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () =>
    client.rest.repos.listCommits({
      ...repositoryName(at.repository),
      sha: at.commit,
      path: at.path,
      per_page: at.limit,
    }),
  )
  return answer.data.map((entry) => ({
    sha: entry.sha,
    message: entry.commit.message,
    url: entry.html_url,
    date: entry.commit.committer?.date ?? '',
    author: entry.commit.author?.name ?? '',
  }))
}

/** The parents of a commit, first parent first; `undefined` when GitHub does not know the commit. */
export async function readParents(
  client: GitHubClient,
  repository: string,
  sha: string,
): Promise<readonly string[] | undefined> {
  const purpose = { doing: `read the commits of ${repository}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () =>
    absentAs404(() => client.rest.git.getCommit({ ...repositoryName(repository), commit_sha: sha })),
  )
  return answer?.data.parents.map((parent) => parent.sha)
}

/** How `head` stands to `base`, and the files that differ; `undefined` when either is gone or they share no history. */
export async function compareCommits(
  client: GitHubClient,
  pair: { readonly repository: string; readonly base: string; readonly head: string },
): Promise<
  | { readonly status: 'ahead' | 'behind' | 'identical' | 'diverged'; readonly files: readonly string[] | undefined }
  | undefined
> {
  const { base, head } = pair
  const basehead = `${base}...${head}`
  const purpose = { doing: `compare commits of ${pair.repository}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () =>
    absentAs404(() => client.rest.repos.compareCommitsWithBasehead({ ...repositoryName(pair.repository), basehead })),
  )
  if (answer === undefined) return undefined
  const files = answer.data.files ?? []
  // At most 300 files are named, all on the first page.
  const named = files.flatMap((file) =>
    file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
  )
  return { status: answer.data.status, files: files.length >= 300 ? undefined : named }
}
