import { markdownTable } from 'markdown-table'
import { visibleLines, visibleText } from './visible-text.ts'

/*
 * The only place that turns text into GitHub Flavored Markdown. Functions that take "text" take anything, hostile text
 * included, and what they return shows that text and does nothing: no markup, no HTML, no link or image, no @mention,
 * #reference, commit or e-mail link, emoji code or math, no hidden marker. Functions that take "Markdown" take only what
 * this file has made.
 */

const LONGEST_CODE = 200
const LONGEST_TEXT = 2000

/**
 * Text as code, in one line; hidden characters are shown, the middle of what is longer than `longest` is left out.
 * Code is where GitHub turns nothing into links. Safe in a table cell, in a link and at the start of a line.
 */
export function inlineCode(text: string, longest: number = LONGEST_CODE): string {
  const shown = visibleText(text.trim() === '' ? JSON.stringify(text) : text, longest)
  if (/[|`]|<!--/.test(shown)) return htmlCode(shown)
  return /^ .* $/.test(shown) ? `\` ${shown} \`` : `\`${shown}\``
}

/** Names up to this length never need breaking. */
const LONGEST_UNBROKEN = 20
/** Shorter pieces are not worth an element. */
const SMALLEST_PIECE = 8

/**
 * As inlineCode, for a name in a table: a long one may be broken where its parts meet, so that a phone shows the numbers
 * beside it. `<wbr>` is what GitHub leaves of HTML for that; nothing of it is copied with the name.
 */
export function breakableCode(text: string, longest: number = LONGEST_CODE): string {
  const shown = visibleText(text.trim() === '' ? JSON.stringify(text) : text, longest)
  if (shown.length <= LONGEST_UNBROKEN) return inlineCode(text, longest)
  const pieces: string[] = []
  for (const part of shown.match(/[^._/=:, -]{0,20}[._/=:, -]?/gu) ?? []) {
    const last = pieces.at(-1)
    if (last !== undefined && last.length < SMALLEST_PIECE) pieces[pieces.length - 1] = last + part
    else if (part !== '') pieces.push(part)
  }
  return pieces.length < 2 ? inlineCode(text, longest) : `<code>${pieces.map(entities).join('<wbr>')}</code>`
}

/**
 * Text as running text in one line. Words that GitHub would turn into something (a mention, a reference, an address,
 * an emoji, math) are shown as code; everything else is escaped.
 */
export function escapeText(text: string, longest: number = LONGEST_TEXT): string {
  const line = visibleText(text.replace(/\s+/g, ' ').trim(), longest)
  const escaped = line.split(' ').map(escapeWord).join(' ')
  return escaped.replace(/^[-+=:]/, (found) => `&#${found.charCodeAt(0)};`).replace(/^(\d+)([.)])(?= |$)/, '$1\\$2')
}

/** As escapeText, and what stands between single backticks becomes code: for sentences of our own with names in them. */
export function prose(text: string): string {
  const parts = visibleText(text.replace(/\s+/g, ' ').trim(), LONGEST_TEXT).split('`')
  if (parts.length % 2 === 0) return escapeText(text)
  return parts.map((part, index) => (index % 2 === 1 ? inlineCode(part) : escapeAround(part))).join('')
}

/** A table from cells of Markdown; the first row is the header. Columns are as narrow as their text. */
export function tableOf(rows: readonly (readonly string[])[], align: readonly ('l' | 'r')[] = []): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '&#124;').replace(/[^\S\u00A0]+/g, ' ')))
  return markdownTable(cells, { align: [...align], alignDelimiters: false })
}

/** Markdown whose words stay on one line: on a phone a cell of numbers would be broken at every space. */
export function unbroken(markdown: string): string {
  return markdown.replaceAll(' ', '\u00A0')
}

/** Lines of program output as a block of code. Colours are taken out; see visibleLines. */
export function fence(text: string, language: string = ''): string {
  const lines = visibleLines(text).replaceAll('<!--', '<! --')
  const runs = lines.match(/`{3,}/g) ?? []
  const ticks = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
  return `${ticks}${language.replace(/[^\w+-]/g, '')}\n${lines}\n${ticks}`
}

/** A link with text; only the text when the address is not http or https. */
export function link(text: string, url: string): string {
  return linkTo(escapeText(text), url)
}

/** A link with code as its text. */
export function codeLink(text: string, url: string): string {
  return linkTo(inlineCode(text), url)
}

/** A picture with what stands in its place for those who cannot see it; only that when the address is not http or https. */
export function image(text: string, url: string): string {
  const words = escapeText(text, LONGEST_CODE)
  const linked = linkTo(words, url)
  return linked === words ? inlineCode(text) : `!${linked}`
}

/** A heading of Markdown, level 1 to 6. */
export function heading(level: 1 | 2 | 3 | 4 | 5 | 6, markdown: string): string {
  return `${'#'.repeat(level)} ${markdown}`
}

/** A bullet list of Markdown lines. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

/** Markdown folded under a line of text. */
export function details(summary: string, markdown: string): string {
  const words = visibleText(summary, LONGEST_CODE).split(' ')
  const title = words.map((word) => (TURNED_INTO_SOMETHING.test(word) ? htmlCode(word) : entities(word))).join(' ')
  return `<details><summary>${title}</summary>\n\n${markdown}\n\n</details>`
}

/** Where GitHub links words by itself; custom autolink prefixes of a repository lead only where its admin wants. */
const TURNED_INTO_SOMETHING =
  /[@$^`]|#\d|:\/\/|www\.|mailto:|xmpp:|\bgh-\d|<!--|:[\w+-]+(?::|$)|(?<![a-z\d])[0-9a-f]{7,40}(?![a-z\d])/iu

function escapeWord(word: string): string {
  if (!TURNED_INTO_SOMETHING.test(word)) return escapeMarkup(word)
  const end = (word.includes('(') ? /[.,;!?]*$/ : /[.,;!?)]*$/).exec(word)?.[0] ?? ''
  const core = word.slice(0, word.length - end.length)
  return core === '' ? escapeMarkup(word) : inlineCode(core, LONGEST_TEXT) + end
}

function escapeMarkup(word: string): string {
  return word.replace(/[&<>|`\\*_[\]~#]/g, (found) =>
    '&<>|`\\'.includes(found) ? `&#${found.charCodeAt(0)};` : `\\${found}`,
  )
}

/** Escapes a part of a sentence, keeping the spaces between it and its neighbours. */
function escapeAround(part: string): string {
  const before = part.startsWith(' ') ? ' ' : ''
  const after = part.length > 1 && part.endsWith(' ') ? ' ' : ''
  return before + escapeText(part) + after
}

/** Code as HTML, for text that would end a table cell or the code itself, or forge a hidden marker. */
function htmlCode(shown: string): string {
  return `<code>${entities(shown)}</code>`
}

/** The empty element after an at sign keeps e-mail addresses from being linked. */
function entities(shown: string): string {
  return shown.replace(/[!-/:-@[-`{-~]/g, (found) => `&#${found.charCodeAt(0)};${found === '@' ? '<span></span>' : ''}`)
}

function linkTo(markdown: string, url: string): string {
  if (!URL.canParse(url)) return markdown
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return markdown
  const address = href.replace(/[()<>|`\\[\]$*_~!'"]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
  return `[${markdown}](${address})`
}
