import { UserError } from '../errors.ts'
import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, permitted } from './failure.ts'

/** A file as a commit holds it. */
export interface CommittedFile {
  readonly text: string
  /** `100644` or `100755`: kept when the file is written again. */
  readonly mode: '100644' | '100755'
}

interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
  /** In bytes; files only. */
  readonly size?: number | undefined
}

/** GitHub gives no more than 100 MB, and Base64 makes a third more of it. */
const LARGEST_FILE = 50_000_000

/**
 * Reads one file of a commit through its trees, so that a symbolic link anywhere on the way is seen and refused:
 * the contents API would answer with the link's target.
 * @returns `undefined` when the commit has no such file.
 * @throws UserError for a link, a folder, a submodule, more than 50 MB, or bytes that are not UTF-8.
 */
export async function readFile(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly path: string },
): Promise<CommittedFile | undefined> {
  const before = remembered.get(client)?.get(nameOf(at))
  if (before !== undefined && 'text' in before) return before
  const entry = before
    ? { path: at.path, type: 'blob', mode: before.mode, sha: before.blob }
    : await findEntry(client, at)
  if (entry === undefined) return undefined
  const place = { file: at.path }
  if (entry.mode !== '100644' && entry.mode !== '100755') {
    throw new UserError(`This is ${kindOf(entry)} in ${at.repository}, not a file.`, {
      place,
      fix: 'Serin reads and writes regular files only; name the file itself.',
    })
  }
  if (entry.size !== undefined && entry.size > LARGEST_FILE) {
    throw new UserError(`The file has ${Math.round(entry.size / 1e6)} MB; at most 50 MB are read.`, {
      place,
      fix: 'Keep large data outside git, and name a smaller file.',
    })
  }
  const blob = await client.rest.git.getBlob({ ...repositoryName(at.repository), file_sha: entry.sha })
  return { text: decodeUtf8(Buffer.from(blob.data.content, 'base64'), at.path), mode: entry.mode }
}

/** A file of a commit never changes: whoever has read it on the way to something else may say so. */
export function rememberFile(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly path: string },
  file: KnownFile,
): void {
  const files = remembered.get(client) ?? new Map<string, KnownFile>()
  remembered.set(client, files.set(nameOf(at), file))
}

/** A file whose text is known, or at least where it is. */
type KnownFile = CommittedFile | { readonly mode: CommittedFile['mode']; readonly blob: string }

const remembered = new WeakMap<GitHubClient, Map<string, KnownFile>>()

function nameOf({ repository, commit, path }: { repository: string; commit: string; path: string }): string {
  return `${repository} ${commit} ${path}`
}

/** Reads a text by its blob, whichever commits hold it; `undefined` when the repository has no such blob. */
export async function readBlob(client: GitHubClient, repository: string, sha: string): Promise<string | undefined> {
  const blob = await absentAs404(() => client.rest.git.getBlob({ ...repositoryName(repository), file_sha: sha }))
  return blob && decodeUtf8(Buffer.from(blob.data.content, 'base64'), sha)
}

/** The paths of all regular files below a folder of a commit; empty when there is no such folder. */
export async function listFiles(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly folder: string },
): Promise<readonly string[]> {
  return [...(await listBlobs(client, at)).keys()]
}

/** The same with the blob of each file, by path; the folder `''` is the root. */
export async function listBlobs(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly folder: string },
): Promise<ReadonlyMap<string, string>> {
  return new Map((await filesBelow(client, at)).map(({ path, sha }) => [path, sha]))
}

/** The same with the size of each file in bytes. */
export async function listSizes(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly folder: string },
): Promise<ReadonlyMap<string, number>> {
  return new Map((await filesBelow(client, at)).map(({ path, size = 0 }) => [path, size]))
}

async function filesBelow(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string; readonly folder: string },
): Promise<readonly Entry[]> {
  const whole = await readEntries(client, at.repository, at.commit, true)
  const prefix = at.folder === '' ? '' : `${at.folder}/`
  const list = whole.truncated && at.folder !== '' ? await entriesBelow(client, at) : whole.list
  return list.filter((entry) => entry.type === 'blob' && entry.path.startsWith(prefix))
}

/** The folder's own tree, for a commit whose list is cut. */
async function entriesBelow(
  client: GitHubClient,
  { repository, commit, folder }: { repository: string; commit: string; folder: string },
): Promise<readonly Entry[]> {
  const found = await walk(client, { repository, commit, path: folder })
  if (found?.type !== 'tree') return []
  const { list } = await readEntries(client, repository, found.sha, true)
  return list.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }))
}

/** Whether GitHub lists all files of a commit: it cuts the list of a tree with more than 100,000 entries. */
export async function listsAll(
  client: GitHubClient,
  at: { readonly repository: string; readonly commit: string },
): Promise<boolean> {
  return !(await readEntries(client, at.repository, at.commit, true)).truncated
}

async function findEntry(
  client: GitHubClient,
  at: { repository: string; commit: string; path: string },
): Promise<Entry | undefined> {
  const whole = await readEntries(client, at.repository, at.commit, true)
  if (!whole.truncated) return entryIn(whole.list, at.path)
  return walk(client, at)
}

/** A whole tree above 100,000 entries comes back cut; then one request per folder on the way. */
async function walk(
  client: GitHubClient,
  at: { repository: string; commit: string; path: string },
): Promise<Entry | undefined> {
  const names = at.path.split('/')
  let tree = at.commit
  for (const [depth, name] of names.entries()) {
    const level = await readEntries(client, at.repository, tree, false)
    const entry = level.list.find((candidate) => candidate.path === name)
    if (entry === undefined || depth === names.length - 1 || entry.type !== 'tree') return entry
    tree = entry.sha
  }
  return undefined
}

function entryIn(entries: readonly Entry[], path: string): Entry | undefined {
  const exact = entries.find((entry) => entry.path === path)
  if (exact !== undefined) return exact
  return entries.find((entry) => entry.type !== 'tree' && path.startsWith(`${entry.path}/`))
}

interface Entries {
  readonly list: readonly Entry[]
  readonly truncated: boolean
}

/** Trees never change, so each is asked for once per client. */
const known = new WeakMap<GitHubClient, Map<string, Promise<Entries>>>()

function readEntries(client: GitHubClient, repository: string, tree: string, recursive: boolean): Promise<Entries> {
  const trees = known.get(client) ?? new Map<string, Promise<Entries>>()
  known.set(client, trees)
  const key = `${repository} ${tree} ${recursive}`
  const entries = trees.get(key) ?? requestEntries(client, repository, tree, recursive)
  trees.set(key, entries)
  return entries
}

async function requestEntries(
  client: GitHubClient,
  repository: string,
  tree: string,
  recursive: boolean,
): Promise<Entries> {
  const purpose = { doing: `read the files of ${repository}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () =>
    absentAs404(() =>
      client.rest.git.getTree({
        ...repositoryName(repository),
        tree_sha: tree,
        ...(recursive ? { recursive: '1' } : {}),
      }),
    ),
  )
  if (answer === undefined) {
    throw new UserError(`The commit ${tree.slice(0, 12)} is not in ${repository}, or the token cannot see it.`, {
      fix: 'Check that the commit was not removed by a force push and that the token reaches the repository.',
    })
  }
  const list = answer.data.tree.map(({ path, mode, type, sha, size }) => ({ path, mode, type, sha, size }))
  return { list, truncated: answer.data.truncated }
}

function kindOf(entry: Entry): string {
  if (entry.mode === '120000') return `a symbolic link (${entry.path})`
  return entry.type === 'commit' ? 'a submodule' : 'a folder'
}

function decodeUtf8(bytes: Buffer, path: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) throw new UserError('The file is UTF-16 text.', { place: { file: path }, fix: 'Save it as UTF-8.' })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new UserError('The file is not UTF-8 text.', { place: { file: path }, fix: 'Save it as UTF-8.', cause })
  }
}
