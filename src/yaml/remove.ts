import { isMap } from 'yaml'
import type { Entry } from './entry.ts'
import type { Holder } from './locate.ts'
import { insertBehind } from './replace.ts'
import { beginsLine, contentLineEnd, lineEnd, removeLines, type Splice } from './splice.ts'
import type { YamlStream } from './stream.ts'

/**
 * Takes an entry away with its lines and the comments on them. Comments above it stay: they are a person's words.
 * A collection that loses its only entry becomes `{}` or `[]`.
 */
export function removeEntry({ text }: YamlStream, holder: Holder, index: number): Splice[] {
  const { collection, entries } = holder
  const entry = entries[index]
  if (!entry) throw new Error('There is no such entry to remove.')
  if (collection.flow) return removeFromFlow(text, holder, index)
  const next = entries[index + 1]
  if (entries.length === 1) return removeOnly(text, holder, entry)
  if (beginsLine(text, entry.start)) return [removeLines(text, entry.start, entry.end)]
  if (!next) throw new Error('Only the first entry of several shares its line with the dash before it.')
  const between = text.slice(entry.end, next.start)
  if (between.trim() === '') return [{ start: entry.start, end: next.start, text: '' }]
  const lead = text.slice(0, entry.start).trimEnd().length
  return [{ start: lead, end: contentLineEnd(text, entry.end), text: '' }]
}

function removeOnly(text: string, { collection, entry: parent }: Holder, entry: Entry): Splice[] {
  const empty = isMap(collection) ? '{}' : '[]'
  const indicatorEnd = parent?.indicatorEnd
  if (indicatorEnd !== undefined && entry.start > lineEnd(text, indicatorEnd)) {
    return [insertBehind(text, indicatorEnd, empty), removeLines(text, entry.start, entry.end)]
  }
  const end = text[entry.end - 1] === '\n' ? contentLineEnd(text, entry.end) : entry.end
  return [{ start: entry.start, end, text: empty }]
}

function removeFromFlow(text: string, { collection, entries }: Holder, index: number): Splice[] {
  const [entry, before, after] = [entries[index], entries[index - 1], entries[index + 1]]
  if (!entry) throw new Error('There is no such entry to remove.')
  const ownLines = beginsLine(text, entry.start) && endsLine(text, entry.end)
  if (after && !hasComment(text, entry.end, after.start)) {
    if (ownLines && beginsLine(text, after.start)) return [removeLines(text, entry.start, entry.end)]
    return [{ start: entry.start, end: after.start, text: '' }]
  }
  if (!after && before && ownLines && /^[ \t]*,/.test(text.slice(entry.end, lineEnd(text, entry.end)))) {
    return [removeLines(text, entry.start, entry.end)] // the entry before has its comma already, as this one had
  }
  if (!after && before && !hasComment(text, before.end, entry.start)) {
    const comma = text.indexOf(',', before.end)
    if (ownLines && comma < lineEnd(text, before.end)) {
      return [{ start: comma, end: comma + 1, text: '' }, removeLines(text, entry.start, entry.end)]
    }
    return [{ start: before.end, end: entry.end, text: '' }]
  }
  if (ownLines) return [removeLines(text, entry.start, entry.end)]
  const [start = 0, end = 0] = collection.range ?? []
  const isBare = !hasComment(text, start, entry.start) && !hasComment(text, entry.end, end)
  if (!after && !before && isBare) return [{ start: start + 1, end: end - 1, text: '' }]
  return [{ start: entry.start, end: entry.end, text: '' }] // only the proof can tell
}

/** Nothing but a comma and a comment follows on the line. */
function endsLine(text: string, offset: number): boolean {
  const rest = text.slice(offset, lineEnd(text, offset)).trimStart()
  const behindComma = rest.startsWith(',') ? rest.slice(1).trimStart() : rest
  return behindComma === '' || behindComma.startsWith('#')
}

function hasComment(text: string, start: number, end: number): boolean {
  return text.slice(start, end).includes('#')
}
