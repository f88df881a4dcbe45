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

/** Of YAML's lines, those whose key says that the value is not for everybody. */
const SECRET_LINE =
  /^([ +-]?[ \t]*(?:- )?["']?[\w.-]*(?:password|passwd|secret|token|api[-_]?key|private[-_]?key|credentials?)["']?:[ \t]+)\S.*$/gim

/**
 * Takes out of a reply what has the shape of a secret, and the values beside keys of such a name: around the lines that
 * change it shows lines of a repository that may be private, on a pull request that may be public.
 */
export function maskReply(markdown: string): string {
  return SHAPES.reduce((text, shape) => text.replaceAll(shape, MASK), markdown).replace(SECRET_LINE, `$1${MASK}`)
}

function piecesOf(secret: string): readonly string[] {
  const lines = secret.split('\n').filter((line) => !line.startsWith('-----'))
  const password = URL.canParse(secret) ? [new URL(secret).password] : []
  return [secret, ...lines, ...password, ...password.map(decodeURIComponent)].flatMap((piece) => [
    piece,
    JSON.stringify(piece).slice(1, -1),
  ])
}
