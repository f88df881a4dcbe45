import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../errors.ts'

/** A state of a repository: a revision as git understands it, or the files as they lie in the working tree. */
export type Revision = { readonly kind: 'commit'; readonly name: string } | { readonly kind: 'workspace' }

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

/** The paths of all files of a revision, from the root. A working tree has what git tracks or would add. */
export async function listFiles(root: string, revision: Revision): Promise<readonly string[]> {
  const args =
    revision.kind === 'workspace'
      ? ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
      : ['ls-tree', '-r', '-z', '--name-only', '--full-tree', '--end-of-options', `${revision.name}^{tree}`]
  const output = await git(root, args, '')
  if (output.code !== 0) throw unknownRevision(root, revision, output.errors)
  return [...new Set(output.bytes.toString('utf8').split('\0'))].filter((path) => path !== '')
}

/** The texts of those files that a revision has, by path; all blobs come through one process. */
export async function readFiles(
  root: string,
  revision: Revision,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return revision.kind === 'workspace' ? readWorkspace(root, paths) : readCommit(root, revision.name, paths)
}

async function readWorkspace(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(paths.map((path) => readIfThere(join(root, path))))
  return new Map(paths.flatMap((path, index) => (texts[index] === undefined ? [] : [[path, texts[index]] as const])))
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}

async function readCommit(
  root: string,
  revision: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map()
  const { bytes } = await git(root, ['cat-file', '--batch'], paths.map((path) => `${revision}:${path}\n`).join(''))
  return parseBatch(bytes, paths)
}

/** Format: git-cat-file(1), "BATCH OUTPUT": `<oid> blob <size>`, a line end, the bytes, a line end; or `<name> missing`. */
function parseBatch(bytes: Buffer, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  let offset = 0
  for (const path of paths) {
    const end = bytes.indexOf(10, offset)
    const header = bytes.toString('utf8', offset, end)
    offset = end + 1
    const size = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header)
    if (size === null) continue
    const length = Number(size[2])
    if (size[1] === 'blob') texts.set(path, bytes.toString('utf8', offset, offset + length))
    offset += length + 1
  }
  return texts
}

interface GitOutput {
  readonly bytes: Buffer
  readonly errors: string
  readonly code: number | null
}

/** A path with a line end would end git's input line early; such files are not metrics files. */
async function git(root: string, args: readonly string[], input: string): Promise<GitOutput> {
  const child = spawn('git', args, { cwd: root, stdio: 'pipe' })
  // A git that ends before it has read everything says why by its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [bytes, errors, code] = await Promise.all([collect(child.stdout), collect(child.stderr), ended(child)])
  return { bytes, errors: errors.toString('utf8'), code }
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}

function unknownRevision(root: string, revision: Revision, errors: string): UserError {
  if (revision.kind === 'workspace') {
    return new UserError('git cannot list the files of the working tree.', {
      fix: errors.trim().split('\n', 1)[0] ?? '',
    })
  }
  const isShallow = existsSync(join(root, '.git', 'shallow'))
  return new UserError(`git does not know the revision \`${revision.name}\`.`, {
    fix: isShallow
      ? 'This is a shallow clone: fetch more of it by `git fetch --deepen=100`, or the revision by its full sha.'
      : 'Look at `git log` for its name; a repository without commits has none.',
  })
}
