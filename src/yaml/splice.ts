/** One replacement of the characters from start up to end. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the replacements made; they are in order and do not overlap. Every other character stays. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = ''
  let from = 0
  for (const splice of splices) {
    if (splice.start < from || splice.end < splice.start) throw new Error('Replacements overlap.')
    result += text.slice(from, splice.start) + splice.text
    from = splice.end
  }
  return result + text.slice(from)
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Where the line ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  if (feed < 0) return text.length
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed
}

/** Where the next line begins; the end of the text after the last one. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  return feed < 0 ? text.length : feed + 1
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The line break used around the offset: of its line, else of the line before. */
export function lineBreak(text: string, offset: number): string {
  const after = text.indexOf('\n', offset)
  const feed = after >= 0 ? after : text.lastIndexOf('\n')
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n'
}

/** Where the last line of something ends that may itself end with a line break, as a block scalar does. */
export function contentLineEnd(text: string, end: number): number {
  if (text[end - 1] !== '\n') return lineEnd(text, end)
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

/** Adds lines after the line on which something ends; a comment behind it stays where it is. */
export function addLines(text: string, end: number, lines: readonly string[]): Splice {
  const last = contentLineEnd(text, end)
  const eol = lineBreak(text, last)
  const at = nextLine(text, last)
  if (at === last) return { start: at, end: at, text: lines.map((line) => eol + line).join('') }
  return { start: at, end: at, text: lines.map((line) => line + eol).join('') }
}

/** Takes away all lines from the one that holds start to the one on which end stands, with one line break. */
export function removeLines(text: string, start: number, end: number): Splice {
  const from = lineStart(text, start)
  const to = contentLineEnd(text, end)
  const next = nextLine(text, to)
  if (next > to || from === 0) return { start: from, end: next, text: '' }
  // A literal text before it may need its line break.
  if (/[|>][1-9]?\+?[1-9]?[ \t]*(?:#[^\n]*)?\n/.test(text)) return { start: from, end: to, text: '' }
  return { start: contentLineEnd(text, from), end: to, text: '' }
}

/** Whether nothing but spaces stands before the offset on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === ''
}
