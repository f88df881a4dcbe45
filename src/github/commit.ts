import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, isServerFailure, permitted } from './failure.ts'

export interface NewCommit {
  readonly repository: string
  readonly branch: string
  /** The commit that this one stands on. `undefined` starts a branch without history. */
  readonly parent: string | undefined
  readonly files: readonly NewFile[]
  readonly message: string
}

/** What a commit does to one path: a text, a blob that is there already ({@link createBlob}), or nothing any more. */
export type NewFile =
  | { readonly path: string; readonly text: string; readonly mode?: '100644' | '100755' }
  | { readonly path: string; readonly blob: string }
  /** The path must be in the parent's tree. */
  | { readonly path: string; readonly blob: null }

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly sha: string; readonly url: string }
  /** Somebody else moved the branch: read again, decide again. Nothing was written. */
  | { readonly kind: 'moved' }
  /** The branch's own rules refuse direct commits. Nothing was written. */
  | { readonly kind: 'protected'; readonly reason: string }

/**
 * Puts one commit on a branch, exactly on top of `parent`. The reference moves only as a fast-forward,
 * which makes the whole a compare-and-swap. Author and committer are left to GitHub, so that an app's commit is signed.
 * @throws MissingPermission without `contents: write`.
 */
export async function commitFiles(client: GitHubClient, commit: NewCommit): Promise<CommitOutcome> {
  const purpose = { doing: `write to ${commit.repository}`, permissions: ['contents: write'] }
  return permitted(purpose, async () => {
    const made = await createCommit(client, commit)
    const moved = await moveBranch(client, commit, made.sha)
    return moved ?? { kind: 'committed', sha: made.sha, url: made.html_url }
  })
}

/** Makes the commit's objects without moving any branch. */
export async function createCommit(
  client: GitHubClient,
  commit: Omit<NewCommit, 'branch'>,
): Promise<{ readonly sha: string; readonly html_url: string }> {
  const name = repositoryName(commit.repository)
  const base = commit.parent === undefined ? {} : { base_tree: await treeOf(client, commit.repository, commit.parent) }
  const tree = await client.rest.git.createTree({
    ...name,
    ...base,
    tree: commit.files.map(treeEntry),
  })
  const parents = commit.parent === undefined ? [] : [commit.parent]
  const created = await client.rest.git.createCommit({ ...name, message: commit.message, tree: tree.data.sha, parents })
  return created.data
}

/**
 * Writes bytes of any kind as a blob, which no branch shows until a commit names it.
 * @returns the blob's sha.
 * @throws MissingPermission without `contents: write`.
 */
export async function createBlob(client: GitHubClient, repository: string, bytes: Uint8Array): Promise<string> {
  const purpose = { doing: `write to ${repository}`, permissions: ['contents: write'] }
  const content = Buffer.from(bytes).toString('base64')
  const created = await permitted(purpose, () =>
    client.rest.git.createBlob({ ...repositoryName(repository), content, encoding: 'base64' }),
  )
  return created.data.sha
}

function treeEntry(file: NewFile) {
  const { path } = file
  if ('blob' in file) return { path, mode: '100644' as const, type: 'blob' as const, sha: file.blob }
  return { path, mode: file.mode ?? '100644', type: 'blob' as const, content: file.text }
}

async function treeOf(client: GitHubClient, repository: string, sha: string): Promise<string> {
  const commit = await client.rest.git.getCommit({ ...repositoryName(repository), commit_sha: sha })
  return commit.data.tree.sha
}

/** @returns nothing when the branch now ends in `sha`, else why not. */
async function moveBranch(client: GitHubClient, commit: NewCommit, sha: string): Promise<CommitOutcome | undefined> {
  const name = repositoryName(commit.repository)
  try {
    if (commit.parent === undefined)
      await client.rest.git.createRef({ ...name, ref: `refs/heads/${commit.branch}`, sha })
    else await client.rest.git.updateRef({ ...name, ref: `heads/${commit.branch}`, sha, force: false })
    return undefined
  } catch (error) {
    if (!isRequestFailure(error, 409, 422) && !isServerFailure(error)) throw error
    return whyNotMoved(client, commit, sha, error)
  }
}

/** What happened is read from the branch, not from the error's text: GitHub also fails after it has done the thing. */
async function whyNotMoved(
  client: GitHubClient,
  commit: NewCommit,
  sha: string,
  error: Error,
): Promise<CommitOutcome | undefined> {
  const branches = await client.rest.git.listMatchingRefs({
    ...repositoryName(commit.repository),
    ref: `heads/${commit.branch}`,
  })
  const head = branches.data.find((ref) => ref.ref === `refs/heads/${commit.branch}`)?.object.sha
  if (head === sha) return undefined
  // A server that lags behind the others says so of a branch that is where it was.
  if (head !== commit.parent || /not a fast.forward/i.test(error.message)) return { kind: 'moved' }
  // Two writers at once are told so, too; a rule names itself.
  if (isRequestFailure(error, 409) && !/rule|protect|required|must/i.test(error.message)) return { kind: 'moved' }
  if (isRequestFailure(error, 409, 422))
    return { kind: 'protected', reason: error.message.split(' - https:', 1)[0] ?? error.message }
  throw error
}

/** Whether a branch still ends in `parent`, read now. */
export async function moveOf(
  client: GitHubClient,
  repository: string,
  { branch, parent }: { readonly branch: string; readonly parent: string },
): Promise<'moved' | 'still'> {
  const branches = await client.rest.git.listMatchingRefs({ ...repositoryName(repository), ref: `heads/${branch}` })
  const head = branches.data.find((ref) => ref.ref === `refs/heads/${branch}`)?.object.sha
  return head === parent ? 'still' : 'moved'
}
