import { posix } from 'node:path'
import { UserError } from '../errors.ts'
import { axesIn, type PlotAxes } from './dvc-axes.ts'
import { type DvcStage, fillIn, stagesOf, variablesOf } from './dvc-stages.ts'

/** What a `dvc.yaml` declares: paths from the root of the repository, each once. */
export interface DvcFiles {
  /** A path may be a folder, and may be a glob where a template cannot be filled in without DVC. */
  readonly metrics: readonly string[]
  readonly params: readonly string[]
  readonly plots: readonly string[]
}

/**
 * What the parsed document of a `dvc.yaml` declares; see dvcFiles. Throws UserError for a path that leads out of the
 * repository.
 */
export function declaredIn(document: unknown, file: string): DvcFiles {
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
    params: collect('params', ({ params }) => params, namesIn),
    plots: collect('plots', ({ plots }) => plots, topPlots),
  }
}

/** The axes that the parsed document of a `dvc.yaml` names, with files from the root of the repository. */
export function axesDeclaredIn(document: unknown, file: string): readonly PlotAxes[] {
  const variables = variablesOf(mappingOf(document).vars)
  const ofStages = stagesOf(mappingOf(document).stages, variables).flatMap(({ axes, wdir }) =>
    axes.map((plot) => ({ ...plot, file: placeIn(file, wdir, plot.file) })),
  )
  const ofTop = axesIn(mappingOf(document).plots).map((plot) => ({
    ...plot,
    file: placeIn(file, '.', fillIn(plot.file, variables)),
  }))
  return [...ofStages, ...ofTop]
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
