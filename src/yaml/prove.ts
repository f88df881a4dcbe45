import { isDeepStrictEqual } from 'node:util'
import { UserError } from '../errors.ts'
import type { Change } from './change.ts'
import { refusal } from './locate.ts'
import { applySplices } from './splice.ts'
import { parseStream, type YamlStream } from './stream.ts'
import type { YamlPath } from './value.ts'
import { type Window, windowsAround } from './window.ts'

/** A text that is proved to say what it should, and its syntax when somebody wants to change it further. */
export interface Proven {
  readonly text: string
  readonly stream: () => YamlStream
}

/** Up to so many characters the whole result is parsed; in a larger one the smallest part with room for as much. */
const WHOLE = 16_384

/**
 * Makes the change and parses the result: every document must say what it said before, and the changed one what the
 * change promises. Throws a UserError when that is not so.
 */
export function makeProven(stream: YamlStream, index: number, change: Change, path: YamlPath): Proven {
  const text = applySplices(stream.text, change.splices)
  if (text.length > WHOLE && provesInPart(stream, index, change, path)) {
    let parsed: YamlStream | undefined
    return { text, stream: () => (parsed ??= parseStream(text)) }
  }
  const next = proveWhole(stream, { text, index, change, path })
  return { text, stream: () => next }
}

function proveWhole(
  stream: YamlStream,
  { text, index, change, path }: { text: string; index: number; change: Change; path: YamlPath },
): YamlStream {
  const refuse = (what: string, cause?: unknown) => refusal(stream, change.offset, path, what, cause)
  const next = parseResult(text, refuse)
  const same =
    next.documents.length === stream.documents.length &&
    next.documents.every(({ value }, i) =>
      isDeepStrictEqual(value, i === index ? change.value : stream.documents[i]?.value),
    )
  if (!same) throw refuse('This cannot be changed without changing something else in the file.')
  return next
}

/**
 * Whether one part of the result, parsed by itself, shows that the whole says what it should (why: see
 * {@link windowsAround}). `false` tells nothing: then the whole is to be parsed.
 * `room`: of the parts that hold the change, the largest with at most so many characters is taken, else the smallest.
 */
export function provesInPart(
  stream: YamlStream,
  index: number,
  change: Change,
  path: YamlPath,
  room: number = WHOLE,
): boolean {
  const [first, last] = [change.splices[0], change.splices.at(-1)]
  if (!first || !last) return false
  const touched = { start: first.start, end: last.end, holders: change.holders, path, value: change.value }
  const windows = windowsAround(stream, index, touched)
  const window = windows.find(({ start, end }) => end - start <= room) ?? windows.at(-1)
  return window !== undefined && says(stream.text, window, change)
}

function says(text: string, { start, end, stopper, wanted }: Window, { splices }: Change): boolean {
  const moved = splices.map((splice) => ({ ...splice, start: splice.start - start, end: splice.end - start }))
  const part = applySplices(text.slice(start, end), moved)
  // What stands behind the part must begin a line of its own.
  if (stopper !== '' && !part.endsWith('\n')) return false
  try {
    const { documents } = parseStream(part + stopper)
    return isDeepStrictEqual(
      documents.map(({ value }) => value),
      wanted,
    )
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

function parseResult(text: string, refuse: (what: string, cause?: unknown) => UserError): YamlStream {
  try {
    return parseStream(text)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw refuse('This cannot be changed so that the file stays valid YAML.', error)
  }
}
