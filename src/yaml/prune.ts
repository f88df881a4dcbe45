import { isMap } from 'yaml'
import { locate } from './locate.ts'
import { columnOf, contentLineEnd, lineEnd, nextLine } from './splice.ts'
import type { StreamDocument, YamlStream } from './stream.ts'
import type { YamlPath } from './value.ts'

/**
 * What to delete so that nothing empty is left of a mapping that was written for this entry: the mapping, when it holds
 * nothing else, not even a comment or braces. Those are a person's, who then finds the key where it was, with `{}`.
 */
export function pathToPrune(stream: YamlStream, document: StreamDocument, path: YamlPath): YamlPath {
  const location = locate(stream, document, path)
  if (location.kind !== 'found') return path
  const { holder, entry } = location
  const { collection, entries, entry: around, parent } = holder
  if (holder.flow || !isMap(collection) || entries.length > 1 || !parent || !isMap(parent.collection)) return path
  const before = stream.text.slice(around?.indicatorEnd, entry.start)
  const isBare =
    !before.includes('#') && !hasCommentBelow(stream.text, entry.end, columnOf(stream.text, around?.start ?? 0))
  return isBare ? path.slice(0, -1) : path
}

/** Whether the next line that is not blank is a comment deeper than the column. */
function hasCommentBelow(text: string, end: number, column: number): boolean {
  let start = nextLine(text, contentLineEnd(text, end))
  while (start < text.length && text.slice(start, lineEnd(text, start)).trim() === '') {
    const next = nextLine(text, start)
    if (next === start) return false
    start = next
  }
  const comment = /^[ \t]*#/.exec(text.slice(start, lineEnd(text, start)))
  return comment !== null && comment[0].length - 1 > column
}
