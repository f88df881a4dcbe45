import { type JsonValue, readJson } from './json-text.ts'

/** A file as formats look at it. */
export interface FileContent {
  readonly path: string
  /** Without a byte order mark; never empty. */
  readonly text: string
  /** The last part of the path, in lower case. */
  readonly fileName: string
  /** `.json`; empty for a name without a dot. Lower case. */
  readonly ending: string
  /** Whether the name, or without a telling name the first characters, promise JSON. */
  readonly isJson: boolean
  /** The file read as JSON, once for all who ask. Throws UserError with line and column where it is not JSON. */
  readonly json: () => JsonValue
}

const BEGINS_LIKE_JSON = /^\s*(\{\s*["}]|\[\s*[[{\]])/
const OTHER_ENDINGS = ['.yaml', '.yml', '.toml', '.csv', '.tsv', '.jsonl', '.ndjson']

/** A file's name and text, ready to be looked at. */
export function openFile(path: string, text: string): FileContent {
  const fileName = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const ending = /\.[^.]*$/.exec(fileName)?.[0] ?? ''
  const isJson = ending === '.json' || (!OTHER_ENDINGS.includes(ending) && BEGINS_LIKE_JSON.test(text))
  let document: { readonly value: JsonValue } | undefined
  const json = () => {
    document ??= { value: readJson(text, path) }
    return document.value
  }
  return { path, text, fileName, ending, isJson, json }
}
