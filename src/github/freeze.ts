import { UserError } from '../errors.ts'
import type { GitHubClient } from './client.ts'
import { type CommitOutcome, commitFiles, type NewFile } from './commit.ts'
import { readHead } from './repository.ts'
import { readFile } from './tree.ts'

/**
 * The branch that says what is frozen. It has no history in common with the others, so that no protection of theirs
 * delays it; and it is not called `serin`, because git has no branch beside `serin/…`, where proposals are.
 */
export const STATE_BRANCH = 'serin-state'

/** A file on that branch. `unreadable`: there is something that is no text, or the token may not see it. */
export type StateFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable' }

/** Reads the file of a freeze as the branch is now; `absent` when there is no such branch or file. */
export async function readFreeze(
  client: GitHubClient,
  at: { readonly repository: string; readonly path: string; readonly branch?: { readonly head: string | undefined } },
): Promise<StateFile> {
  try {
    const commit = at.branch ? at.branch.head : await readHead(client, at.repository, STATE_BRANCH)
    const file = commit && (await readFile(client, { ...at, commit }))
    return file ? { kind: 'text', text: file.text } : { kind: 'absent' }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unreadable' }
    throw error
  }
}

const README = {
  path: 'README.md',
  text: 'What Serin remembers beside the manifests. A file `freeze/<model>/<environment>.yml` stops every change there but a rollback.\n',
}

/** Writes or removes files of the state, on top of the branch as it is now; the first time, the branch is made. */
export async function commitState(
  client: GitHubClient,
  change: { readonly repository: string; readonly files: readonly NewFile[]; readonly message: string },
): Promise<CommitOutcome> {
  const parent = await readHead(client, change.repository, STATE_BRANCH)
  const files = parent === undefined ? [README, ...change.files] : change.files
  return commitFiles(client, { ...change, files, branch: STATE_BRANCH, parent })
}
