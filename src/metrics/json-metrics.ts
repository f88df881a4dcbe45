import { jsonFormatOf } from './formats/json-formats.ts'
import { type Metrics, readSources } from './sources.ts'

/**
 * What parseMetrics gives and throws, for files whose names all end with `.json`: the parsers of the other formats take
 * longer to load than most repositories take to be compared.
 */
export function parseJsonMetrics(files: readonly { readonly path: string; readonly text: string }[]): Metrics {
  return readSources(files, jsonFormatOf).metrics
}
