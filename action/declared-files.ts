import picomatch from 'picomatch'
import { dvcFiles } from '../src/metrics/dvc.ts'
import { type Revision, readFiles } from '../src/shell/git.ts'

const MODEL_CONFIG = '.github/serin.yml'

/**
 * The metrics or parameter files that a revision declares itself, in its every `dvc.yaml` and in `.github/serin.yml`.
 * Folders and globs are spelled out; what is declared and not there is left out.
 */
export async function declaredFiles(at: {
  readonly root: string
  readonly revision: Revision
  /** All files of the revision. */
  readonly files: readonly string[]
  readonly kind: 'metrics' | 'params'
}): Promise<readonly string[]> {
  const declaring = at.files.filter((file) => file === MODEL_CONFIG || file.split('/').at(-1) === 'dvc.yaml')
  const texts = await readFiles(at.root, at.revision, declaring)
  const named = await Promise.all(
    [...texts].map(([file, text]) => (file === MODEL_CONFIG ? ofModels(text, at.kind) : dvcFiles(text, file)[at.kind])),
  )
  return spelledOut([...new Set(named.flat())], at.files)
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

function spelledOut(named: readonly string[], files: readonly string[]): readonly string[] {
  const there = new Set(files)
  const plain = named.filter((name) => there.has(name))
  const others = named.filter((name) => !there.has(name)).map((name) => picomatch([name, `${name}/**`], { dot: true }))
  const found = others.length === 0 ? [] : files.filter((file) => others.some((fits) => fits(file)))
  return [...new Set([...plain, ...found])]
}
