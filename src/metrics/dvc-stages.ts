import { axesIn, type PlotAxes } from './dvc-axes.ts'

/** A stage of a `dvc.yaml` after its templates: paths relative to `wdir`, which is relative to the file's folder. */
export interface DvcStage {
  readonly wdir: string
  readonly metrics: readonly string[]
  readonly params: readonly string[]
  readonly plots: readonly string[]
  /** Files relative to `wdir`. */
  readonly axes: readonly PlotAxes[]
}

/** What `${…}` can name: dotted paths and their values. */
export type DvcVariables = ReadonlyMap<string, string>

/** A `foreach` or `matrix` is written by hand; one that multiplies beyond this is not spelled out. */
const MOST_COPIES = 1000

/** The values that the top-level `vars` of a `dvc.yaml` write themselves; those of other files are not known. */
export function variablesOf(vars: unknown): DvcVariables {
  const written = Array.isArray(vars) ? vars.filter((item: unknown) => typeof item !== 'string') : []
  return new Map(written.flatMap((item: unknown) => [...flat('', item)]))
}

/** Fills in `${name}`; a name without a known value becomes `*`. */
export function fillIn(text: string, variables: DvcVariables): string {
  return text.replaceAll(
    /\$\{([^{}]*)\}/g,
    (_, name: string) => variables.get(name.trim().replace(/\[(\d+)\]/g, '.$1')) ?? '*',
  )
}

/** The stages under `stages:`, each `foreach` and `matrix` spelled out. */
export function stagesOf(stages: unknown, variables: DvcVariables): readonly DvcStage[] {
  return Object.values(mappingOf(stages)).flatMap((stage) => {
    const { foreach, do: repeated, matrix } = mappingOf(stage)
    if (repeated !== undefined) return scopesOfForeach(foreach).map((scope) => stageOf(repeated, variables, scope))
    return (matrix === undefined ? [NOTHING] : scopesOfMatrix(matrix)).map((scope) => stageOf(stage, variables, scope))
  })
}

const NOTHING: DvcVariables = new Map()

function scopesOfForeach(foreach: unknown): readonly DvcVariables[] {
  if (typeof foreach !== 'object' || foreach === null) return [NOTHING]
  const isList = Array.isArray(foreach)
  return Object.entries(foreach)
    .slice(0, MOST_COPIES)
    .map(([key, item]) => new Map([...flat('item', item), ...(isList ? [] : ([['key', key]] as const))]))
}

/** Every combination of the axes; an axis that is a template leaves its part unknown. */
function scopesOfMatrix(matrix: unknown): readonly DvcVariables[] {
  let scopes: readonly DvcVariables[] = [NOTHING]
  for (const [axis, values] of Object.entries(mappingOf(matrix))) {
    if (!Array.isArray(values) || scopes.length * values.length > MOST_COPIES) continue
    scopes = scopes.flatMap((scope) => values.map((value) => new Map([...scope, ...flat(`item.${axis}`, value)])))
  }
  return scopes
}

function stageOf(stage: unknown, variables: DvcVariables, scope: DvcVariables): DvcStage {
  const { wdir, metrics, params, plots, vars } = mappingOf(stage)
  const known = new Map([...variables, ...variablesOf(vars), ...scope])
  const paths = (list: unknown) => namesOf(list).map((path) => fillIn(path, known))
  return {
    wdir: typeof wdir === 'string' ? fillIn(wdir, known) : '.',
    metrics: paths(metrics),
    params: paths(fileParams(params)),
    plots: paths(plots),
    axes: axesIn(plots).map((axes) => ({ ...axes, file: fillIn(axes.file, known) })),
  }
}

/** A text under `params` is a key of params.yaml; a mapping's keys are other files. */
function fileParams(params: unknown): readonly unknown[] {
  return Array.isArray(params) ? params.map((item: unknown) => (typeof item === 'string' ? 'params.yaml' : item)) : []
}

function namesOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => (typeof item === 'string' ? [item] : Object.keys(mappingOf(item))))
}

function* flat(prefix: string, value: unknown): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) {
    yield [prefix, String(value)]
    return
  }
  for (const [key, inner] of Object.entries(value)) yield* flat(prefix === '' ? key : `${prefix}.${key}`, inner)
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
