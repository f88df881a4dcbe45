import type { YamlDocument } from '../yaml/read.ts'
import { atPath, listAt, textAt } from './at-path.ts'
import { type Tree, yamlPaths } from './tree.ts'

/** What an ApplicationSet makes its Applications from (argoproj.io/v1alpha1, argo-cd `applicationset/generators`). */
export type Generator =
  | {
      readonly kind: 'git-files' | 'git-directories'
      /** Patterns of paths, and those that are left out again. */
      readonly patterns: readonly string[]
      readonly excluded: readonly string[]
      readonly repository: string
      readonly revision: string
      /** The parameter that gets the path. */
      readonly pathKey: string
    }
  | { readonly kind: 'list'; readonly elements: readonly unknown[] }
  /** Known, and not followed: matrix, merge, clusters, … */
  | { readonly kind: 'other'; readonly name: string }

/** An ApplicationSet of the repository, and where it is written. */
export interface ApplicationSet {
  readonly file: string
  readonly document: YamlDocument
  readonly name: string
  readonly namespace: string | undefined
  readonly isGoTemplate: boolean
  /** Whether a parameter that is missing is an error: then not one Application of the set is changed. */
  readonly refusesMissingKeys: boolean
  readonly generators: readonly Generator[]
  /** `spec.template`. */
  readonly template: unknown
}

/** Every ApplicationSet in the YAML files of a tree. */
export function applicationSetsIn(tree: Tree): readonly ApplicationSet[] {
  return yamlPaths(tree).flatMap((file) =>
    (tree.documents(file) ?? []).flatMap((document) => {
      const isSet = textAt(document.value, 'kind') === 'ApplicationSet'
      return isSet && textAt(document.value, 'apiVersion')?.startsWith('argoproj.io/') ? [read(file, document)] : []
    }),
  )
}

function read(file: string, document: YamlDocument): ApplicationSet {
  const { value } = document
  return {
    file,
    document,
    name: textAt(value, 'metadata', 'name') ?? 'without a name',
    namespace: textAt(value, 'metadata', 'namespace'),
    isGoTemplate: atPath(value, 'spec', 'goTemplate') === true,
    refusesMissingKeys: listAt(value, 'spec', 'goTemplateOptions').includes('missingkey=error'),
    generators: listAt(value, 'spec', 'generators').map(generatorOf),
    template: atPath(value, 'spec', 'template'),
  }
}

function generatorOf(written: unknown): Generator {
  const git = atPath(written, 'git')
  if (git !== undefined) return gitGenerator(git)
  if (atPath(written, 'list') !== undefined) return { kind: 'list', elements: listAt(written, 'list', 'elements') }
  const names = typeof written === 'object' && written !== null ? Object.keys(written) : []
  return { kind: 'other', name: names.find((name) => !['selector', 'values', 'template'].includes(name)) ?? 'unknown' }
}

function gitGenerator(git: unknown): Generator {
  const files = listAt(git, 'files')
  const entries = files.length > 0 ? files : listAt(git, 'directories')
  const paths = (isExcluded: boolean) =>
    entries.flatMap((entry) => {
      const path = textAt(entry, 'path')
      return path !== undefined && (atPath(entry, 'exclude') === true) === isExcluded ? [path.replace(/^\//, '')] : []
    })
  return {
    kind: files.length > 0 ? 'git-files' : 'git-directories',
    patterns: paths(false),
    excluded: paths(true),
    repository: textAt(git, 'repoURL') ?? '',
    revision: textAt(git, 'revision') ?? 'HEAD',
    pathKey: textAt(git, 'pathParamPrefix') ?? 'path',
  }
}

/** The revisions that the git generators of a set read. */
export function revisionsOf(set: ApplicationSet): readonly string[] {
  return set.generators.flatMap((generator) => ('revision' in generator ? [generator.revision] : []))
}
