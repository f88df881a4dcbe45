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
