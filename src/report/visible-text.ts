const ESCAPE = String.fromCharCode(27)
const BELL = String.fromCharCode(7)
const COLOURS = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, 'g')
const TITLES = new RegExp(`${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)`, 'g')
/** Control, format (bidi, zero width), separator, lone surrogate and ignorable characters: what a reader cannot see. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu
const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\uFE0E', '\uFE0E'],
  ['\uFE0F', '\uFE0F'],
])

/**
 * One line of text in which everything can be seen: hidden characters are written as `\n` or `\u202e`, and what is
 * longer than `longest` characters loses its middle. Emoji keep their presentation selectors.
 */
export function visibleText(text: string, longest: number): string {
  return shorten(shorten(text, longest * 2).replace(HIDDEN, seen), longest)
}

/**
 * Program output as lines of text: colours and window titles are taken out, of a line that was written over with `\r`
 * the last state stays, other hidden characters but tabs are written as `\u202e`.
 */
export function visibleLines(text: string): string {
  const plain = text.replace(TITLES, '').replace(COLOURS, '').replaceAll('\r\n', '\n')
  return plain
    .split('\n')
    .map((line) =>
      (line.replace(/\r+$/, '').split('\r').at(-1) ?? '').replace(HIDDEN, (found) =>
        found === '\t' ? found : seen(found),
      ),
    )
    .join('\n')
}

/** Keeps the beginning and the end of what is longer than `longest` characters. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  const tail = Math.floor((longest - 1) / 3)
  const head = longest - 1 - tail
  return `${wholeCharacters(text.slice(0, head))}…${wholeCharacters(text.slice(text.length - tail))}`
}

/** Drops the half of a character that a slice left at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
}

function seen(character: string): string {
  const named = NAMED.get(character)
  if (named !== undefined) return named
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}
