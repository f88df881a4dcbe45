import { UserError } from '../errors.ts'
import { readYaml, type YamlDocument } from '../yaml/read.ts'

/** The files of one state of a repository: its work tree, or a branch. */
export interface Tree {
  /** Absent: the work tree. */
  readonly branch?: string
  /** Every file, from the root. */
  readonly paths: ReadonlySet<string>
  /** The texts of those files that were read. */
  readonly texts: ReadonlyMap<string, string>
  /** Files that are there and were not read: why, in a sentence with the way out. */
  readonly unreadable: ReadonlyMap<string, { readonly what: string; readonly fix: string }>
  /** The documents of a YAML file; undefined when it was not read or is no YAML. Parsed once. */
  documents(path: string): readonly YamlDocument[] | undefined
}

export function openTree(files: {
  readonly branch?: string
  readonly paths: readonly string[]
  readonly texts: ReadonlyMap<string, string>
  readonly unreadable?: Tree['unreadable']
}): Tree {
  const parsed = new Map<string, readonly YamlDocument[] | undefined>()
  return {
    ...(files.branch !== undefined && { branch: files.branch }),
    paths: new Set(files.paths),
    texts: files.texts,
    unreadable: files.unreadable ?? new Map(),
    documents(path) {
      if (!parsed.has(path)) parsed.set(path, parse(files.texts.get(path), path))
      return parsed.get(path)
    },
  }
}

function parse(text: string | undefined, file: string): readonly YamlDocument[] | undefined {
  if (text === undefined) return undefined
  try {
    return readYaml(text, { file }).documents
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** What nobody names and is larger is data, not a manifest. */
const LARGEST_LENGTH = 1024 * 1024

/** The YAML files of a tree that are plain YAML: not the templates of charts, and nothing above 1 MiB. */
export function yamlPaths(tree: Tree): readonly string[] {
  const isOf = (path: string, text: string) =>
    /\.ya?ml$/.test(path) && text.length <= LARGEST_LENGTH && !isTemplate(path, tree)
  return [...tree.texts].flatMap(([path, text]) => (isOf(path, text) ? [path] : [])).sort()
}

function isTemplate(path: string, tree: Tree): boolean {
  const folder = /^(.*?)(?:^|\/)templates\//.exec(path)?.[1]
  return folder !== undefined && tree.paths.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`)
}

/** The states of a repository that a check looks at. */
export interface Repository {
  readonly workTree: Tree
  /** The branches that the work tree stands for: the one that it is of, or is to be merged into. */
  readonly current: ReadonlySet<string>
  /** Other branches by name; undefined for one that this clone does not have. */
  readonly branches: ReadonlyMap<string, Tree | undefined>
}

/** The state that `branch:` or a revision means; undefined when this clone does not have it. */
export function treeOf(repository: Repository, branch: string | undefined): Tree | undefined {
  const { workTree, current, branches } = repository
  if (branch === undefined || branch === '' || branch === 'HEAD' || current.has(branch)) return workTree
  return branches.get(branch)
}
