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
 * @throws UserError for a glob without a file, and for a link that leaves the workspace or leads nowhere.
 */
export async function findMatchingFiles(
  workspace: string,
  globs: readonly string[],
  purpose: string,
): Promise<readonly MatchingFile[]> {
  const { files, refused } = await sortMatchingFiles(workspace, globs, purpose)
  const [mistake] = refused
  if (mistake !== undefined) throw mistake
  return files
}

/**
 * As findMatchingFiles, for a reader who can do without some: a link that leaves the workspace or leads nowhere is told
 * beside the files that are well.
 * @throws UserError for a glob without a file.
 */
export async function sortMatchingFiles(
  workspace: string,
  globs: readonly string[],
  purpose: string,
): Promise<{ readonly files: readonly MatchingFile[]; readonly refused: readonly UserError[] }> {
  const root = await realpath(workspace)
  const found = new Set<string>()
  for (const pattern of globs) {
    const paths = await matchesOf(root, pattern)
    if (paths.length === 0) throw noMatch(pattern, purpose)
    for (const path of paths) found.add(path)
  }
  const all = await Promise.all([...found].sort().map((path) => insideOf(root, path)))
  return {
    files: all.flatMap((file) => (file instanceof UserError ? [] : [file])),
    refused: all.filter((file) => file instanceof UserError),
  }
}

/** Whether a workspace has a file that matches a glob. */
export async function hasMatchingFile(workspace: string, pattern: string): Promise<boolean> {
  return (await matchesOf(await realpath(workspace), pattern)).length > 0
}

async function matchesOf(root: string, pattern: string): Promise<readonly string[]> {
  const exclude = (name: string) => name === '.git' || name === 'node_modules'
  const paths = await Array.fromAsync(glob(pattern, { cwd: root, exclude }))
  const files = await Promise.all(
    paths.map(async (path) => ((await orGone(stat(join(root, path))))?.isFile() === false ? [] : [path])),
  )
  return files.flat().map((path) => path.split(sep).join('/'))
}

/** A link may lead nowhere, and a training that still runs may remove a file. */
async function orGone<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ELOOP'].includes(String(error.code))) return undefined
    throw error
  }
}

async function insideOf(root: string, path: string): Promise<MatchingFile | UserError> {
  const realPath = await orGone(realpath(join(root, path)))
  if (realPath === undefined) {
    return new UserError('This is a link to a file that is not there.', {
      place: { file: path },
      fix: 'Write the file itself, or remove the link.',
    })
  }
  if (relative(root, realPath).startsWith('..')) {
    return new UserError('This is a link to a file outside the workspace.', {
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
