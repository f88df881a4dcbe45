import { UserError } from '../errors.ts'
import { MAX_METRICS, type MetricEntry, tooMany } from './flatten.ts'
import { formatOf } from './formats/registry.ts'
import type { MetricValue } from './metric-value.ts'

export type { MetricValue } from './metric-value.ts'

/** One named value of one file. Names are the flattened keys joined by dots. */
export interface Metric {
  readonly file: string
  readonly name: string
  readonly value: MetricValue
}

/** In the order of the files' paths, then in the order of the file. */
export type Metrics = readonly Metric[]

/**
 * Reads metrics (or parameters) from files; the ending of a name says the format.
 * Throws UserError with the file, and line and column where there is one: unknown ending, wrong syntax, an empty file,
 * a file without names, too deep, too many.
 */
export function parseMetrics(files: readonly { readonly path: string; readonly text: string }[]): Metrics {
  const metrics: Metric[] = []
  for (const { path, text } of [...files].sort(byPath)) {
    for (const { name, value } of parseFile(path, text)) metrics.push({ file: path, name, value })
    if (metrics.length > MAX_METRICS) throw tooMany(path)
  }
  return metrics
}

function parseFile(file: string, text: string): readonly MetricEntry[] {
  const format = formatOf(file)
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
  return format.parse(content, file)
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  if (one.path === other.path) return 0
  return one.path < other.path ? -1 : 1
}
