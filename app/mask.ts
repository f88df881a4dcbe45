/** Shorter pieces of a secret could be words of the log. */
const SHORTEST_PIECE = 12

/** What looks like a secret wherever it comes from; none of them crosses the end of a JSON string. */
const SHAPES: readonly RegExp[] = [
  /\b(gh[pousr]_|github_pat_)[\w.-]{10,}/g,
  // Not at every `-`: of a long word without a dot, each would be read to its end.
  /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/g,
  /\bsha(1|256)=[0-9a-f]{40,64}\b/g,
  /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi,
  /(?<=:\/\/)[^\s/:@"]*:[^\s/@"]+(?=@)/g,
]

const MASK = '[masked]'

/**
 * Makes a function that takes secrets out of a text: the given ones, wherever they stand (also written as in JSON, and a
 * key line by line), and whatever has the shape of a token, a signature or a key. JSON stays JSON.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const pieces = new Set(secrets.flatMap(piecesOf).filter((piece) => piece.length >= SHORTEST_PIECE))
  return (text) => {
    let masked = text
    for (const piece of pieces) masked = masked.replaceAll(piece, MASK)
    for (const shape of SHAPES) masked = masked.replaceAll(shape, MASK)
    return masked
  }
}

/** How a key or a variable is called whose value is not for everybody. */
const SECRET =
  '(?:password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|secret[-_]?key|credentials?)'
/** Before the key of a line: the sign of a diff, and the dash of a list. */
const LEAD = String.raw`[ +-]?[ \t]*(?:- )?["']?`

/** Of YAML's lines, those whose key says that the value is not for everybody. */
const SECRET_LINE = new RegExp(String.raw`^(${LEAD}[\w.-]*${SECRET}["']?:[ \t]+)\S.*$`, 'i')
/** Of a container's variable, the name; its value follows. */
const SECRET_NAME = new RegExp(String.raw`^${LEAD}name["']?:[ \t]+["']?[\w.-]*${SECRET}[\w.-]*["']?[ \t]*$`, 'i')
const VALUE_LINE = new RegExp(String.raw`^(${LEAD}value["']?:[ \t]+)\S.*$`, 'i')
const BLOCK_BEGINS = /[|>][-+\d]*[ \t]*$/

/** The same within a line: of a mapping in braces, of a variable in braces, and of an argument. */
const WITHIN: readonly RegExp[] = [
  new RegExp(String.raw`([{,][ \t]*["']?[\w.-]*${SECRET}["']?:[ \t]*)[^\s,}][^,}\n]*`, 'gi'),
  new RegExp(
    String.raw`(\bname["']?:[ \t]*["']?[\w.-]*${SECRET}[\w.-]*["']?,[ \t]*["']?value["']?:[ \t]*)[^,}\n]+`,
    'gi',
  ),
  new RegExp(String.raw`(${SECRET}=)[^\s"'&,]+`, 'gi'),
]

/**
 * Takes out of a reply what has the shape of a secret, and the values beside keys of such a name: around the lines that
 * change it shows lines of a repository that may be private, on a pull request that may be public.
 */
export function maskReply(markdown: string): string {
  const shaped = SHAPES.reduce((text, shape) => text.replaceAll(shape, MASK), markdown)
  return maskLines(WITHIN.reduce((text, one) => text.replace(one, `$1${MASK}`), shaped))
}

function maskLines(text: string): string {
  let isNamed = false
  let block: number | undefined
  const masked = text.split('\n').map((line) => {
    const depth = line.replace(/^[+-]/, ' ').search(/\S/)
    if (block !== undefined && depth < 0) return line
    if (block !== undefined && depth > block) return `${line.slice(0, depth)}${MASK}`
    const value = VALUE_LINE.exec(line)
    const found = SECRET_LINE.exec(line) ?? (isNamed ? value : null)
    // A changed value has two lines below its name.
    isNamed = SECRET_NAME.test(line) || (isNamed && value !== null)
    block = found !== null && BLOCK_BEGINS.test(line) ? depth : undefined
    return found === null ? line : `${found[1]}${MASK}`
  })
  return masked.join('\n')
}

function piecesOf(secret: string): readonly string[] {
  const lines = secret.split('\n').filter((line) => !line.startsWith('-----'))
  const password = URL.canParse(secret) ? [new URL(secret).password] : []
  return [secret, ...lines, ...password, ...password.map(decodeURIComponent)].flatMap((piece) => [
    piece,
    JSON.stringify(piece).slice(1, -1),
  ])
}
