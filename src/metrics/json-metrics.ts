import { jsonFormatOf } from './formats/json-formats.ts'
import { readSources, type Sources } from './sources.ts'

/**
 * What parseSources gives and throws, for files whose names all end with `.json`: the parsers of the other formats take
 * longer to load than most repositories take to be compared.
 */
export function parseJsonSources(files: readonly { readonly path: string; readonly text: string }[]): Sources {
  return readSources(files, jsonFormatOf)
}
