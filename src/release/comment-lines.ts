const LF = 10
const CR = 13

/**
 * A comment's lines, one at a time. They end at CRLF, LF or CR only, as in Markdown: JavaScript's own idea of a line end
 * also takes U+2028 and U+2029, which a browser does not show as one.
 */
export function* linesOf(body: string): Generator<string, undefined, undefined> {
  let start = 0
  for (let at = 0; at < body.length; at += 1) {
    const code = body.charCodeAt(at)
    if (code !== LF && code !== CR) continue
    yield body.slice(start, at)
    if (code === CR && body.charCodeAt(at + 1) === LF) at += 1
    start = at + 1
  }
  yield body.slice(start)
}

/** Takes lines up to and with the first that has more than spaces and tabs; a no-break space is more. */
export function takeFirstWithText(lines: Iterator<string>): string | undefined {
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    if (!isBlank(next.value)) return next.value
  }
  return undefined
}

// CommonMark 4.5: up to three spaces, three marks or more; after backticks no other backtick.
const FENCE = /^ {0,3}(?:(`{3,})([^`]*)|(~{3,})(.*))$/s

/** Those of the lines that are not in fenced code; empty ones say nothing and are left out. */
export function* outsideFences(lines: Iterable<string>): Generator<string, undefined, undefined> {
  let open: string | undefined
  for (const line of lines) {
    if (line === '') continue
    const [, backticks, backtickInfo, tildes, tildeInfo] = FENCE.exec(line) ?? []
    const marks = backticks ?? tildes
    const closes = open !== undefined && marks?.startsWith(open) && isBlank(backtickInfo ?? tildeInfo ?? '')
    if (open === undefined && marks === undefined) yield line
    else if (closes) open = undefined
    else open ??= marks
  }
}

function isBlank(line: string): boolean {
  return line === '' || !/[^ \t]/.test(line)
}
