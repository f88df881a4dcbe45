import type { Account } from './account.ts'
import { EMPTY_TREE, readCommit, withPaths, writeCommit } from './git-objects.ts'
import type { StoredRepository } from './stored-repository.ts'
import { now, type World } from './world.ts'

/** File contents by path; null deletes, an object with `mode` makes executables (`100755`) and links (`120000`). */
export type Files = Readonly<
  Record<string, string | Buffer | null | { readonly mode: '100755' | '120000'; readonly content: string }>
>

/** Writes a commit on top of `parent` and answers its sha; no ref moves. */
export function writeFiles(
  world: World,
  { objects }: StoredRepository,
  change: {
    readonly message: string
    readonly files: Files
    readonly parent: string | undefined
    readonly author: Account
  },
): string {
  const { parent, author, message } = change
  const start = (parent && readCommit(objects, parent)?.tree) ?? EMPTY_TREE
  const leaves = Object.entries(change.files).map(([path, file]) => ({
    path: path.split('/'),
    leaf: leafOf(objects, file),
  }))
  const tree = withPaths(objects, start, leaves)
  const who = { name: author.name, email: author.email, date: now(world) }
  return writeCommit(objects, {
    tree,
    parents: parent === undefined ? [] : [parent],
    author: who,
    committer: who,
    message,
  })
}

function leafOf(objects: StoredRepository['objects'], file: Files[string]): { mode: string; sha: string } | undefined {
  if (file === null || file === undefined) return undefined
  if (typeof file === 'string' || Buffer.isBuffer(file))
    return { mode: '100644', sha: objects.write('blob', Buffer.from(file)) }
  return { mode: file.mode, sha: objects.write('blob', Buffer.from(file.content)) }
}
