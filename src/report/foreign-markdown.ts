import { inlineCode } from './markdown.ts'
import { visibleLines } from './visible-text.ts'

/** A zero-width space: nothing is seen of it, and the sign before it begins nothing any more. */
const BREAK = '\u200B'
/**
 * After these a break is set. In this order: HTML but line breaks and rules, and `<address>`; mentions and e-mail; entities,
 * which could hide any of the others; issues by number; addresses; links and what they are defined by; alerts. A backslash
 * may stand before punctuation: what GitHub looks at is the text without it.
 */
const BEGINS =
  /<(?!(?:br|hr) ?\/?>)|@|&(?=#?\w{1,40};)(?!(?:nbsp|lt|gt|amp|quot);)|#(?=\d)|:(?=\\?\/)|\](?=[(:])|\[(?=!)|www(?=\\?\.)|\b(?:gh|ghsa|cve)(?=\\?-\w)/giu
/** What may be a commit: digits behind a decimal point are none. */
const COMMIT = /(?<![a-z\d])(?!(?<=\.)\d+(?![a-z\d]))[0-9a-f]{7,64}(?![a-z\d])/giu
const PIECE = /.{1,6}/g
/** The languages that GitHub draws instead of showing their code; a diagram can hold links. */
const DRAWN = /(?:`{3,}|~{3,})[ \t]*(?=[^\s`]{0,100}(?:mermaid|geojson|topojson|stl))/giu
const LONGEST_LINE = 5000

/**
 * Markdown that somebody else wrote, as a quote that cannot be left: an open fence, list or table ends with the quote,
 * and whose words these are is plain to see. Formatting stays, `<br>` and `<hr>` with it. Everything that does something
 * is shown as it was written and does nothing: HTML, hidden comments, mentions, links and addresses, references to issues
 * and commits (so no word closes an issue), alerts and diagrams. Of pictures only those stay that were published (`images`,
 * by path): any other address could count who reads, so it is shown as code.
 * The signs that could begin these are made harmless everywhere, also in code, where nobody sees the difference: to find
 * out what is code, one would have to parse as GitHub does.
 */
export function foreignMarkdown(text: string, images: ReadonlyMap<string, string> = new Map()): string {
  return visibleLines(text)
    .split('\n')
    .map((line) => withPictures(cut(line), images))
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n')
}

function harmless(markdown: string): string {
  return markdown
    .replace(COMMIT, (found) => (found.match(PIECE) ?? []).join(BREAK))
    .replace(BEGINS, `$&${BREAK}`)
    .replace(DRAWN, `$&${BREAK}`)
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
}

/** `![text](address "title")`; the address may stand in angle brackets. Bounded, so that no line takes long. */
const PICTURE = /!\[([^\]\\]{0,500})\]\( *<?([^\s()<>[\]\\]{0,2000})>?(?:[ \t][^)]{0,500})?\)|!(?=\[)/g

function withPictures(line: string, images: ReadonlyMap<string, string>): string {
  const parts: string[] = []
  let end = 0
  for (const found of line.matchAll(PICTURE)) {
    const [whole, text, written = ''] = found
    parts.push(harmless(line.slice(end, found.index)), picture(text, written, images))
    end = found.index + whole.length
  }
  return parts.join('') + harmless(line.slice(end))
}

function picture(text: string | undefined, written: string, images: ReadonlyMap<string, string>): string {
  if (text === undefined) return `!${BREAK}`
  const published = images.get(written.replace(/^\.\//, ''))
  return published === undefined
    ? harmless(inlineCode(written.replaceAll('`', '%60').replaceAll('|', '%7C')))
    : `![${harmless(text)}](${published})`
}
