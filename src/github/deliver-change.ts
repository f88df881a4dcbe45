import { commitChange, commitToProposalBranch } from './change-file.ts'
import type { GitHubClient } from './client.ts'
import { commitOnNewBranch } from './commit-on-branch.ts'
import type { FileChange } from './file-change.ts'
import { wantsPullRequests } from './protection.ts'
import { findOpenPullRequest, type OpenedPullRequest, openPullRequest, upsertPullRequest } from './pull-request.ts'

export interface DeliverableChange {
  readonly file: FileChange
  /** The branch that the file lives on, and the commit at its tip that the change was decided from. */
  readonly branch: string
  readonly head: string
  /** For where a pull request is wanted. */
  readonly proposal: { readonly branch: string; readonly title: string; readonly body: string }
  /** `as-protected`: a commit, unless the branch asks for pull requests; `commit`: it is known that it does not. */
  readonly by: 'as-protected' | 'pull-request' | 'commit'
  /** What is known of the repository: its node id, and that the proposal's branch has no open pull request. */
  readonly isFirst?: { readonly repositoryId: string }
}

export type Delivery =
  | { readonly kind: 'commit'; readonly sha: string; readonly url: string; readonly repository: string }
  | {
      readonly kind: 'pull-request'
      readonly number: number
      readonly url: string
      /** What GraphQL knows it by. */
      readonly nodeId: string
      readonly repository: string
      readonly isNew: boolean
    }

/**
 * Brings a changed file to its branch: straight as a commit, or as a pull request where that is wanted or where the
 * branch's rules turn out to refuse the commit. `moved`: the branch is no longer at `head`, and nothing was written.
 */
export async function deliverChange(client: GitHubClient, change: DeliverableChange): Promise<Delivery | 'moved'> {
  const { repository } = change.file
  const asks = change.by === 'as-protected' && (await wantsPullRequests(client, repository, change.branch))
  if (change.by === 'pull-request' || asks) return propose(client, change)
  const outcome = await commitChange(client, change.file, { branch: change.branch, parent: change.head })
  switch (outcome.kind) {
    case 'moved':
      return 'moved'
    case 'protected':
      return propose(client, change)
    case 'committed':
      return { kind: 'commit', sha: outcome.sha, url: outcome.url, repository }
  }
}

async function propose(client: GitHubClient, change: DeliverableChange): Promise<Delivery> {
  const { file, branch, head, proposal, isFirst } = change
  const where = { repository: file.repository, base: branch }
  const at = isFirst && { branch: proposal.branch, parent: head, ...isFirst }
  if (at && (await commitOnNewBranch(client, file, at))) {
    return deliveryOf(file, await openPullRequest(client, { ...where, ...proposal }))
  }
  const isProposed = (await findOpenPullRequest(client, { ...where, branch: proposal.branch })) !== undefined
  await commitToProposalBranch(client, file, { branch: proposal.branch, parent: head, isProposed })
  return deliveryOf(file, await upsertPullRequest(client, { ...where, ...proposal }))
}

function deliveryOf(file: FileChange, opened: OpenedPullRequest): Delivery {
  return {
    kind: 'pull-request',
    number: opened.number,
    url: opened.url,
    nodeId: opened.nodeId,
    repository: file.repository,
    isNew: opened.kind === 'created',
  }
}
