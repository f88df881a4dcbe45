import { UserError } from '../errors.ts'
import type { ClassTable } from './class-table.ts'
import type { ConfusionMatrix } from './confusion-matrix.ts'
import type { Curve } from './curve.ts'
import { MAX_METRICS, tooMany } from './flatten.ts'
import { openFile } from './formats/file-content.ts'
import type { Findings } from './formats/format.ts'
import { type FormatName, formatNamed, formatOf } from './formats/registry.ts'
import type { MetricValue } from './metric-value.ts'
import type { Roc } from './roc.ts'
import type { Unit } from './unit.ts'

export type { FormatName } from './formats/registry.ts'
export type { MetricValue } from './metric-value.ts'

/** One named value of one file. Names are the flattened keys joined by dots. */
export interface Metric {
  readonly file: string
  readonly name: string
  readonly value: MetricValue
  readonly unit?: Unit
}

/** In the order of the files' paths, then in the order of the file. */
export type Metrics = readonly Metric[]

/** A file to read; without `format` its name and content say how. */
export interface MetricFile {
  readonly path: string
  readonly text: string
  readonly format?: FormatName
}

/** Everything that metrics files hold, each kind in the order of the files' paths, then of the file. */
export interface Sources {
  readonly metrics: Metrics
  readonly curves: readonly Curve[]
  readonly matrices: readonly ConfusionMatrix[]
  readonly classTables: readonly ClassTable[]
  readonly rocs: readonly Roc[]
}

/** The metrics (or parameters) in files; see parseSources for what it takes and throws. */
export function parseMetrics(files: readonly MetricFile[]): Metrics {
  return parseSources(files).metrics
}

/**
 * Reads metrics files of any known format.
 * Throws UserError with the file, and line and column where there is one: unknown format, wrong syntax, an empty file,
 * a file without names, a name twice in one file, too deep, too many.
 */
export function parseSources(files: readonly MetricFile[]): Sources {
  const metrics: Metric[] = []
  const extras: Required<Omit<Findings, 'metrics'>>[] = []
  for (const file of [...files].sort(byPath)) {
    const { metrics: entries, curves = [], matrices = [], classTables = [], rocs = [] } = parseFile(file)
    for (const { name, value, unit } of entries) {
      metrics.push(unit === undefined ? { file: file.path, name, value } : { file: file.path, name, value, unit })
    }
    if (metrics.length > MAX_METRICS) throw tooMany(file.path)
    extras.push({ curves, matrices, classTables, rocs })
  }
  return {
    metrics,
    curves: extras.flatMap(({ curves }) => curves),
    matrices: extras.flatMap(({ matrices }) => matrices),
    classTables: extras.flatMap(({ classTables }) => classTables),
    rocs: extras.flatMap(({ rocs }) => rocs),
  }
}

function parseFile({ path: file, text, format: name }: MetricFile): Findings {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (content.trim() === '') {
    throw new UserError('The file is empty.', { place: { file }, fix: 'Let the training write its metrics there.' })
  }
  if (content.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new UserError('The file is a Git LFS pointer, not the metrics themselves.', {
      place: { file },
      fix: 'Check out with `lfs: true`, or keep metrics out of LFS.',
    })
  }
  const opened = openFile(file, content)
  return (name === undefined ? formatOf(opened) : formatNamed(name)).parse(opened)
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  if (one.path === other.path) return 0
  return one.path < other.path ? -1 : 1
}
