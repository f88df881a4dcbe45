import type { GitHubClient } from './client.ts'
import { repositoryName } from './client.ts'
import { type CommitOutcome, moveOf } from './commit.ts'
import { type FileChange, refuseOddPath } from './file-change.ts'

const COMMIT = `createCommitOnBranch(input: $commit) { commit { oid url } }`
const ON_BRANCH = `mutation ($commit: CreateCommitOnBranchInput!) { ${COMMIT} }`
const ON_NEW_BRANCH = `mutation ($ref: CreateRefInput!, $commit: CreateCommitOnBranchInput!) {
  createRef(input: $ref) { ref { name } }
  ${COMMIT}
}`

interface Committed {
  readonly createCommitOnBranch?: { readonly commit: { readonly oid: string; readonly url: string } }
}

/**
 * Puts a changed file on a branch in one request, exactly on top of `parent`: GitHub compares and swaps. It makes regular
 * files only, so that what is executable takes the longer way.
 * @returns nothing when GraphQL did not do it and the branch is where it was; then the longer way says why.
 */
export async function commitOnBranch(
  client: GitHubClient,
  change: FileChange,
  at: { readonly branch: string; readonly parent: string },
): Promise<Extract<CommitOutcome, { kind: 'committed' | 'moved' }> | undefined> {
  if (change.mode !== '100644') return undefined
  const made = await mutate(client, ON_BRANCH, { commit: inputOf(change, at) })
  if (made !== undefined) return { kind: 'committed', sha: made.oid, url: made.url }
  return (await moveOf(client, change.repository, at)) === 'moved' ? { kind: 'moved' } : undefined
}

/**
 * The same on a branch that is made for it. A branch that is there already keeps what it has, since it does not end in
 * `parent`.
 * @returns whether the branch has the change now.
 */
export async function commitOnNewBranch(
  client: GitHubClient,
  change: FileChange,
  at: { readonly branch: string; readonly parent: string; readonly repositoryId: string },
): Promise<boolean> {
  if (change.mode !== '100644') return false
  const ref = { repositoryId: at.repositoryId, name: `refs/heads/${at.branch}`, oid: at.parent }
  return (await mutate(client, ON_NEW_BRANCH, { ref, commit: inputOf(change, at) })) !== undefined
}

async function mutate(client: GitHubClient, mutation: string, variables: Readonly<Record<string, unknown>>) {
  try {
    return (await client.graphql<Committed>(mutation, variables)).createCommitOnBranch?.commit
  } catch (error) {
    // Refused, or failed on GitHub's side, perhaps after it was done: what counts is where the branch is.
    if (error instanceof Error && ('errors' in error || 'status' in error)) return undefined
    throw error
  }
}

function inputOf({ repository, path, after, message }: FileChange, at: { branch: string; parent: string }) {
  refuseOddPath(path)
  const { owner, repo } = repositoryName(repository)
  const [headline = '', ...rest] = message.split('\n')
  return {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: at.branch },
    expectedHeadOid: at.parent,
    message: { headline, body: rest.join('\n').replace(/^\n+/, '') },
    fileChanges: { additions: [{ path, contents: Buffer.from(after, 'utf8').toString('base64') }] },
  }
}
