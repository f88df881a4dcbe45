import { execFileSync } from 'node:child_process'
import { readCommit } from './git-objects.ts'
import { git, gitEnvironment, gitOrThrow } from './git-process.ts'
import { linearHistory, linearHistoryOf } from './linear-history.ts'
import { ZERO_SHA } from './ref-store.ts'
import type { StoredRepository } from './stored-repository.ts'

/** The newest common ancestor, or undefined for unrelated histories. Remembered by sha. */
export async function mergeBase(repository: StoredRepository, a: string, b: string): Promise<string | undefined> {
  const key = `merge-base ${a} ${b}`
  if (!repository.gitAnswers.has(key)) {
    repository.gitAnswers.set(key, await findMergeBase(repository, a, b))
  }
  return repository.gitAnswers.get(key) as string | undefined
}

async function findMergeBase({ gitDir, objects }: StoredRepository, a: string, b: string): Promise<string | undefined> {
  const [mine, theirs] = [linearHistory(objects, a), linearHistory(objects, b)]
  if (mine && theirs) return mine.find((sha) => theirs.includes(sha))
  const result = await git(gitDir, ['merge-base', a, b])
  return result.code === 0 ? result.stdout.trim() : undefined
}

/**
 * What a commit reaches, newest first, or only those that change a path: `git rev-list`.
 * @throws when git does.
 */
export async function revisions(
  { gitDir, objects }: StoredRepository,
  tip: string,
  path: string | undefined,
): Promise<readonly string[]> {
  const linear = path === undefined ? linearHistory(objects, tip) : linearHistoryOf(objects, tip, path)
  if (linear) return linear
  const out = await gitOrThrow(gitDir, ['rev-list', tip, ...(path === undefined ? [] : ['--', path])])
  return out.split('\n').filter(Boolean)
}

/** Commits reachable from `to` and not from `from`, oldest first. */
export async function commitsBetween(
  repository: StoredRepository,
  from: string | undefined,
  to: string,
): Promise<readonly string[]> {
  const key = `between ${from} ${to}`
  const known = repository.gitAnswers.get(key) as readonly string[] | undefined
  if (known) return known
  const commits = linearlyBetween(repository, from, to) ?? (await listBetween(repository, from, to))
  repository.gitAnswers.set(key, commits)
  return commits
}

function linearlyBetween({ objects }: StoredRepository, from: string | undefined, to: string) {
  const before = from === undefined ? [] : linearHistory(objects, from)
  return (
    before &&
    linearHistory(objects, to)
      ?.filter((sha) => !before.includes(sha))
      .toReversed()
  )
}

async function listBetween({ gitDir }: StoredRepository, from: string | undefined, to: string) {
  const out = await gitOrThrow(gitDir, ['rev-list', '--reverse', '--topo-order', to, ...(from ? [`^${from}`] : [])])
  return out.split('\n').filter(Boolean)
}

/** A branch, tag, full ref or sha (7 digits at least) as a commit's sha. */
export function resolveCommit(repository: StoredRepository, name: string): string | undefined {
  const { refs, objects } = repository
  const short = name.replace(/^refs\//, '')
  const candidates = [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${short}`]
  if (name === 'HEAD') candidates.unshift(`refs/heads/${repository.defaultBranch}`)
  for (const ref of candidates) {
    const sha = refs.read(ref)
    if (sha !== undefined && sha !== ZERO_SHA) return peel(repository, sha)
  }
  return /^[0-9a-f]{40}$/.test(name) && objects.readAs(name, 'commit') ? name : undefined
}

/** Like `resolveCommit`, also for shortened shas. */
export async function resolveLoosely(repository: StoredRepository, name: string): Promise<string | undefined> {
  const exact = resolveCommit(repository, name)
  if (exact !== undefined || !/^[0-9a-f]{7,39}$/.test(name)) return exact
  const result = await git(repository.gitDir, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  return result.code === 0 ? result.stdout.trim() : undefined
}

function peel(repository: StoredRepository, sha: string): string | undefined {
  const tag = repository.objects.readAs(sha, 'tag')
  if (!tag) return readCommit(repository.objects, sha) ? sha : undefined
  const target = /^object ([0-9a-f]{40})$/m.exec(tag.toString('utf8'))?.[1]
  return target === undefined ? undefined : peel(repository, target)
}

export function isEmpty(repository: StoredRepository): boolean {
  return repository.refs.list('refs/heads/').size === 0
}

export interface LogEntry {
  readonly sha: string
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
  readonly committer: { readonly name: string; readonly email: string }
  readonly parents: readonly string[]
}

/** Every commit that a commit reaches, children before parents, newest first. */
export function historyOf(repository: StoredRepository, tip: string): LogEntry[] {
  const shas = linearHistory(repository.objects, tip) ?? topologically(repository, tip)
  return shas.flatMap((sha) => {
    const commit = readCommit(repository.objects, sha)
    if (!commit) return []
    const who = ({ name, email }: { name: string; email: string }) => ({ name, email })
    return [
      {
        sha,
        message: commit.message,
        author: who(commit.author),
        committer: who(commit.committer),
        parents: commit.parents,
      },
    ]
  })
}

function topologically({ gitDir }: StoredRepository, tip: string): readonly string[] {
  const args = ['--git-dir', gitDir, 'rev-list', '--topo-order', tip]
  return execFileSync('git', args, { env: gitEnvironment() }).toString('utf8').split('\n').filter(Boolean)
}
