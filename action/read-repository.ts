import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { branchesNamedIn, type ConfigFiles } from '../src/doctor/diagnose.ts'
import { openTree, type Repository, type Tree } from '../src/doctor/tree.ts'
import { checkedOutBranch, commitOfBranch, defaultBranch, deletedFiles } from '../src/shell/branch.ts'
import { type Repository as GitRepository, openRepository } from '../src/shell/git.ts'
import { irregularFiles } from '../src/shell/irregular-files.ts'
import { readWorkTree, type Unreadable } from '../src/shell/work-tree.ts'

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
    const workTree = await openWorkTree(git)
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

async function openWorkTree(git: GitRepository): Promise<Tree> {
  const [{ paths }, deleted] = await Promise.all([git.files({ kind: 'workspace' }), deletedFiles(git.root)])
  return openPaths(
    git.root,
    paths.filter((path) => !deleted.has(path)),
  )
}

async function openPaths(root: string, paths: readonly string[]): Promise<Tree> {
  const links = paths.filter((path) => !isOfInterest(path) && lstatSync(join(root, path), ENTRY)?.isSymbolicLink())
  const { texts, unreadable } = await readWorkTree(root, [...paths.filter(isOfInterest), ...links])
  return openTree({ paths, texts, unreadable: explained(unreadable) })
}

/** A file may go while it is looked at. */
const ENTRY = { throwIfNoEntry: false } as const

const REGULAR = 'Serin reads and writes regular files only; name the file itself.'

/** The same sentences as of the app, which refuses them when a release comes to it. */
const WHY: Readonly<Record<Unreadable, { readonly what: string; readonly fix: string }>> = {
  link: { what: 'This is a symbolic link, not a file.', fix: REGULAR },
  folder: { what: 'This is a folder, not a file.', fix: REGULAR },
  submodule: { what: 'This is a submodule, not a file.', fix: REGULAR },
  'too-large': {
    what: 'The file has more than 50 MB, which GitHub gives to nobody.',
    fix: 'Keep large data outside git, and name a smaller file.',
  },
  'utf-16': { what: 'The file is UTF-16 text.', fix: 'Save it as UTF-8.' },
  'not-utf-8': { what: 'The file is not UTF-8 text.', fix: 'Save it as UTF-8.' },
}

function explained(unreadable: ReadonlyMap<string, Unreadable>): Tree['unreadable'] {
  return new Map([...unreadable].map(([path, why]) => [path, WHY[why]]))
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
  const [files, irregular] = await Promise.all([
    git.files({ kind: 'commit', name: commit }),
    irregularFiles(git.root, commit),
  ])
  const texts = await files.read(files.paths.filter((path) => isOfInterest(path) && !irregular.has(path)))
  return openTree({ branch, paths: files.paths, texts, unreadable: explained(irregular) })
}
