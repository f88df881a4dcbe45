import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { branchesNamedIn, type ConfigFiles } from '../src/doctor/diagnose.ts'
import { openTree, type Repository, type Tree } from '../src/doctor/tree.ts'
import { checkedOutBranch, commitOfBranch, defaultBranch, deletedFiles } from '../src/shell/branch.ts'
import { type Repository as GitRepository, openRepository } from '../src/shell/git.ts'
import { readTexts } from '../src/shell/work-tree.ts'

/** The root of the git repository around a folder; the folder itself where there is none. */
export function rootOf(folder: string): { readonly root: string; readonly isGit: boolean } {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return { root: at, isGit: true }
    if (dirname(at) === at) return { root: resolve(folder), isGit: false }
  }
}

/** Reads what a check looks at: the work tree, and the other branches that are named in it. */
export async function readRepository(
  folder: string,
  files: ConfigFiles,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Repository & { readonly root: string }> {
  const { root, isGit } = rootOf(folder)
  if (!isGit) {
    const workTree = await openPaths(root, walk(root))
    return { root, workTree, current: new Set(branchesNamedIn(workTree, files)), branches: new Map() }
  }
  const git = openRepository(root)
  try {
    const workTree = await readWorkTree(git)
    const named = branchesNamedIn(workTree, files)
    const current = await currentBranches(root, named, env)
    const others = named.filter((branch) => !current.has(branch))
    const trees = await Promise.all(others.map((branch) => readBranch(git, branch)))
    return { root, workTree, current, branches: new Map(others.map((branch, index) => [branch, trees[index]])) }
  } finally {
    git.close()
  }
}

/** Files that can be configuration, manifests, values, or parts of a chart. */
function isOfInterest(path: string): boolean {
  return /\.(ya?ml|tpl)$/.test(path) || /(^|\/)templates\//.test(path)
}

async function readWorkTree(git: GitRepository): Promise<Tree> {
  const [{ paths }, deleted] = await Promise.all([git.files({ kind: 'workspace' }), deletedFiles(git.root)])
  return openPaths(
    git.root,
    paths.filter((path) => !deleted.has(path)),
  )
}

async function openPaths(root: string, paths: readonly string[]): Promise<Tree> {
  return openTree({ paths, texts: await readTexts(root, paths.filter(isOfInterest)) })
}

/** All files below a folder that is in no git repository. */
function walk(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return entry.name === 'node_modules' || entry.name === '.git' ? [] : walk(root, path)
  })
}

/**
 * The branches that the work tree stands for. In a workflow of a pull request: its base. Else what is checked out, and
 * the default branch too, unless an environment is kept on what is checked out: a topic branch is for the default one.
 */
async function currentBranches(
  root: string,
  named: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlySet<string>> {
  if (env.GITHUB_BASE_REF) return new Set([env.GITHUB_BASE_REF])
  const checkedOut = await checkedOutBranch(root)
  const byDefault = (await defaultBranch(root)) ?? ['main', 'master'].find((branch) => named.includes(branch))
  const isKept = checkedOut !== undefined && named.includes(checkedOut)
  return new Set([checkedOut, isKept ? undefined : byDefault].filter((branch) => branch !== undefined))
}

async function readBranch(git: GitRepository, branch: string): Promise<Tree | undefined> {
  const commit = await commitOfBranch(git.root, branch)
  if (commit === undefined) return undefined
  const files = await git.files({ kind: 'commit', name: commit })
  return openTree({ branch, paths: files.paths, texts: await files.read(files.paths.filter(isOfInterest)) })
}
