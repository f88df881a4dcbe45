interface Line {
  readonly indent: number
  readonly text: string
}

interface Cursor {
  readonly lines: Line[]
  at: number
}

/** What is not simple; it never leaves this file. */
const HARD = Symbol('hard')

const KEY = /^([A-Za-z_./][\w./-]*):(?: +(\S.*))?$/
const ITEM = /^-( +)(\S.*)$/
/** Begins so that it can only be text or a number, and holds nothing that means anything in YAML. */
const PLAIN = /^[\w./$-](?:[^:#]|:(?=\S))*$/
const QUOTED = /^(?:'([^']*)'|"([^"\\]*)")$/
const NUMBER = /^(?:0|-?[1-9]\d{0,14})(?:\.\d+)?$/
/** What the core schema or an older YAML may read as something else than text. */
const DOUBTFUL = /^(?:[-+.]?\d(?!.*[a-df-np-wyz]).*|0[box].*|\.(?:inf|nan)|null|true|false|yes|no|on|off|y|n|-.*)$/i

/**
 * Reads the YAML that most configuration is written in: block maps and lists of plain or simply quoted values, with
 * comments on lines of their own. What it gives is what readYaml gives; undefined for every text that has anything else,
 * mistakes included. For programs that end before the whole parser is loaded.
 */
export function readSimpleYaml(text: string): { readonly value: unknown } | undefined {
  const lines = linesOf(text)
  if (lines === undefined || lines.length === 0) return undefined
  const cursor: Cursor = { lines: [...lines], at: 0 }
  const value = readBlock(cursor, lines[0]?.indent ?? 0)
  return value === HARD || cursor.at < lines.length ? undefined : { value }
}

function linesOf(text: string): readonly Line[] | undefined {
  // Beyond printable ASCII there are line ends, marks and spaces of YAML's own.
  if (/[^\n\x20-\x7e]/.test(text)) return undefined
  const lines = text.split('\n').flatMap((line) => {
    const inner = line.trim()
    return inner === '' || inner.startsWith('#') ? [] : [{ indent: line.length - line.trimStart().length, text: inner }]
  })
  return lines.some((line) => /^(---|\.\.\.|%)/.test(line.text)) ? undefined : lines
}

function readBlock(cursor: Cursor, indent: number): unknown {
  return cursor.lines[cursor.at]?.text.startsWith('-') ? readList(cursor, indent) : readMap(cursor, indent)
}

function readMap(cursor: Cursor, indent: number): unknown {
  const map: Record<string, unknown> = {}
  for (
    let line = cursor.lines[cursor.at];
    line !== undefined && line.indent >= indent;
    line = cursor.lines[cursor.at]
  ) {
    const [, key, written] = KEY.exec(line.text) ?? []
    if (line.indent > indent || key === undefined || !isNewKey(map, key)) return HARD
    cursor.at += 1
    const value = written === undefined ? readInner(cursor, indent) : readScalar(written)
    if (value === HARD) return HARD
    map[key] = value
  }
  return map
}

function isNewKey(map: object, key: string): boolean {
  return !Object.hasOwn(map, key) && key !== '__proto__' && !DOUBTFUL.test(key)
}

/** What stands below a key: a list may begin below the key itself. */
function readInner(cursor: Cursor, indent: number): unknown {
  const next = cursor.lines[cursor.at]
  if (next === undefined || next.indent < indent) return null
  if (next.indent > indent) return readBlock(cursor, next.indent)
  return next.text.startsWith('-') ? readList(cursor, indent) : null
}

function readList(cursor: Cursor, indent: number): unknown {
  const list: unknown[] = []
  for (
    let line = cursor.lines[cursor.at];
    line !== undefined && line.indent >= indent;
    line = cursor.lines[cursor.at]
  ) {
    const [, space, written] = ITEM.exec(line.text) ?? []
    // A key beside the list's dashes goes on with the map that the list stands in.
    if (line.indent === indent && !line.text.startsWith('-')) break
    if (line.indent > indent || space === undefined || written === undefined) return HARD
    const value = readItem(cursor, { indent: indent + 1 + space.length, text: written })
    if (value === HARD) return HARD
    list.push(value)
  }
  return list
}

/** `- key: value` is a map that begins on the line of its dash. */
function readItem(cursor: Cursor, inner: Line): unknown {
  if (ITEM.test(inner.text)) return HARD
  if (KEY.test(inner.text)) {
    cursor.lines[cursor.at] = inner
    return readMap(cursor, inner.indent)
  }
  cursor.at += 1
  return readScalar(inner.text)
}

function readScalar(written: string): unknown {
  const [, single, double] = QUOTED.exec(written) ?? []
  if (single !== undefined || double !== undefined) return single ?? double
  if (written === 'true' || written === 'false') return written === 'true'
  if (NUMBER.test(written)) return Number(written)
  return PLAIN.test(written) && !DOUBTFUL.test(written) ? written : HARD
}
