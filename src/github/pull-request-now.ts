import { type GitHubClient, repositoryName } from './client.ts'
import type { PullRequest } from './pull-request.ts'

/** A check run as far as it tells a verdict; in GraphQL's words made into REST's. */
export interface CheckRunNow {
  readonly id: number
  readonly name: string
  readonly status: string
  readonly conclusion: string | null
  /** ISO 8601. */
  readonly completedAt: string | null
  readonly app: string | undefined
  readonly externalId: string | null
  readonly title: string
  readonly summary: string
  readonly url: string
}

export interface PullRequestNow {
  readonly pull: PullRequest
  /** The check runs of the asked name on the head and on the merge commit, newest first; no entry where they are unknown. */
  readonly checks: ReadonlyMap<string, readonly CheckRunNow[]>
  /** The newest comments; nothing when they were not asked for. */
  readonly comments: { readonly all: boolean; readonly newest: readonly { url: string; body: string }[] } | undefined
}

/**
 * Reads a pull request as it is now and in the same request what is asked for with it.
 * @returns nothing when GraphQL does not answer all of it; then it is read one by one.
 */
export async function readPullRequestNow(
  client: GitHubClient,
  wanted: {
    readonly repository: { readonly fullName: string; readonly id: number }
    readonly number: number
    readonly checkName?: string
    readonly comments?: boolean
  },
): Promise<PullRequestNow | undefined> {
  const { repository, number, checkName, comments = false } = wanted
  const variables = { ...repositoryName(repository.fullName), number, ...(checkName !== undefined && { checkName }) }
  const node = await ask(client, queryOf(checkName !== undefined, comments), variables)
  return node && pullRequestNowOf(node, repository.id, checkName)
}

/** What a query of {@link pullRequestFields} was answered. */
export function pullRequestNowOf(node: PullNode, repositoryId: number, checkName: string | undefined): PullRequestNow {
  const checks = new Map<string, readonly CheckRunNow[]>()
  const head = node.commits?.nodes[0]?.commit
  for (const commit of [head, node.mergeCommit]) {
    const runs = commit?.checkSuites === undefined ? undefined : runsOf(commit.checkSuites, checkName)
    if (commit && runs !== undefined) checks.set(commit.oid, runs)
  }
  return {
    pull: pullOf(node, repositoryId),
    checks,
    comments: node.comments && { all: !node.comments.pageInfo.hasPreviousPage, newest: node.comments.nodes },
  }
}

interface SuitesNode {
  readonly pageInfo: { readonly hasNextPage: boolean }
  readonly nodes: readonly {
    readonly app: { readonly slug: string } | null
    readonly checkRuns: { readonly pageInfo: { readonly hasNextPage: boolean }; readonly nodes: readonly RunNode[] }
  }[]
}

interface RunNode {
  readonly databaseId: number
  readonly name: string
  readonly status: string
  readonly conclusion: string | null
  readonly completedAt: string | null
  readonly externalId: string | null
  readonly title: string | null
  readonly summary: string | null
  readonly url: string
}

interface CommitNode {
  readonly oid: string
  readonly checkSuites?: SuitesNode
}

export interface PullNode {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly body: string
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED'
  readonly isDraft: boolean
  readonly headRefOid: string
  readonly headRefName: string
  readonly headRepository: { readonly databaseId: number } | null
  readonly baseRefName: string
  readonly author: { readonly __typename: string; readonly login: string } | null
  readonly mergeCommit: CommitNode | null
  readonly commits?: { readonly nodes: readonly { readonly commit: CommitNode }[] }
  readonly comments?: {
    readonly pageInfo: { readonly hasPreviousPage: boolean }
    readonly nodes: readonly { readonly url: string; readonly body: string }[]
  }
}

const CHECKS = `checkSuites(first: 50, filterBy: { checkName: $checkName }) {
        pageInfo { hasNextPage }
        nodes { app { slug } checkRuns(first: 50, filterBy: { checkName: $checkName }) {
          pageInfo { hasNextPage }
          nodes { databaseId name status conclusion completedAt externalId title summary url }
        } }
      }`
const COMMENTS = 'comments(last: 100) { pageInfo { hasPreviousPage } nodes { url body } }'

function queryOf(checks: boolean, comments: boolean): string {
  return `query ($owner: String!, $repo: String!, $number: Int!${checks ? ', $checkName: String!' : ''}) {
  repository(owner: $owner, name: $repo) {
    ${pullRequestFields({ checks, comments })}
  }
}`
}

/** What is asked of a repository for a pull request; takes the variables `number` and, for its checks, `checkName`. */
export function pullRequestFields({ checks, comments }: { readonly checks: boolean; readonly comments: boolean }) {
  const ofCommit = checks ? `oid ${CHECKS}` : 'oid'
  return `pullRequest(number: $number) {
      number url title body state isDraft headRefOid headRefName headRepository { databaseId } baseRefName
      author { __typename login } mergeCommit { ${ofCommit} }
      ${checks ? `commits(last: 1) { nodes { commit { ${ofCommit} } } }` : ''}
      ${comments ? COMMENTS : ''}
    }`
}

async function ask(
  client: GitHubClient,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<PullNode | undefined> {
  try {
    const answer = await client.graphql<{ readonly repository: { readonly pullRequest: PullNode | null } | null }>(
      query,
      variables,
    )
    return answer.repository?.pullRequest ?? undefined
  } catch (error) {
    if (error instanceof Error && ('errors' in error || 'status' in error)) return undefined
    throw error
  }
}

/** All of them or nothing: of a part nobody could say which is the newest. */
function runsOf({ pageInfo, nodes }: SuitesNode, name: string | undefined): readonly CheckRunNow[] | undefined {
  if (pageInfo.hasNextPage || nodes.some(({ checkRuns }) => checkRuns.pageInfo.hasNextPage)) return undefined
  const runs = nodes.flatMap(({ app, checkRuns }) =>
    checkRuns.nodes.map((run) => ({
      id: run.databaseId,
      name: run.name,
      status: run.status.toLowerCase(),
      conclusion: run.conclusion?.toLowerCase() ?? null,
      completedAt: run.completedAt,
      app: app?.slug,
      externalId: run.externalId,
      title: run.title ?? '',
      summary: run.summary ?? '',
      url: run.url,
    })),
  )
  return runs.filter((run) => run.name === name).toSorted((a, b) => b.id - a.id)
}

function pullOf(node: PullNode, repositoryId: number): PullRequest {
  const { author } = node
  return {
    number: node.number,
    url: node.url,
    title: node.title,
    state: node.state === 'OPEN' ? 'open' : node.state === 'MERGED' ? 'merged' : 'closed',
    draft: node.isDraft,
    headSha: node.headRefOid,
    headBranch: node.headRefName,
    headRepositoryId: node.headRepository?.databaseId,
    baseBranch: node.baseRefName,
    baseRepositoryId: repositoryId,
    mergeCommit: node.state === 'MERGED' ? node.mergeCommit?.oid : undefined,
    body: node.body,
    authorLogin: author === null ? '' : author.__typename === 'Bot' ? `${author.login}[bot]` : author.login,
  }
}
