import { marked } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { Html } from './html-text.ts'

/** About what GitHub lets through; comments, scripts, styles and event handlers go. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    ...['img', 'details', 'summary', 'del', 'ins', 'input', 'h1', 'h2', 'picture', 'source'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height', 'align'],
    source: ['srcset', 'media'],
    input: ['type', 'checked', 'disabled'],
    th: ['align'],
    td: ['align', 'colspan', 'rowspan'],
    div: ['align'],
    details: ['open'],
    code: ['class'],
    blockquote: ['class'],
    p: ['class', 'align'],
  },
  allowedClasses: { code: ['language-*'], blockquote: ['alert', 'alert-*'], p: ['alert-title'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow' }) },
}

/** Renders GitHub-flavoured Markdown; in comments every line break counts, in files it does not. */
export function renderMarkdown(text: string, kind: 'comment' | 'file'): Html {
  const raw = marked.parse(text, { gfm: true, breaks: kind === 'comment', async: false })
  return new Html(sanitizeHtml(withAlerts(raw), ALLOWED))
}

/** `> [!NOTE]` and its kin. */
function withAlerts(html: string): string {
  return html.replace(/<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br>)?/g, (_, kind: string) => {
    const name = kind.toLowerCase()
    const title = `${kind.slice(0, 1)}${name.slice(1)}`
    return `<blockquote class="alert alert-${name}"><p class="alert-title">${title}</p><p>`
  })
}
