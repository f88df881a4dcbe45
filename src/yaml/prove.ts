import { isDeepStrictEqual } from 'node:util'
import { UserError } from '../errors.ts'
import type { Change } from './change.ts'
import { refusal } from './locate.ts'
import { applySplices } from './splice.ts'
import { parseStream, type YamlStream } from './stream.ts'
import type { YamlPath } from './value.ts'

/**
 * Makes the change and parses the result: every document must say what it said before, and the changed one what the
 * change promises. Throws a UserError when that is not so.
 */
export function makeProven(stream: YamlStream, index: number, change: Change, path: YamlPath): YamlStream {
  const refuse = (what: string, cause?: unknown) => refusal(stream, change.offset, path, what, cause)
  const next = parseResult(applySplices(stream.text, change.splices), refuse)
  const same =
    next.documents.length === stream.documents.length &&
    next.documents.every(({ value }, i) =>
      isDeepStrictEqual(value, i === index ? change.value : stream.documents[i]?.value),
    )
  if (!same) throw refuse('This cannot be changed without changing something else in the file.')
  return next
}

function parseResult(text: string, refuse: (what: string, cause?: unknown) => UserError): YamlStream {
  try {
    return parseStream(text)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw refuse('This cannot be changed so that the file stays valid YAML.', error)
  }
}
