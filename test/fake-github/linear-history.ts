import { entryAt, readCommit } from './git-objects.ts'
import type { ObjectStore } from './object-store.ts'

/** Beyond it, git is quicker. */
const MOST_COMMITS = 2000

/**
 * The commits that a commit reaches, newest first, where none of them is a merge: what `git rev-list` says, without the
 * time that a process takes. Undefined where only git knows the order.
 */
export function linearHistory(store: ObjectStore, tip: string): readonly string[] | undefined {
  const shas: string[] = []
  for (let sha: string | undefined = tip; sha !== undefined; ) {
    const commit = readCommit(store, sha)
    if (commit === undefined || commit.parents.length > 1 || shas.length === MOST_COMMITS) return undefined
    shas.push(sha)
    sha = commit.parents[0]
  }
  return shas
}

/** Those of them that change a path: `git rev-list <tip> -- <path>`. */
export function linearHistoryOf(store: ObjectStore, tip: string, path: string): readonly string[] | undefined {
  // A pathspec of git's own kind.
  if (/[*?[\\:]/.test(path)) return undefined
  const shas = linearHistory(store, tip)
  if (shas === undefined) return undefined
  const entries = shas.map((sha) => {
    const entry = entryAt(store, readCommit(store, sha)?.tree ?? '', path)
    return entry && `${entry.mode} ${entry.sha}`
  })
  return shas.filter((_, index) => entries[index] !== entries[index + 1])
}
