import { type DvcFiles, declaredIn } from '../src/metrics/dvc-declarations.ts'
import type { FileTree } from '../src/shell/git.ts'
import { readSimpleYaml } from '../src/yaml/simple.ts'

const MODEL_CONFIG = '.github/serin.yml'

/** Which files of a revision count. */
export interface FoundFiles {
  readonly files: readonly string[]
  /** Named, and neither a file nor a folder nor a glob of the revision: DVC may have them. */
  readonly absent: readonly string[]
}

/**
 * The metrics or parameter files that a revision declares itself, in its every `dvc.yaml` and in `.github/serin.yml`.
 * Folders and globs are spelled out.
 */
export async function declaredFiles(tree: FileTree, kind: 'metrics' | 'params'): Promise<FoundFiles> {
  const declaring = tree.paths.filter((file) => file === MODEL_CONFIG || file.split('/').at(-1) === 'dvc.yaml')
  const texts = await tree.read(declaring)
  const named = await Promise.all(
    [...texts].map(async ([file, text]) =>
      file === MODEL_CONFIG ? ofModels(text, kind) : (await ofPipeline(text, file))[kind],
    ),
  )
  const usual = kind === 'params' ? usualParams(tree.paths) : []
  return spelledOut([...new Set([...usual, ...named.flat()])], tree)
}

/** DVC reads the `params.yaml` at the root of each of its projects, whether anything declares it or not. */
function usualParams(paths: readonly string[]): readonly string[] {
  const projects = paths
    .filter((path) => path.endsWith('/.dvc/config'))
    .map((path) => path.slice(0, -'.dvc/config'.length))
  return ['', ...projects].map((project) => `${project}params.yaml`)
}

async function ofPipeline(text: string, file: string): Promise<DvcFiles> {
  return declaredIn(await readYamlValue(text, file), file)
}

/** The value of a YAML document. Most are simple, and the whole parser takes longer to load than all else together. */
export async function readYamlValue(text: string, file: string): Promise<unknown> {
  const simple = readSimpleYaml(text)
  if (simple !== undefined) return simple.value
  const { readYaml } = await import('../src/yaml/read.ts')
  return readYaml(text, { file }).documents[0]?.value
}

/** The schema of that file takes longer to load than most repositories take to be compared. */
async function ofModels(text: string, kind: 'metrics' | 'params'): Promise<readonly string[]> {
  const { parseModelConfig } = await import('../src/config/model-config.ts')
  const { models } = parseModelConfig(text, MODEL_CONFIG)
  return Object.values(models).flatMap((model) => model[kind].flatMap((entry) => pathOf(entry)))
}

/** Sources that are no files of the repository have no revisions. */
function pathOf(entry: unknown): readonly string[] {
  if (typeof entry === 'string') return [entry]
  return typeof entry === 'object' && entry !== null && 'path' in entry && typeof entry.path === 'string'
    ? [entry.path]
    : []
}

/** Names of files, folders and globs as files. */
export async function spelledOut(named: readonly string[], tree: FileTree): Promise<FoundFiles> {
  const there = new Set(tree.paths)
  const files = new Set<string>()
  const absent: string[] = []
  for (const name of named) {
    const found = there.has(name) ? [name] : [...tree.below(name), ...(await matching(name, tree.paths))]
    for (const file of found) files.add(file)
    if (found.length === 0) absent.push(name)
  }
  return { files: [...files], absent }
}

async function matching(pattern: string, paths: readonly string[]): Promise<readonly string[]> {
  if (!/[*?[{!(+@]/.test(pattern)) return []
  const { default: picomatch } = await import('picomatch')
  const fits = picomatch([pattern, `${pattern}/**`], { dot: true })
  return paths.filter((path) => fits(path))
}
