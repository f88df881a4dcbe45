import { inlineCode } from './markdown.ts'
import { visibleLines } from './visible-text.ts'

/** A zero-width space: nothing is seen of it, and the sign before it begins nothing any more. */
const BREAK = '\u200B'
/** The beginning of HTML but of a line break, of a mention, and of an entity that could hide either. */
const BEGINS = /<(?!(?:br|hr) ?\/?>)|@(?=[\p{L}\p{N}])|&(?=#?\w{1,40};)(?!(?:nbsp|lt|gt|amp|quot);)/gu
const LONGEST_LINE = 5000

/**
 * Markdown that somebody else wrote, as a quote that cannot be left: an open fence, list or table ends with the quote,
 * and whose words these are is plain to see. For authors who may write on the pull request themselves, so links and
 * formatting stay. What does not: HTML but `<br>` and `<hr>`, hidden comments, mentions, and pictures that are not https
 * and were not published (`images`, by path); such a picture is shown as its path.
 * The signs that could begin these are made harmless everywhere, also in code, where nobody sees the difference: to find
 * out what is code, one would have to parse as GitHub does.
 */
export function foreignMarkdown(text: string, images: ReadonlyMap<string, string> = new Map()): string {
  return visibleLines(text)
    .split('\n')
    .map((line) => withPictures(cut(line), images).replace(BEGINS, `$&${BREAK}`))
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n')
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
}

/** `![text](address "title")`; the address may stand in angle brackets. Bounded, so that no line takes long. */
const PICTURE = /!\[([^\]\\]{0,500})\]\( *<?([^\s()<>[\]\\]{0,2000})>?(?:[ \t][^)]{0,500})?\)|!(?=\[)/g

function withPictures(line: string, images: ReadonlyMap<string, string>): string {
  return line.replace(PICTURE, (_, text: string | undefined, written: string = '') => {
    if (text === undefined) return `!${BREAK}`
    const published = images.get(written.replace(/^\.\//, ''))
    if (published === undefined && !written.startsWith('https://')) return inlineCode(written)
    return `![${text}](${published ?? written})`
  })
}
