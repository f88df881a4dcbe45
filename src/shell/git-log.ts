import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { withoutGit } from './git-objects.ts'

/** A commit in a clone's history. */
export interface ClonedCommit {
  readonly sha: string
  /** The committer's date, ISO 8601. */
  readonly date: string
  readonly message: string
}

/** The commits that touch any of the paths, seen from a branch, newest first. A `branch` is a name, not an option. */
export async function readCommits(
  root: string,
  branch: string,
  paths: readonly string[],
): Promise<readonly ClonedCommit[]> {
  const format = '--format=%H%x00%cI%x00%B%x00'
  const output = await git(root, ['log', format, '--end-of-options', branch, '--', ...paths])
  if (output.code !== 0) {
    throw new UserError(`git cannot read the history of \`${branch}\`: ${output.errors.trim().split('\n', 1)[0]}`, {
      fix: 'Fetch the branch, or look at `git log` for what is wrong.',
    })
  }
  const fields = output.bytes.toString('utf8').split('\0')
  const commits: ClonedCommit[] = []
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [sha = '', date = '', message = ''] = fields.slice(at, at + 3)
    // Versions of git write UTC as Z or +00:00.
    commits.push({ sha: sha.trim(), date: `${new Date(date).toISOString().slice(0, 19)}Z`, message })
  }
  return commits
}

/** The name under which a clone has a branch: as it was fetched, else its own; `undefined` when it has none. */
export async function branchIn(root: string, branch: string): Promise<string | undefined> {
  for (const name of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    if ((await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])).code === 0)
      return name
  }
  return undefined
}

/** The default branch as the clone knows it, else what is checked out. */
export async function defaultBranchIn(root: string): Promise<string> {
  const name = 'refs/remotes/origin/HEAD'
  const known = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
  return known.code === 0 ? name : 'HEAD'
}

/** Whether a clone has only the newest part of the history. */
export async function isShallow(root: string): Promise<boolean> {
  const { bytes } = await git(root, ['rev-parse', '--git-path', 'shallow'])
  return existsSync(join(root, bytes.toString('utf8').trim()))
}

interface GitOutput {
  readonly bytes: Buffer
  readonly errors: string
  readonly code: number | null
}

function git(root: string, args: readonly string[]): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const [bytes, errors]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => bytes.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.once('error', () => reject(withoutGit()))
    child.once('close', (code) =>
      resolve({ bytes: Buffer.concat(bytes), errors: Buffer.concat(errors).toString('utf8'), code }),
    )
  })
}
