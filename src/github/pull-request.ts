import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, isServerFailure, permitted } from './failure.ts'

/** A pull request as it is now, not as a webhook's snapshot has it. */
export interface PullRequest {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly state: 'open' | 'merged' | 'closed'
  readonly draft: boolean
  readonly headSha: string
  readonly headBranch: string
  /** `undefined` when the fork is gone. */
  readonly headRepositoryId: number | undefined
  readonly baseBranch: string
  readonly baseRepositoryId: number
  readonly mergeCommit: string | undefined
  readonly body: string
  readonly authorLogin: string
}

/** Reads a pull request; the merge commit is there only when it was merged. */
export async function readPullRequest(client: GitHubClient, repository: string, number: number): Promise<PullRequest> {
  const purpose = { doing: `read ${repository}#${number}`, permissions: ['pull-requests: read'] }
  const { data } = await permitted(purpose, () =>
    client.rest.pulls.get({ ...repositoryName(repository), pull_number: number }),
  )
  return {
    number: data.number,
    url: data.html_url,
    title: data.title,
    state: data.merged ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    draft: data.draft ?? false,
    headSha: data.head.sha,
    headBranch: data.head.ref,
    headRepositoryId: data.head.repo?.id,
    baseBranch: data.base.ref,
    baseRepositoryId: data.base.repo.id,
    mergeCommit: data.merged ? (data.merge_commit_sha ?? undefined) : undefined,
    body: data.body ?? '',
    authorLogin: data.user?.login ?? '',
  }
}

/** An open pull request as a list shows it. */
export interface OpenPullRequest extends Omit<PullRequest, 'state' | 'draft' | 'mergeCommit'> {
  /** What GraphQL knows it by. */
  readonly nodeId: string
}

/** The open pull requests from branches of the repository itself, newest first. */
export async function readOpenPullRequests(
  client: GitHubClient,
  repository: string,
): Promise<readonly OpenPullRequest[]> {
  const purpose = { doing: `read the pull requests of ${repository}`, permissions: ['pull-requests: read'] }
  const pulls = await permitted(purpose, () =>
    client.paginate(client.rest.pulls.list, { ...repositoryName(repository), state: 'open', per_page: 100 }),
  )
  return pulls.flatMap(listedOf)
}

/** The pull requests from branches of the repository itself that were closed without a merge and changed last; one page. */
export async function readClosedPullRequests(
  client: GitHubClient,
  repository: string,
): Promise<readonly OpenPullRequest[]> {
  const purpose = { doing: `read the pull requests of ${repository}`, permissions: ['pull-requests: read'] }
  const newest = { state: 'closed', sort: 'updated', direction: 'desc', per_page: 50 } as const
  const { data } = await permitted(purpose, () => client.rest.pulls.list({ ...repositoryName(repository), ...newest }))
  return data.filter(({ merged_at }) => merged_at === null).flatMap(listedOf)
}

type Listed = Awaited<ReturnType<GitHubClient['rest']['pulls']['list']>>['data'][number]

/** Nothing of a fork's: it can have any branch. */
function listedOf(pull: Listed): OpenPullRequest | [] {
  if (pull.head.repo?.id !== pull.base.repo.id) return []
  const { number, node_id, html_url, title, head, base, body, user } = pull
  return {
    number,
    nodeId: node_id,
    title,
    url: html_url,
    headSha: head.sha,
    headBranch: head.ref,
    headRepositoryId: head.repo?.id,
    baseBranch: base.ref,
    baseRepositoryId: base.repo.id,
    body: body ?? '',
    authorLogin: user?.login ?? '',
  }
}

/** How many files GitHub names at most; beyond it the list is cut without a word. */
const LISTED_FILES = 3000

/** The files that a pull request changes (old names of renamed ones too), or `undefined` when there are too many to be listed. */
export async function readChangedFiles(
  client: GitHubClient,
  repository: string,
  number: number,
): Promise<readonly string[] | undefined> {
  const purpose = { doing: `read the files of ${repository}#${number}`, permissions: ['pull-requests: read'] }
  const files = await permitted(purpose, () =>
    client.paginate(client.rest.pulls.listFiles, { ...repositoryName(repository), pull_number: number, per_page: 100 }),
  )
  if (files.length >= LISTED_FILES) return undefined
  return files.flatMap((file) =>
    file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
  )
}

export interface Proposal {
  readonly repository: string
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
}

export interface OpenedPullRequest {
  readonly number: number
  readonly url: string
  /** What GraphQL knows it by. */
  readonly nodeId: string
  readonly kind: 'created' | 'updated'
}

/** Opens the pull request of a branch, or brings the one that is open up to date. */
export async function upsertPullRequest(client: GitHubClient, proposal: Proposal): Promise<OpenedPullRequest> {
  const name = repositoryName(proposal.repository)
  return permitted(proposing(proposal), async () => {
    const open = await findOpenPullRequest(client, proposal)
    if (open === undefined) return createPullRequest(client, proposal)
    const same = open.title === proposal.title && (open.body ?? '').trimEnd() === proposal.body.trimEnd()
    if (!same)
      await client.rest.pulls.update({ ...name, pull_number: open.number, title: proposal.title, body: proposal.body })
    return { number: open.number, url: open.html_url, nodeId: open.node_id, kind: 'updated' as const }
  })
}

/** Opens the pull request of a branch that was just made for it. One that is there all the same is taken for it. */
export function openPullRequest(client: GitHubClient, proposal: Proposal): Promise<OpenedPullRequest> {
  return permitted(proposing(proposal), () => createPullRequest(client, proposal))
}

function proposing({ repository }: Proposal) {
  return { doing: `propose a pull request in ${repository}`, permissions: ['pull-requests: write', 'contents: write'] }
}

async function createPullRequest(client: GitHubClient, proposal: Proposal): Promise<OpenedPullRequest> {
  const { title, body, base, branch } = proposal
  try {
    const created = await client.rest.pulls.create({
      ...repositoryName(proposal.repository),
      title,
      body,
      base,
      head: branch,
    })
    const { number, html_url, node_id } = created.data
    return { number, url: html_url, nodeId: node_id, kind: 'created' as const }
  } catch (error) {
    // GitHub may have opened it and answered 5xx, or somebody else has: what counts is whether it is there.
    const mayBeOpen = isRequestFailure(error, 422) || isServerFailure(error)
    const open = mayBeOpen ? await findOpenPullRequest(client, proposal) : undefined
    if (open === undefined) throw error
    return { number: open.number, url: open.html_url, nodeId: open.node_id, kind: 'created' as const }
  }
}

/** The open pull request from a branch to a base. The `head` filter works only with the owner in front. */
export async function findOpenPullRequest(client: GitHubClient, proposal: Omit<Proposal, 'title' | 'body'>) {
  const name = repositoryName(proposal.repository)
  const head = `${name.owner}:${proposal.branch}`
  const answer = await client.rest.pulls.list({ ...name, state: 'open', head, base: proposal.base })
  return answer.data.find((pull) => pull.head.ref === proposal.branch)
}

/** The merged pull request that brought a commit to a branch; `undefined` when it was pushed without one. */
export async function findMergedPullRequest(
  client: GitHubClient,
  commit: { readonly repository: string; readonly sha: string; readonly branch: string },
): Promise<PullRequest | undefined> {
  const purpose = { doing: `read the pull requests of ${commit.repository}`, permissions: ['pull-requests: read'] }
  const answer = await permitted(purpose, () =>
    client.rest.repos.listPullRequestsAssociatedWithCommit({
      ...repositoryName(commit.repository),
      commit_sha: commit.sha,
    }),
  )
  const found = answer.data.find((pull) => pull.merged_at !== null && pull.base.ref === commit.branch)
  return found && readPullRequest(client, commit.repository, found.number)
}
