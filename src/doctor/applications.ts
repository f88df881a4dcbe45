import type { YamlDocument } from '../yaml/read.ts'
import type { ApplicationSet, Generator } from './application-set.ts'
import { atPath, listAt, textAt } from './at-path.ts'
import { folderPattern, gitPathspec } from './git-glob.ts'
import { type Rendered, renderTemplate } from './go-template.ts'
import { type Repository, type Tree, treeOf } from './tree.ts'

/** An Application that an ApplicationSet makes, as far as the repository tells. */
export interface Application {
  readonly set: ApplicationSet
  readonly tree: Tree
  /** The file that it is made from; undefined for a folder or an element of a list. */
  readonly file: string | undefined
  /** The document of that file which Argo CD reads: the first. */
  readonly document: YamlDocument | undefined
  /** The folder that it is made from; undefined for an element of a list. */
  readonly folder: string | undefined
  readonly parameters: unknown
  readonly name: Rendered
  readonly sources: readonly Source[]
}

/** Where an Application takes its manifests from. */
export interface Source {
  readonly repository: Rendered
  /** The chart or folder; undefined where the source has none, as one that is only a `ref`. */
  readonly path: Rendered | undefined
  /** Paths from the root of this repository; those elsewhere, or relative to a chart elsewhere, are left out. */
  readonly valueFiles: readonly Rendered[]
}

/** The Applications of a set. Generators that are not followed, and branches that are not here, make none. */
export function applicationsOf(set: ApplicationSet, repository: Repository): readonly Application[] {
  return set.generators.flatMap((generator) => {
    if (generator.kind === 'other') return []
    if (generator.kind === 'list') {
      return generator.elements.map((element) =>
        application(set, { tree: repository.workTree, parameters: element, own: undefined }),
      )
    }
    const tree = treeOf(repository, generator.revision)
    if (tree === undefined) return []
    return foundBy(generator, tree).map((path) => fromGit({ set, generator, tree, path }))
  })
}

/** The files or folders that a git generator finds in a tree, sorted. */
export function foundBy(generator: Extract<Generator, { repository: string }>, tree: Tree): readonly string[] {
  const isFiles = generator.kind === 'git-files'
  const all = isFiles ? [...tree.paths] : foldersOf(tree)
  const matching = (patterns: readonly string[]) => patterns.map(isFiles ? gitPathspec : folderPattern)
  const [wanted, excluded] = [matching(generator.patterns), matching(generator.excluded)]
  return all.filter((path) => wanted.some((fits) => fits(path)) && !excluded.some((fits) => fits(path))).sort()
}

function foldersOf(tree: Tree): readonly string[] {
  const folders = new Set<string>()
  for (const path of tree.paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.add(path.slice(0, end))
  }
  return [...folders].filter((folder) => !folder.split('/').some((name) => name.startsWith('.')))
}

interface Found {
  readonly set: ApplicationSet
  readonly generator: Extract<Generator, { repository: string }>
  readonly tree: Tree
  readonly path: string
}

function fromGit({ set, generator, tree, path }: Found): Application {
  const isFile = generator.kind === 'git-files'
  const folder = isFile ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : path
  const segments = folder.split('/')
  const basename = segments.at(-1) ?? ''
  const place = {
    path: folder,
    basename,
    basenameNormalized: normalized(basename),
    segments,
    ...(isFile && {
      filename: path.slice(folder.length + 1),
      filenameNormalized: normalized(path.slice(folder.length + 1)),
    }),
  }
  const document = isFile ? tree.documents(path)?.[0] : undefined
  const isOwnPrefix = generator.pathKey !== 'path'
  const parameters = {
    ...(typeof document?.value === 'object' && document.value),
    [generator.pathKey]: isOwnPrefix ? { path: place } : place,
  }
  const own = { file: isFile ? path : undefined, document, folder }
  return application(set, { tree, parameters, own, repository: generator.repository })
}

function normalized(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^-a-z0-9.]/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
}

interface Parts {
  readonly tree: Tree
  readonly parameters: unknown
  readonly own: { file: string | undefined; document: YamlDocument | undefined; folder: string } | undefined
  /** The repository that the generator reads: this one. */
  readonly repository?: string
}

function application(set: ApplicationSet, { tree, parameters, own, repository }: Parts): Application {
  const render = (template: string) => renderTemplate(template, parameters, set.isGoTemplate)
  const spec = atPath(set.template, 'spec')
  const written = [
    ...listAt(spec, 'sources'),
    ...(atPath(spec, 'source') === undefined ? [] : [atPath(spec, 'source')]),
  ]
  // A list does not tell which repository is this one; then a path that is here is taken for one of here.
  const isHere = (source: unknown) => repository === undefined || textAt(source, 'repoURL') === repository
  const isKnown = (path: Rendered) => repository !== undefined || (path.kind === 'text' && tree.paths.has(path.text))
  const refs = new Map(
    written.flatMap((source) => {
      const ref = textAt(source, 'ref')
      return ref === undefined ? [] : [[ref, isHere(source)] as const]
    }),
  )
  return {
    set,
    tree,
    file: own?.file,
    document: own?.document,
    folder: own?.folder,
    parameters,
    name: render(textAt(set.template, 'metadata', 'name') ?? ''),
    sources: written.map((source) => {
      const path = textAt(source, 'path')
      return {
        repository: render(textAt(source, 'repoURL') ?? ''),
        path: path === undefined ? undefined : render(path),
        valueFiles: listAt(source, 'helm', 'valueFiles')
          .flatMap((file) =>
            typeof file === 'string' ? rootedPath(file, { refs, isHere: isHere(source) }).map(render) : [],
          )
          .filter(isKnown),
      }
    }),
  }
}

/** The template of a path from the root of this repository: `/a/b.yaml`, or `$ref/a/b.yaml` of a source that is here. */
function rootedPath(file: string, where: { refs: ReadonlyMap<string, boolean>; isHere: boolean }): readonly string[] {
  const [, ref, rest] = /^\$([^/]+)\/(.*)$/.exec(file.trim()) ?? []
  if (ref !== undefined && rest !== undefined) return where.refs.get(ref) === true ? [rest] : []
  return file.startsWith('/') && where.isHere ? [file.trim().slice(1)] : []
}
