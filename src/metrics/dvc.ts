import { posix } from 'node:path'
import { UserError } from '../errors.ts'
import { readYaml } from '../yaml/read.ts'
import { type DvcStage, fillIn, stagesOf, variablesOf } from './dvc-stages.ts'

/** What a `dvc.yaml` declares: paths from the root of the repository, each once. */
export interface DvcFiles {
  /** A path may be a folder, and may be a glob where a template cannot be filled in without DVC. */
  readonly metrics: readonly string[]
  /** Any of these may be absent: `params.yaml` is read by DVC whether a stage names it or not. */
  readonly params: readonly string[]
  readonly plots: readonly string[]
}

/**
 * The `dvc.yaml` whose declared files stand for an entry of the configuration; undefined for any other entry.
 * A `dvc.lock` does not say which of its outputs are metrics or plots, so the `dvc.yaml` beside it does; its
 * parameters it has itself.
 */
export function dvcFileOf(entry: string, kind: keyof DvcFiles): string | undefined {
  if (posix.basename(entry) === 'dvc.yaml') return entry
  return posix.basename(entry) === 'dvc.lock' && kind !== 'params' ? entry.replace(/lock$/, 'yaml') : undefined
}

/**
 * The metrics, parameters and plots that a `dvc.yaml` declares in its stages and at its top level, as DVC 3 reads them:
 * relative to the file's folder or the stage's `wdir`. `${…}` is filled in from `foreach`, `matrix` and the `vars`
 * written in the file; what comes from elsewhere becomes `*`.
 * Throws UserError for wrong YAML and for a path that leads out of the repository.
 */
export function dvcFiles(text: string, file: string): DvcFiles {
  const document = readYaml(text, { file }).documents[0]?.value
  const variables = variablesOf(mappingOf(document).vars)
  const stages = stagesOf(mappingOf(document).stages, variables)
  const collect = (
    key: keyof DvcFiles,
    ofStage: (stage: DvcStage) => readonly string[],
    ofTop: (value: unknown) => readonly string[],
  ): readonly string[] => {
    const place = (path: string, wdir = '.') => placeIn(file, wdir, path)
    const declared = stages.flatMap((stage) => ofStage(stage).map((path) => place(path, stage.wdir)))
    const top = ofTop(mappingOf(document)[key]).map((path) => place(fillIn(path, variables)))
    return [...new Set([...declared, ...top])]
  }
  return {
    metrics: collect('metrics', ({ metrics }) => metrics, namesIn),
    params: [...new Set([placeIn(file, '.', 'params.yaml'), ...collect('params', ({ params }) => params, namesIn)])],
    plots: collect('plots', ({ plots }) => plots, topPlots),
  }
}

/** The strings of a list, and the keys of the mappings in it. */
function namesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return Object.keys(mappingOf(list))
  return list.flatMap((item: unknown) => (typeof item === 'string' ? [item] : Object.keys(mappingOf(item))))
}

/** A plot is a path, or an id with the files of its axes as keys of `x` and `y`; without those the id is the path. */
function topPlots(plots: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(plots) ? plots : [plots]
  return items.flatMap((item) => {
    if (typeof item === 'string') return [item]
    return Object.entries(mappingOf(item)).flatMap(([id, definition]) => {
      const { x, y } = mappingOf(definition)
      const files = [...Object.keys(mappingOf(y)), ...Object.keys(mappingOf(x))]
      return files.length === 0 ? [id] : files
    })
  })
}

function placeIn(file: string, wdir: string, path: string): string {
  const whole = posix.normalize(posix.join(posix.dirname(file), wdir, path)).replace(/\/$/, '')
  if (!/^(\/|[a-z0-9]+:\/\/|[A-Za-z]:\\)/.test(path) && whole !== '..' && !whole.startsWith('../')) return whole
  throw new UserError('This path leads out of the repository.', {
    place: { file, key: path },
    fix: 'Declare a file inside the repository, or name the metrics files themselves in `.github/serin.yml`.',
  })
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
