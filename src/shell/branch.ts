import { execFile } from 'node:child_process'

/** What git prints, and undefined when it ends with another exit code than 0. */
function ask(root: string, ...args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile('git', [...args], { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error === null) resolve(stdout)
      else if (typeof error.code === 'number') resolve(undefined)
      else reject(error)
    })
  })
}

/** The branch that is checked out; undefined where a commit is. */
export async function checkedOutBranch(root: string): Promise<string | undefined> {
  return (await ask(root, 'symbolic-ref', '--quiet', '--short', 'HEAD'))?.trim() || undefined
}

/** The default branch as the clone knows it from its origin; undefined when there is none. */
export async function defaultBranch(root: string): Promise<string | undefined> {
  const ref = await ask(root, 'symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD')
  return ref?.trim().replace(/^refs\/remotes\/origin\//, '') || undefined
}

/** The commit of a branch: the origin's, else the local one; undefined when the clone has neither. */
export async function commitOfBranch(root: string, branch: string): Promise<string | undefined> {
  for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const commit = await ask(root, 'rev-parse', '--quiet', '--verify', '--end-of-options', `${ref}^{commit}`)
    if (commit !== undefined) return commit.trim()
  }
  return undefined
}

/** Tracked files that the work tree no longer has. */
export async function deletedFiles(root: string): Promise<ReadonlySet<string>> {
  return new Set(((await ask(root, 'ls-files', '-z', '--deleted')) ?? '').split('\0'))
}

/** `owner/name` of the origin on GitHub or another server; undefined when the clone has none. */
export async function originName(root: string): Promise<string | undefined> {
  const url = await ask(root, 'config', '--get', 'remote.origin.url')
  return /([\w.-]+\/[\w.-]+?)(?:\.git)?\/?\s*$/.exec(url ?? '')?.[1]
}

/** The commit of a revision as git understands it; undefined when the clone does not know it. */
export async function commitOf(root: string, revision: string): Promise<string | undefined> {
  return (await ask(root, 'rev-parse', '--quiet', '--verify', '--end-of-options', `${revision}^{commit}`))?.trim()
}

/** The newest commit that two have in common; undefined when there is none, or a shallow clone does not reach it. */
export async function commonCommit(root: string, one: string, other: string): Promise<string | undefined> {
  return (await ask(root, 'merge-base', one, other))?.trim()
}

/** The files of the work tree that are not as a commit has them, new ones that git does not ignore among them. */
export async function changedSince(root: string, commit: string): Promise<readonly string[]> {
  const tracked = (await ask(root, 'diff', '--name-only', '--no-renames', '-z', commit)) ?? ''
  const others = (await ask(root, 'ls-files', '-z', '--others', '--exclude-standard')) ?? ''
  return [...new Set(`${tracked}\0${others}`.split('\0'))].filter((path) => path !== '')
}

/** The files in which two commits differ; undefined when the clone lacks one of them. */
export async function changedBetween(root: string, from: string, to: string): Promise<readonly string[] | undefined> {
  const names = await ask(root, 'diff', '--name-only', '--no-renames', '-z', from, to)
  return names?.split('\0').filter((path) => path !== '')
}
