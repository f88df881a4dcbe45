import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The commit that a folder's files are, or why it cannot be told. */
export type CheckedOut =
  | { readonly kind: 'clean'; readonly commit: string; readonly tree: string }
  | { readonly kind: 'unknown'; readonly reason: string }

const run = promisify(execFile)
/** Of changed paths; nobody reads more than the first. */
const MOST_OUTPUT_BYTES = 50 * 1024 * 1024

/**
 * Asks git which commit and tree a folder has checked out as a whole, without a change of a tracked file. One commit is
 * enough: nothing is asked of its parents. Source: git-rev-parse(1), git-status(1).
 */
export async function readCheckedOut(folder: string): Promise<CheckedOut> {
  try {
    const names = await git(folder, 'rev-parse', '--show-prefix', 'HEAD', 'HEAD^{tree}')
    const [prefix, commit = '', tree = ''] = names.split('\n')
    if (prefix !== '') return unknown('The workspace is a folder of a repository, not the whole of it.')
    const changes = await git(folder, '--no-optional-locks', 'status', '--porcelain', '--untracked-files=no')
    if (changes !== '') return unknown('Files that git tracks were changed before this step.')
    return { kind: 'clean', commit, tree }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const lines = error.message.split('\n')
    return unknown(
      `git cannot tell what is checked out (${lines.find((line) => line.startsWith('fatal: ')) ?? lines[0]}).`,
    )
  }
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', args, { cwd: folder, maxBuffer: MOST_OUTPUT_BYTES })).stdout
}

function unknown(reason: string): CheckedOut {
  return { kind: 'unknown', reason }
}
