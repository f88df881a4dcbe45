/** How a text is written: bare when that is safe, else in double quotes; or always in the given quotes. */
export type Quote = 'plain' | 'single' | 'double'

const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=)$/i
const RADIX = /^[-+]?0(?:x[0-9a-f]*|o[0-7]*|b[-+]?[01]*)$/i
// Without digits before the exponent too: yaml.js in 1.1 mode takes e12 for NaN.
const NUMBER = /^[-+]?\d*\.?\d*(?:e[-+]?\d+)?$/i
const SEXAGESIMAL = /^[-+]?\d+(?::\d{1,2})+(?:\.\d*)?$/
const SPECIAL_FLOAT = /^[-+]?\.(?:inf|nan)$/i
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/

/**
 * Whether a reader of YAML 1.1 or 1.2 (PyYAML, go-yaml, libyaml, Psych, yaml.js) may take the bare text for something
 * else than that string: a number in any base, `1_000`, `12:30:45`, a date, a boolean, null, a merge key.
 * yaml.org/type and YAML 1.2.2 §10.3, taken together and a little wider.
 */
export function isAmbiguous(text: string): boolean {
  if (text === '' || WORDS.test(text) || DATE.test(text)) return true
  const bare = text.replace(/[_,]/g, '')
  return [RADIX, NUMBER, SEXAGESIMAL, SPECIAL_FLOAT].some((pattern) => pattern.test(bare))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML text may not hold as they are
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above, but line feed and tab may stand in a block scalar
const UNPRINTABLE_IN_BLOCK = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/

/** Whether the text may stand without quotes: it begins with no indicator, and nothing in it ends a plain scalar. */
function isPlain(text: string, flow: boolean): boolean {
  if (isAmbiguous(text) || text.trim() !== text || UNPRINTABLE.test(text)) return false
  if (/^[-?:,[\]{}#&*!|>'"%@`]|^\.\.\./.test(text)) return false
  if (/:(?:\s|$)|\s#|\{\{/.test(text)) return false
  // PyYAML takes a question mark in brackets for a key.
  return !(flow && /[,[\]{}?]/.test(text))
}

/** The text as a scalar on one line. `flow`: inside `[]` or `{}`. */
export function renderText(text: string, quote: Quote, flow: boolean): string {
  if (quote === 'plain' && isPlain(text, flow)) return text
  if (quote === 'single' && !UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`
  const inHex = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, inHex)
}

/** A number, boolean or null as every reader of YAML 1.1 and 1.2 takes it. */
export function renderAtom(value: number | boolean | null): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  // YAML 1.1 takes 1e+21 for text: it asks for a point.
  return typeof value === 'number' ? text.replace(/^(-?\d+)e/, '$1.0e') : text
}

export interface BlockScalar {
  readonly header: string
  readonly lines: readonly string[]
}

/**
 * The text as a literal (`|`) or folded (`>`) scalar with its lines at the indent; undefined when only quotes can hold
 * it. Folded text is written with one line for each of its own lines; where folding would change it, it becomes literal.
 * Text that ends with blank lines is refused: as `|+` it would take in whatever blank lines follow in the file.
 */
export function renderBlockScalar(text: string, indent: number, style: '|' | '>'): BlockScalar | undefined {
  if (UNPRINTABLE_IN_BLOCK.test(text) || /^\s|^$/.test(text) || text.endsWith('\n\n')) return undefined
  const ended = text.endsWith('\n')
  const body = ended ? text.slice(0, -1) : text
  const folds = style === '>' && !/\n[ \t]/.test(body)
  const lines = (folds ? body.replace(/\n+/g, '$&\n') : body).split('\n')
  const margin = ' '.repeat(indent)
  return {
    header: `${folds ? '>' : '|'}${ended ? '' : '-'}`,
    lines: lines.map((line) => (line === '' ? '' : margin + line)),
  }
}
