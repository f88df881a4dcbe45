import { UserError } from '../errors.ts'
import type { ClassTable } from './class-table.ts'
import type { ConfusionMatrix } from './confusion-matrix.ts'
import type { Curve } from './curve.ts'
import { MAX_METRICS, tooMany } from './flatten.ts'
import { type FileContent, openFile } from './formats/file-content.ts'
import type { Findings, MetricFormat } from './formats/format.ts'
import type { MetricValue } from './metric-value.ts'
import type { Roc } from './roc.ts'
import type { Unit } from './unit.ts'

/** One named value of one file. Names are the flattened keys joined by dots. */
export interface Metric {
  readonly file: string
  readonly name: string
  readonly value: MetricValue
  readonly unit?: Unit
}

/** In the order of the files' paths, then in the order of the file. */
export type Metrics = readonly Metric[]

/** Everything that metrics files hold, each kind in the order of the files' paths, then of the file. */
export interface Sources {
  readonly metrics: Metrics
  readonly curves: readonly Curve[]
  readonly matrices: readonly ConfusionMatrix[]
  readonly classTables: readonly ClassTable[]
  readonly rocs: readonly Roc[]
}

interface TextFile {
  readonly path: string
  readonly text: string
}

/**
 * Reads files, each by the format that is found for it.
 * Throws UserError with the file for an empty one, a Git LFS pointer, and too many metrics in all; and what `formatFor`
 * and the formats throw.
 */
export function readSources<File extends TextFile>(
  files: readonly File[],
  formatFor: (content: FileContent, file: File) => MetricFormat,
): Sources {
  const metrics: Metric[] = []
  const extras: Required<Omit<Findings, 'metrics'>>[] = []
  for (const file of [...files].sort(byPath)) {
    const content = openFile(file.path, contentOf(file))
    const found = formatFor(content, file).parse(content)
    const { metrics: entries, curves = [], matrices = [], classTables = [], rocs = [] } = found
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

function contentOf({ path: file, text }: TextFile): string {
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
  return content
}

function byPath(one: TextFile, other: TextFile): number {
  if (one.path === other.path) return 0
  return one.path < other.path ? -1 : 1
}
