import { EMPTY_TREE, readCommit, readTree, type TreeEntry } from './git-objects.ts'
import { gitOrThrow } from './git-process.ts'
import type { ObjectStore } from './object-store.ts'
import type { StoredRepository } from './stored-repository.ts'

export interface FileDiff {
  readonly path: string
  readonly previousPath: string | undefined
  readonly status: 'added' | 'removed' | 'modified' | 'renamed'
  readonly sha: string
  readonly additions: number
  readonly deletions: number
  /** Undefined for binary files. */
  readonly patch: string | undefined
}

/** The difference of two trees or commits with renames, as the API's `files` show it. Remembered by sha. */
export async function diffFiles(repository: StoredRepository, from: string, to: string): Promise<readonly FileDiff[]> {
  const key = `diff ${from} ${to}`
  const known = repository.gitAnswers.get(key) as readonly FileDiff[] | undefined
  if (known) return known
  const options = ['-c', 'core.quotePath=false', 'diff', '--no-color', '--no-ext-diff', '--full-index', '-M']
  const text = from === to ? '' : await gitOrThrow(repository.gitDir, [...options, from, to])
  const files = text
    .split(/^(?=diff --git )/m)
    .filter(Boolean)
    .map(parseFile)
  repository.gitAnswers.set(key, files)
  return files
}

/** The difference of a commit to its first parent. */
export async function commitDiff(repository: StoredRepository, sha: string): Promise<readonly FileDiff[]> {
  const [parent = EMPTY_TREE] = readCommit(repository.objects, sha)?.parents ?? []
  if (parent === EMPTY_TREE) repository.objects.write('tree', Buffer.alloc(0))
  return diffFiles(repository, parent, sha)
}

function parseFile(text: string): FileDiff {
  const start = text.search(/^@@ /m)
  const head = start < 0 ? text : text.slice(0, start)
  const body = start < 0 ? '' : text.slice(start).replace(/\n$/, '')
  const field = (pattern: RegExp) => pattern.exec(head)?.[1]
  const both = /^diff --git a\/(.*) b\/\1$/m.exec(head)?.[1]
  const [, before = '', after = ''] = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/m.exec(head) ?? []
  const renamedFrom = field(/^rename from (.*)$/m)
  const path = field(/^rename to (.*)$/m) ?? both ?? field(/^\+\+\+ b\/(.*)$/m) ?? field(/^--- a\/(.*)$/m) ?? ''
  const isNew = /^new file mode/m.test(head)
  const isGone = /^deleted file mode/m.test(head)
  const lines = body.split('\n')
  return {
    path,
    previousPath: renamedFrom,
    status: isNew ? 'added' : isGone ? 'removed' : renamedFrom ? 'renamed' : 'modified',
    sha: isGone ? before : after || before,
    additions: lines.filter((line) => line.startsWith('+')).length,
    deletions: lines.filter((line) => line.startsWith('-')).length,
    patch: body === '' ? undefined : body,
  }
}

/** Which files differ, without starting git: for push payloads and path checks. */
export function changedPaths(
  store: ObjectStore,
  from: string | undefined,
  to: string,
): { added: string[]; removed: string[]; modified: string[] } {
  const changes = { added: [] as string[], removed: [] as string[], modified: [] as string[] }
  const treeOf = (sha: string | undefined) => (sha && readCommit(store, sha)?.tree) ?? EMPTY_TREE
  compare(store, { old: treeOf(from), new: treeOf(to), prefix: '' }, changes)
  return changes
}

function compare(
  store: ObjectStore,
  trees: { readonly old: string; readonly new: string; readonly prefix: string },
  changes: { added: string[]; removed: string[]; modified: string[] },
): void {
  if (trees.old === trees.new) return
  const before = new Map((readTree(store, trees.old) ?? []).map((entry) => [entry.name, entry]))
  const after = new Map((readTree(store, trees.new) ?? []).map((entry) => [entry.name, entry]))
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, young] = [before.get(name), after.get(name)]
    if (old?.sha === young?.sha && old?.mode === young?.mode) continue
    const path = trees.prefix + name
    if (isTree(old) || isTree(young)) {
      const inside = {
        old: isTree(old) ? old.sha : EMPTY_TREE,
        new: isTree(young) ? young.sha : EMPTY_TREE,
        prefix: `${path}/`,
      }
      compare(store, inside, changes)
    }
    const [oldFile, newFile] = [isFile(old), isFile(young)]
    if (oldFile && newFile) changes.modified.push(path)
    else if (newFile) changes.added.push(path)
    else if (oldFile) changes.removed.push(path)
  }
}

function isTree(entry: TreeEntry | undefined): entry is TreeEntry {
  return entry?.mode === '040000'
}

function isFile(entry: TreeEntry | undefined): boolean {
  return entry !== undefined && entry.mode !== '040000'
}
