import { marked, type Token } from 'marked'

/** The only HTML that a report contains, all of it its own. */
const OWN_HTML = /^(?:<details><summary>|<\/summary>|<\/details>|<code>|<\/code>|<wbr>|<span>|<\/span>|[^<>]|\s)*$/

/** What a piece of Markdown does beyond showing text, as found by a GFM parser; ours are `https://github.com/` links. */
export function effectsOf(markdown: string): readonly string[] {
  const effects: string[] = []
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token: Token) => {
    if (token.type === 'def') effects.push(token.raw)
    if ((token.type === 'link' || token.type === 'image') && !String(token.href).startsWith('https://github.com/acme/'))
      effects.push(token.raw)
    if (token.type === 'html' && !OWN_HTML.test(token.raw)) effects.push(token.raw)
  })
  const prose = textOutsideCode(markdown)
  const turned = /@\p{L}|#\d|https?:|www\.|\$|:\w+:|\[\^|\b(?=\d*[a-f])[0-9a-f]{7,40}\b|\bGH-\d/iu.exec(prose)
  if (turned !== null) effects.push(turned[0])
  if (markdown.includes('<!--')) effects.push('<!--')
  return effects
}

/** The text that GitHub looks at for mentions, references, commits, emoji and math. */
export function textOutsideCode(markdown: string): string {
  const html = marked.parse(markdown, { gfm: true, async: false })
  return plain(html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/<code[^>]*>[\s\S]*?<\/code>/g, ''))
}

/** The texts of the cells of every table, as a browser shows them. */
export function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  const html = marked.parse(markdown, { gfm: true, async: false })
  return [...html.matchAll(/<table>([\s\S]*?)<\/table>/g)].map(([, table = '']) =>
    [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)),
    ),
  )
}

/** What a reader sees of a piece of Markdown. */
export function shown(markdown: string): string {
  return plain(marked.parse(markdown, { gfm: true, async: false })).trim()
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u00A0', ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
