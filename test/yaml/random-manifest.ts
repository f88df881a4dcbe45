/** A small seeded generator of random numbers (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    chance: (share: number) => next() < share,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
  }
}

export type Random = ReturnType<typeof seeded>
export type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree }

const KEYS = [
  'image',
  'tag',
  'on',
  'version',
  'canary',
  'spec',
  'steps',
  'é',
  'a b',
  'x.y/z',
  '01',
  'null',
  'weight',
  'data',
]
// biome-ignore format: a table
const TEXTS = [
  'v1', '4562170', '1234e56', '0123456', 'yes', '1_000', '0x1f', '12:30:45', '2024-01-01', 'null', '~', '.inf', '1.10', '',
  ' lead', 'trail ', 'a: b', 'a #b', '#c', '- d', "it's", 'say "hi"', 'back\\slash', 'ünï', '😀', '[x]', '{y}', 'a, b', '*z',
  '&w', '!t', '%p', '@q', '`r', 'tab\there', 'two\nlines', 'two\nlines\n', 'end\n\n', '\n', '  x\n y', 'https://a.b/c?d=e#f',
  'oci://registry/model:9be1c02', '---', '...', '<<', '=', '?', ':', 'a:', '\u0085', '\u2028', '\ufeff', '\u00a0', '>-', '|',
]
const ATOMS: readonly Tree[] = [null, true, false, 0, 1, -7, 100, 0.5, 1e21, 1e-7, -0.25]

export function randomScalar(random: Random): Tree {
  return random.chance(0.6) ? random.pick(TEXTS) : random.pick(ATOMS)
}

export function randomTree(random: Random, depth: number): Tree {
  if (depth === 0 || random.chance(0.35)) return randomScalar(random)
  const size = random.below(4)
  if (random.chance(0.4)) return Array.from({ length: size }, () => randomTree(random, depth - 1))
  return randomMapping(random, depth, size)
}

export function randomMapping(random: Random, depth: number, size: number): { [key: string]: Tree } {
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(KEYS), randomTree(random, depth - 1)]))
}

/** Writes the tree as a person might: any indentation, quotes, flow or block, comments, blank lines, line ends. */
export function writeManifest(tree: { [key: string]: Tree }, random: Random): string {
  const writer = new Writer(random)
  const head = random.pick(['', '', '---\n', '# head\n\n', '# head\n---\n'])
  const body = Object.keys(tree).length > 0 ? writer.lines(tree, 0).join('\n') : '{}'
  const foot = random.pick(['', '', '# foot\n', '\n\n', '...\n'])
  const text = `${head}${body}\n${foot}`
  const cut = random.chance(0.2) ? text.replace(/\n+$/, '') : text
  const ended = random.chance(0.3) ? cut.replaceAll('\n', '\r\n') : cut
  return random.chance(0.1) ? `\uFEFF${ended}` : ended
}

const isFilled = (value: Tree): value is Tree[] | { [key: string]: Tree } =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0

class Writer {
  readonly #random: Random
  readonly #step: number
  readonly #listIndent: number
  readonly #gap: string

  constructor(random: Random) {
    this.#random = random
    this.#step = random.pick([2, 2, 3, 4])
    this.#listIndent = random.pick([0, this.#step])
    this.#gap = ' '.repeat(random.pick([1, 1, 1, 3]))
  }

  lines(value: Tree[] | { [key: string]: Tree }, indent: number): string[] {
    const margin = ' '.repeat(indent)
    if (Array.isArray(value)) {
      return value.flatMap((item) => [...this.#between(margin), ...this.#item(item, indent)])
    }
    return Object.entries(value).flatMap(([key, item]) => {
      const lead = `${margin}${this.#scalar(key)}:`
      return [...this.#between(margin), ...this.#field(lead, item, indent)]
    })
  }

  #field(lead: string, value: Tree, indent: number): string[] {
    if (isFilled(value) && this.#random.chance(0.8)) {
      const inner = indent + (Array.isArray(value) ? this.#listIndent : this.#step)
      return [lead + this.#comment(), ...this.lines(value, inner)]
    }
    return this.#inline(lead, value, indent + this.#step)
  }

  #item(value: Tree, indent: number): string[] {
    const lead = `${' '.repeat(indent)}-`
    const inner = indent + 1 + this.#gap.length
    if (isFilled(value) && this.#random.chance(0.8)) {
      const lines = this.lines(value, inner)
      const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'))
      return [`${lead}${this.#gap}${lines[first]?.slice(inner)}`, ...lines.slice(first + 1)]
    }
    return this.#inline(lead, value, inner)
  }

  #inline(lead: string, value: Tree, indent: number): string[] {
    if (value === null && this.#random.chance(0.5)) return [lead + this.#comment()]
    if (typeof value === 'string' && /^[a-z].*\n/.test(value) && !value.endsWith('\n\n') && this.#random.chance(0.6)) {
      const lines = value.replace(/\n$/, '').split('\n')
      return [`${lead} |${value.endsWith('\n') ? '' : '-'}`, ...lines.map((line) => ' '.repeat(indent) + line)]
    }
    return [`${lead} ${this.#flow(value)}${this.#comment()}`]
  }

  #flow(value: Tree): string {
    if (typeof value === 'string') return this.#scalar(value)
    if (value === null || typeof value !== 'object') return String(value)
    const pad = this.#random.pick(['', ' '])
    if (Array.isArray(value)) return `[${pad}${value.map((item) => this.#flow(item)).join(', ')}${pad}]`
    const fields = Object.entries(value).map(([key, item]) => `${this.#scalar(key)}: ${this.#flow(item)}`)
    return `{${pad}${fields.join(', ')}${pad}}`
  }

  /** Bare only where no rule of YAML can matter. */
  #scalar(text: string): string {
    if (/^[a-z]{2}[a-z0-9./]*$/.test(text) && !/^(?:yes|no|on|null)$/.test(text) && this.#random.chance(0.6))
      return text
    if (/^[ -~]*$/.test(text) && this.#random.chance(0.5)) return `'${text.replaceAll("'", "''")}'`
    return JSON.stringify(text).replace(
      /[\u0085\u2028\ufeff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  }

  #comment(): string {
    return this.#random.chance(0.2) ? this.#random.pick([' # why', '   # {braces} [and] "quotes"']) : ''
  }

  #between(margin: string): string[] {
    if (!this.#random.chance(0.2)) return []
    return this.#random.pick([[''], [`${margin}# above`], [`${margin}# one`, '', `${margin}# two: 2`]])
  }
}
