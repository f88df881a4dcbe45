import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { type GitObjects, gitFailed, openObjects, withoutGit } from './git-objects.ts'
import { filesBelow } from './git-tree.ts'

/** A state of a repository: a revision as git understands it, or the files as they lie in the working tree. */
export type Revision = { readonly kind: 'commit'; readonly name: string } | { readonly kind: 'workspace' }

/** The files of one state of a repository. Paths are from its root, with forward slashes. */
export interface FileTree {
  /** All files; of a working tree those that git tracks or would add. */
  readonly paths: readonly string[]
  /** The texts of those of these files that are there, by path; of a working tree also ones that git ignores. */
  readonly read: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** A file, or the files below a folder; of a working tree also ones that git ignores. */
  readonly below: (path: string) => readonly string[]
}

/** A git repository; at most two processes of git serve all that is asked. */
export interface Repository {
  readonly root: string
  /** @throws UserError for a revision that git does not know, and where git cannot work. */
  readonly files: (revision: Revision) => Promise<FileTree>
  /** The same; undefined for a revision that git does not know. */
  readonly filesIfThere: (revision: Revision) => Promise<FileTree | undefined>
  /** To be called once, after the last read. */
  readonly close: () => void
}

/** Opens the git repository that holds a folder. Throws a UserError outside of one. */
export function openRepository(folder: string): Repository {
  const root = repositoryRoot(folder)
  let objects: GitObjects | undefined
  const opened = () => {
    objects ??= openObjects(root)
    return objects
  }
  const filesIfThere = (revision: Revision) =>
    revision.kind === 'workspace' ? workspace(root) : commit(revision.name, opened())
  return {
    root,
    filesIfThere,
    files: async (revision) => {
      const files = await filesIfThere(revision)
      if (files === undefined) throw unknownRevision(root, revision)
      return files
    },
    close: () => objects?.close(),
  }
}

/** The root of the git repository that holds a folder. Throws a UserError outside of one. */
export function repositoryRoot(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) {
      throw new UserError('This folder is not in a git repository.', {
        place: { file: folder },
        fix: 'Run it inside of one.',
      })
    }
  }
}

async function commit(revision: string, objects: GitObjects): Promise<FileTree | undefined> {
  // A line end would be the end of the request.
  const [tree] = revision.includes('\n') ? [] : await objects.read([`${revision}^{tree}`])
  if (tree === undefined) return undefined
  const files = await filesBelow(objects, tree)
  const paths = [...files.keys()]
  return {
    paths,
    read: async (wanted) => {
      const known = wanted.filter((path) => files.has(path))
      const blobs = await objects.read(known.map((path) => files.get(path) ?? ''))
      const texts = known.flatMap((path, at) => {
        const text = blobs[at]?.bytes.toString('utf8')
        return text === undefined ? [] : [[path, text] as const]
      })
      return new Map(texts)
    },
    below: (wanted) => paths.filter((path) => path === wanted || path.startsWith(`${wanted}/`)),
  }
}

async function workspace(root: string): Promise<FileTree> {
  const listed = await listWorkspace(root)
  return {
    paths: [...new Set(listed.split('\0'))].filter((path) => path !== ''),
    read: async (wanted) => {
      const texts = wanted.flatMap((path) => {
        const text = readIfThere(join(root, path))
        return text === undefined ? [] : [[path, text] as const]
      })
      return new Map(texts)
    },
    below: (path) => filesIn(root, path),
  }
}

const NOT_A_FILE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP']

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_A_FILE.includes(String(error.code))) return undefined
    throw error
  }
}

function filesIn(root: string, path: string): readonly string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (found?.isFile()) return [path]
  if (found?.isDirectory() !== true) return []
  const inside = readdirSync(join(root, path), { withFileTypes: true }).filter(({ name }) => name !== '.git')
  return inside.flatMap((entry) => (entry.isSymbolicLink() ? [] : filesIn(root, `${path}/${entry.name}`)))
}

function listWorkspace(root: string): Promise<string> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const child = spawn('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(withoutGit()))
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'))
      else reject(gitFailed(Buffer.concat(errors).toString('utf8')))
    })
  })
}

function unknownRevision(root: string, revision: Revision): UserError {
  const name = revision.kind === 'commit' ? revision.name : 'the working tree'
  const isShallow = existsSync(join(root, '.git', 'shallow'))
  return new UserError(`git does not know the revision \`${name}\`.`, {
    fix: isShallow
      ? 'This is a shallow clone: fetch more of it by `git fetch --deepen=100`, or the revision by its full sha.'
      : 'Look at `git log` for its name; a repository without commits has none.',
  })
}
