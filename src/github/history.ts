import { type GitHubClient, repositoryName } from './client.ts'
import { type LoggedCommit, readLog } from './log.ts'

/** A commit and the pull requests that brought it. */
export interface CommitOfPulls extends LoggedCommit {
  readonly pulls: readonly MergedPull[]
}

export interface MergedPull {
  readonly body: string
  readonly headBranch: string
  readonly isFromFork: boolean
  readonly baseBranch: string
}

/** What {@link HISTORY_FIELDS} answers for one commit. */
export interface HistoryNode {
  readonly oid: string
  readonly message: string
  readonly url: string
  readonly committedDate: string
  readonly author: { readonly name: string | null } | null
  readonly associatedPullRequests: { readonly nodes: readonly PullNode[] } | null
}

interface PullNode {
  readonly state: string
  readonly body: string
  readonly headRefName: string
  readonly baseRefName: string
  readonly isCrossRepository: boolean
}

/** The fields of a commit in a history, for GraphQL queries. */
export const HISTORY_FIELDS = `oid message url committedDate author { name }
  associatedPullRequests(first: 3) { nodes { state body headRefName baseRefName isCrossRepository } }`

const HISTORY = `query ($owner: String!, $repo: String!, $oid: GitObjectID!, $path: String!, $limit: Int!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $oid) { ... on Commit { history(first: $limit, path: $path) { nodes { ${HISTORY_FIELDS} } } } }
  }
}`

/**
 * The newest commits that touch a file, seen from a commit, newest first, with the pull requests that brought them: a
 * squash may have dropped what the commit said. Where GraphQL does not answer, without the pull requests.
 * @param at.limit at most 100.
 */
export async function readHistory(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly path: string; readonly limit: number },
): Promise<readonly CommitOfPulls[]> {
  const { repository, commit: oid, path, limit } = at
  const before = remembered.get(client)?.get(nameOf(at))
  if (before !== undefined) return before
  try {
    const answer = await client.graphql<{
      readonly repository?: {
        readonly object?: { readonly history?: { readonly nodes: readonly HistoryNode[] } } | null
      }
    }>(HISTORY, { ...repositoryName(repository), oid, path, limit })
    const history = answer.repository?.object?.history
    if (history !== undefined) return history.nodes.map(commitOfNode)
  } catch (error) {
    if (!(error instanceof Error) || !('errors' in error || 'status' in error)) throw error
  }
  const commits = await readLog(client, at)
  return commits.map((commit) => ({ ...commit, pulls: [] }))
}

/** The history of a commit never changes: whoever has read it on the way to something else may say so. */
export function rememberHistory(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly path: string; readonly limit: number },
  commits: readonly CommitOfPulls[],
): void {
  const histories = remembered.get(client) ?? new Map<string, readonly CommitOfPulls[]>()
  remembered.set(client, histories.set(nameOf(at), commits))
}

const remembered = new WeakMap<GitHubClient, Map<string, readonly CommitOfPulls[]>>()

function nameOf(at: { repository: string; commit: string; path: string; limit: number }): string {
  return `${at.repository} ${at.commit} ${at.limit} ${at.path}`
}

export function commitOfNode(node: HistoryNode): CommitOfPulls {
  const { oid, message, url, committedDate, author, associatedPullRequests: pulls } = node
  const merged = (pulls?.nodes ?? []).filter(({ state }) => state === 'MERGED')
  return {
    sha: oid,
    message,
    url,
    date: committedDate,
    author: author?.name ?? '',
    pulls: merged.map(({ body, headRefName, isCrossRepository, baseRefName }) => {
      return { body, headBranch: headRefName, isFromFork: isCrossRepository, baseBranch: baseRefName }
    }),
  }
}
