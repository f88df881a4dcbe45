import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { withoutGit } from './git-objects.ts'

/** A commit in a clone's history. */
export interface ClonedCommit {
  readonly sha: string
  /** The committer's date, ISO 8601. */
  readonly date: string
  /** The name of the author, as git has it: anybody may write anything there. */
  readonly author: string
  readonly message: string
  /** Those of the paths that were asked for which it changes; none for a merge that takes each from one of its parents. */
  readonly files: readonly ChangedFile[]
}

/** A file before and after a commit; undefined where it is not there, or no regular file. */
export interface ChangedFile {
  readonly path: string
  /** The ids of its contents. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** The commits that touch any of the paths, seen from a branch, newest first. A `branch` is a name, not an option. */
export async function readCommits(
  root: string,
  branch: string,
  paths: readonly string[],
): Promise<readonly ClonedCommit[]> {
  const options = [
    '-z',
    '-c',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--no-color',
    '--no-show-signature',
    `--format=${MARK}%H%x00%cI%x00%an%x00%B`,
  ]
  const output = await git(root, ['log', ...options, '--end-of-options', branch, '--', ...paths])
  if (output.code !== 0) {
    throw new UserError(`git cannot read the history of \`${branch}\`: ${output.errors.trim().split('\n', 1)[0]}`, {
      fix: 'Fetch the branch, or look at `git log` for what is wrong.',
    })
  }
  return commitsIn(output.bytes.toString('utf8').split('\0'))
}

/** Before each commit; what the names of files say comes after a part that begins with a colon. */
const MARK = '\u0001'

/** Format: git-log(1), "RAW OUTPUT FORMAT" with `-z`. */
function commitsIn(parts: readonly string[]): readonly ClonedCommit[] {
  const commits: (ClonedCommit & { readonly files: ChangedFile[] })[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at]?.trimStart() ?? ''
    if (part.startsWith(MARK)) {
      const [date = '', author = '', message = ''] = parts.slice(at + 1, at + 4)
      // Versions of git write UTC as Z or +00:00.
      const when = `${new Date(date).toISOString().slice(0, 19)}Z`
      commits.push({ sha: part.slice(MARK.length), date: when, author, message, files: [] })
      at += 3
    } else if (part.startsWith(':')) {
      at += 1
      commits.at(-1)?.files.push(changedFile(part, parts[at] ?? ''))
    }
  }
  return commits
}

/** A merge has as many modes and blobs before as it has parents: the first one is the branch that it was made on. */
function changedFile(raw: string, path: string): ChangedFile {
  const parents = /^:+/.exec(raw)?.[0].length ?? 1
  const words = raw.slice(parents).split(' ')
  const blob = (index: number) => (/^100/.test(words[index] ?? '') ? words[index + parents + 1] : undefined)
  return { path, before: blob(0), after: blob(parents) }
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

/** The commits at which a clone's history is cut, which seem to have added every file; empty for a whole history. */
export async function cutCommits(root: string): Promise<ReadonlySet<string>> {
  const { bytes } = await git(root, ['rev-parse', '--git-path', 'shallow'])
  const file = resolve(root, bytes.toString('utf8').trim())
  if (!existsSync(file)) return new Set()
  return new Set((await readFile(file, 'utf8')).split('\n').filter((sha) => sha !== ''))
}

interface GitOutput {
  readonly bytes: Buffer
  readonly errors: string
  readonly code: number | null
}

function git(root: string, args: readonly string[]): Promise<GitOutput> {
  return new Promise((answer, reject) => {
    const child = spawn('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const [bytes, errors]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => bytes.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.once('error', () => reject(withoutGit()))
    child.once('close', (code) =>
      answer({ bytes: Buffer.concat(bytes), errors: Buffer.concat(errors).toString('utf8'), code }),
    )
  })
}

/** Where a clone's origin shows its pages, as `https://github.com/acme/mlops-gitops`; undefined for one that has none. */
export async function originPage(root: string): Promise<string | undefined> {
  const { bytes } = await git(root, ['config', '--get', 'remote.origin.url'])
  const url = bytes.toString('utf8').trim()
  const [, host, path] =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w-]+(?:\.[\w-]+)+)(?::\d+)?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      url,
    ) ?? []
  return host === undefined ? undefined : `https://${host}/${path}`
}
