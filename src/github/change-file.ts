import { type GitHubClient, repositoryName } from './client.ts'
import { type CommitOutcome, commitFiles, createCommit } from './commit.ts'
import { commitOnBranch } from './commit-on-branch.ts'
import { isRequestFailure, isServerFailure, permitted } from './failure.ts'
import { type FileChange, refuseOddPath } from './file-change.ts'
import { readHead } from './repository.ts'
import { readFile } from './tree.ts'

/** Commits a changed file on top of `parent`, straight to its branch. */
export async function commitChange(
  client: GitHubClient,
  change: FileChange,
  at: { branch: string; parent: string },
): Promise<CommitOutcome> {
  const made = await commitOnBranch(client, change, at)
  if (made !== undefined) return made
  return commitFiles(client, { ...commitOf(change), branch: at.branch, parent: at.parent })
}

/**
 * Puts a changed file on a branch of its own that stands on `parent`, for a pull request. The branch is Serin's:
 * an earlier try is replaced, unless its pull request is open and it holds this very text already: a needless push would
 * dismiss approvals, and a left-over branch may lie behind.
 * @throws MissingPermission without `contents: write`.
 */
export async function commitToProposalBranch(
  client: GitHubClient,
  change: FileChange,
  at: { readonly branch: string; readonly parent: string; readonly isProposed: boolean },
): Promise<void> {
  const { repository, path } = change
  const purpose = { doing: `write to ${repository}`, permissions: ['contents: write'] }
  await permitted(purpose, async () => {
    const current = await readHead(client, repository, at.branch)
    const proposed = at.isProposed && current && (await readFile(client, { repository, commit: current, path }))
    if (proposed && proposed.text === change.after) return
    const made = await createCommit(client, { ...commitOf(change), parent: at.parent })
    if (current === undefined) await createBranch(client, repository, at.branch, made.sha)
    else
      await client.rest.git.updateRef({
        ...repositoryName(repository),
        ref: `heads/${at.branch}`,
        sha: made.sha,
        force: true,
      })
  })
}

async function createBranch(client: GitHubClient, repository: string, branch: string, sha: string): Promise<void> {
  try {
    await client.rest.git.createRef({ ...repositoryName(repository), ref: `refs/heads/${branch}`, sha })
  } catch (error) {
    const mayBeDone = isRequestFailure(error, 422) || isServerFailure(error)
    if (!mayBeDone || (await readHead(client, repository, branch)) !== sha) throw error
  }
}

function commitOf(change: FileChange) {
  refuseOddPath(change.path)
  const { repository, path, mode, after, message } = change
  return { repository, files: [{ path, mode, text: after }], message }
}
