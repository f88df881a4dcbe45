import type { MetricValue } from './metric-value.ts'
import type { Metric, Metrics } from './metrics.ts'
import type { Unit } from './unit.ts'

/** How one metric moved. `old` is missing for a new metric, `new` for one that is gone. */
export interface MetricChange {
  readonly file: string
  readonly name: string
  readonly old: MetricValue | undefined
  readonly new: MetricValue | undefined
  /** new − old, only between two numbers. */
  readonly change: number | undefined
  /** (new − old) / |old|, only where that is a finite number: never for an old value of zero. */
  readonly relative: number | undefined
  /** Of the candidate's value; of the old one when the metric is gone. */
  readonly unit?: Unit
}

/**
 * Lines up two sets of metrics by file and name: first everything the candidate has, in its order, then what is gone.
 * With `movedFiles: 'follow'` (the default) a name that stands in one file before and in another one after is one row,
 * because moving a metrics file changes no metric; with `'separate'` it is two, as in `dvc metrics diff`.
 */
export function diffMetrics(
  old: Metrics,
  candidate: Metrics,
  options: { readonly movedFiles?: 'follow' | 'separate' } = {},
): readonly MetricChange[] {
  const left = byFile(old)
  const pairs = candidate.map((after): Pair => ({ before: left.get(after.file)?.take(after.name), after }))
  if (options.movedFiles !== 'separate') followMoves(pairs, left)
  const gone = [...left.values()].flatMap((metrics) => metrics.rest())
  return [...pairs.map(({ before, after }) => changeOf(before, after)), ...gone.map((metric) => changeOf(metric))]
}

/** The metrics of one file that nobody has taken yet. */
interface Remaining {
  readonly take: (name: string) => Metric | undefined
  readonly rest: () => readonly Metric[]
}

function byFile(metrics: Metrics): ReadonlyMap<string, Remaining> {
  const files = new Map<string, Metric[]>()
  for (const metric of metrics) {
    const found = files.get(metric.file)
    if (found === undefined) files.set(metric.file, [metric])
    else found.push(metric)
  }
  return new Map([...files].map(([file, found]) => [file, remaining(found)]))
}

/** Most files keep their order, so that the next one is the one: only from the first other one on are names looked up. */
function remaining(metrics: readonly Metric[]): Remaining {
  let next = 0
  let named: Map<string, Metric> | undefined
  return {
    take(name) {
      if (named === undefined && metrics[next]?.name === name) {
        next += 1
        return metrics[next - 1]
      }
      named ??= new Map(metrics.slice(next).map((metric) => [metric.name, metric]))
      const found = named.get(name)
      named.delete(name)
      return found
    },
    rest: () => (named === undefined ? metrics.slice(next) : [...named.values()]),
  }
}

interface Pair {
  before: Metric | undefined
  readonly after: Metric
}

function followMoves(pairs: readonly Pair[], left: ReadonlyMap<string, Remaining>): void {
  const untaken = [...left.values()].flatMap((metrics) => metrics.rest())
  if (untaken.length === 0) return
  const gone = onlyOnes(untaken, (metric) => metric.name)
  const added = onlyOnes(
    pairs.filter(({ before }) => before === undefined),
    ({ after }) => after.name,
  )
  for (const [name, pair] of added) {
    const metric = gone.get(name)
    if (metric === undefined) continue
    pair.before = metric
    left.get(metric.file)?.take(name)
  }
}

function onlyOnes<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>()
  const several = new Set<string>()
  for (const item of items) {
    if (found.has(nameOf(item))) several.add(nameOf(item))
    found.set(nameOf(item), item)
  }
  for (const name of several) found.delete(name)
  return found
}

/** One key for a file and a name; a path holds no NUL. */
export function metricKey({ file, name }: { readonly file: string | undefined; readonly name: string }): string {
  return `${file ?? ''}\0${name}`
}

function changeOf(before: Metric | undefined, after?: Metric): MetricChange {
  const { file, name, unit } = (after ?? before) as Metric
  const old = before?.value
  const now = after?.value
  const change = old?.kind === 'number' && now?.kind === 'number' ? finite(now.value - old.value) : undefined
  const relative = change === undefined || old?.kind !== 'number' ? undefined : finite(change / Math.abs(old.value))
  const row = { file, name, old, new: now, change, relative }
  return unit === undefined ? row : { ...row, unit }
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value + 0 : undefined
}
