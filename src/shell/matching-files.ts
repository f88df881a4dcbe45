import { glob, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { UserError } from '../errors.ts'

export interface WorkspaceFile {
  /** From the workspace's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Larger files are data, not metrics. */
const LARGEST_BYTES = 32 * 1024 * 1024

/**
 * Reads the files of a workspace that match globs, each once, sorted by path. Links that leave the workspace are
 * refused: what a pull request can put there must not show a runner's own files.
 * @param purpose names the kind of file in messages, for example `metrics`.
 * @throws UserError for a glob without a file, a link that leaves the workspace, a file that is too large or not UTF-8.
 */
export async function readMatchingFiles(
  workspace: string,
  globs: readonly string[],
  purpose: string,
): Promise<readonly WorkspaceFile[]> {
  const files = await findMatchingFiles(workspace, globs, purpose)
  return Promise.all(files.map(async (file) => ({ path: file.path, text: await readText(file) })))
}

/** A file of a workspace that matches a glob. */
export interface MatchingFile {
  /** From the workspace's root, with forward slashes. */
  readonly path: string
  /** Where it really is: inside the workspace, no link. */
  readonly realPath: string
  /** In bytes. */
  readonly size: number
}

/**
 * Finds the files of a workspace that match globs, each once, sorted by path.
 * @throws UserError for a glob without a file, and for a link that leaves the workspace.
 */
export async function findMatchingFiles(
  workspace: string,
  globs: readonly string[],
  purpose: string,
): Promise<readonly MatchingFile[]> {
  const root = await realpath(workspace)
  const found = new Set<string>()
  for (const pattern of globs) {
    const paths = await matchesOf(root, pattern)
    if (paths.length === 0) throw noMatch(pattern, purpose)
    for (const path of paths) found.add(path)
  }
  return Promise.all([...found].sort().map((path) => insideOf(root, path)))
}

/** Whether a workspace has a file that matches a glob. */
export async function hasMatchingFile(workspace: string, pattern: string): Promise<boolean> {
  return (await matchesOf(await realpath(workspace), pattern)).length > 0
}

async function matchesOf(root: string, pattern: string): Promise<readonly string[]> {
  const exclude = (name: string) => name === '.git' || name === 'node_modules'
  const paths = await Array.fromAsync(glob(pattern, { cwd: root, exclude }))
  const files = await Promise.all(paths.map(async (path) => ((await stat(join(root, path))).isFile() ? [path] : [])))
  return files.flat().map((path) => path.split(sep).join('/'))
}

async function insideOf(root: string, path: string): Promise<MatchingFile> {
  const realPath = await realpath(join(root, path))
  if (relative(root, realPath).startsWith('..')) {
    throw new UserError('This is a link to a file outside the workspace.', {
      place: { file: path },
      fix: 'Copy the file into the workspace.',
    })
  }
  const { size } = await stat(realPath)
  return { path, realPath, size }
}

async function readText({ path, realPath, size }: MatchingFile): Promise<string> {
  if (size > LARGEST_BYTES) {
    throw new UserError(`The file has ${(size / 1024 / 1024).toFixed(0)} MiB.`, {
      place: { file: path },
      fix: 'Files above 32 MiB are not read; write the numbers that matter into a smaller one.',
    })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(realPath))
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new UserError('The file is not UTF-8 text.', { place: { file: path }, fix: 'Save it as UTF-8.', cause })
  }
}

function noMatch(pattern: string, purpose: string): UserError {
  return new UserError(`No ${purpose} file matches \`${pattern}\`.`, {
    fix: `Check the path in \`.github/serin.yml\`, and that the training writes the file into the workspace.`,
  })
}
