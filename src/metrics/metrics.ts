import { type FormatName, formatNamed, formatOf } from './formats/registry.ts'
import { type Metrics, readSources, type Sources } from './sources.ts'

export type { FormatName } from './formats/registry.ts'
export type { MetricValue } from './metric-value.ts'
export type { Metric, Metrics, Sources } from './sources.ts'

/** A file to read; without `format` its name and content say how. */
export interface MetricFile {
  readonly path: string
  readonly text: string
  readonly format?: FormatName
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
  return readSources(files, (content, { format }) => (format === undefined ? formatOf(content) : formatNamed(format)))
}
