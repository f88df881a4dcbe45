import type { ObjectStore } from './object-store.ts'

export interface TreeEntry {
  readonly mode: string
  readonly name: string
  readonly sha: string
}

export interface Signature {
  readonly name: string
  readonly email: string
  readonly date: Date
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

export function readTree(store: ObjectStore, sha: string): TreeEntry[] | undefined {
  if (sha === EMPTY_TREE) return []
  const data = store.readAs(sha, 'tree')
  if (!data) return undefined
  const entries: TreeEntry[] = []
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at)
    const zero = data.indexOf(0, space)
    const mode = data.toString('latin1', at, space).padStart(6, '0')
    entries.push({ mode, name: data.toString('utf8', space + 1, zero), sha: data.toString('hex', zero + 1, zero + 21) })
    at = zero + 21
  }
  return entries
}

/** Writes a tree; git sorts directories as if their names ended in a slash. */
function writeTree(store: ObjectStore, entries: readonly TreeEntry[]): string {
  const key = (entry: TreeEntry) => Buffer.from(entry.mode === '040000' ? `${entry.name}/` : entry.name)
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)))
  const parts = sorted.flatMap((entry) => [
    Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`),
    Buffer.from(entry.sha, 'hex'),
  ])
  return store.write('tree', Buffer.concat(parts))
}

export function readCommit(store: ObjectStore, sha: string): Commit | undefined {
  const data = store.readAs(sha, 'commit')
  if (!data) return undefined
  const text = data.toString('utf8')
  const split = text.indexOf('\n\n')
  const headers = text.slice(0, split).split('\n')
  const values = (name: string) =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
  return {
    sha,
    tree: values('tree')[0] ?? EMPTY_TREE,
    parents: values('parent'),
    author: parseSignature(values('author')[0] ?? ''),
    committer: parseSignature(values('committer')[0] ?? ''),
    message: text.slice(split + 2),
  }
}

export function writeCommit(store: ObjectStore, commit: Omit<Commit, 'sha'>): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${renderSignature(commit.author)}`,
    `committer ${renderSignature(commit.committer)}`,
  ]
  return store.write('commit', Buffer.from(`${lines.join('\n')}\n\n${commit.message}`))
}

/** The entry at a path, or undefined; does not go through symbolic links, as git does not. */
export function entryAt(store: ObjectStore, tree: string, path: string): TreeEntry | undefined {
  let entry: TreeEntry | undefined = { mode: '040000', name: '', sha: tree }
  for (const name of path.split('/').filter(Boolean)) {
    if (entry?.mode !== '040000') return undefined
    entry = readTree(store, entry.sha)?.find((each) => each.name === name)
  }
  return entry
}

/** A path and what it is to hold; undefined removes it. */
export interface PathChange {
  readonly path: readonly string[]
  readonly leaf: { readonly mode: string; readonly sha: string } | undefined
}

/** The tree with paths set or removed. Directories that become empty vanish. */
export function withPaths(store: ObjectStore, tree: string, changes: readonly PathChange[]): string {
  const entries = new Map((readTree(store, tree) ?? []).map((entry) => [entry.name, entry]))
  for (const [name, group] of Map.groupBy(changes, (change) => change.path[0] ?? '')) {
    const inside = group
      .filter((change) => change.path.length > 1)
      .map(({ path, leaf }) => ({ path: path.slice(1), leaf }))
    const here = group.findLast((change) => change.path.length === 1)
    const old = entries.get(name)
    if (inside.length > 0) {
      const sha = withPaths(store, old?.mode === '040000' ? old.sha : EMPTY_TREE, inside)
      if (sha === EMPTY_TREE) entries.delete(name)
      else entries.set(name, { name, mode: '040000', sha })
    } else if (here?.leaf) entries.set(name, { name, ...here.leaf })
    else entries.delete(name)
  }
  return writeTree(store, [...entries.values()])
}

/** The tree with one path set or, with `leaf` undefined, removed. */
export function withPath(store: ObjectStore, tree: string, path: readonly string[], leaf: PathChange['leaf']): string {
  return withPaths(store, tree, [{ path, leaf }])
}

/** Whether `ancestor` is reachable from `descendant` (a commit reaches itself). */
export function reaches(store: ObjectStore, descendant: string, ancestor: string): boolean {
  const seen = new Set<string>()
  const queue = [descendant]
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    if (sha === ancestor) return true
    if (seen.has(sha)) continue
    seen.add(sha)
    queue.push(...(readCommit(store, sha)?.parents ?? []))
  }
  return false
}

function parseSignature(text: string): Signature {
  const match = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text)
  return { name: match?.[1] ?? '', email: match?.[2] ?? '', date: new Date(Number(match?.[3] ?? 0) * 1000) }
}

function renderSignature({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`
}
