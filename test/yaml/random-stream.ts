import type { Random, Tree } from './random-manifest.ts'
import { randomMapping, randomTree } from './random-manifest.ts'
import { ScalarWriter } from './scalar-writer.ts'

/** One document of a stream: what it says, and which of its top keys others point to. */
export interface RandomDocument {
  readonly tree: Tree
  readonly shared: readonly string[]
}

export interface RandomStream {
  readonly text: string
  readonly documents: readonly RandomDocument[]
}

type Mapping = { [key: string]: Tree }

const WORDS = [
  'some words that go on',
  'one  two',
  'first line\nsecond line',
  'a\n\nb',
  'kept\n\n',
  'x',
  '- no list',
  'a\tb',
]

/** Keys with anchors, aliases and merges, and what they say. */
const SHARED: readonly { readonly lines: readonly string[]; readonly value: Mapping }[] = [
  {
    lines: ['anchored: &one {a: 1, b: [x, y]}', 'again: *one', 'merged:', '  <<: *one', '  b: 2'],
    value: { anchored: { a: 1, b: ['x', 'y'] }, again: { a: 1, b: ['x', 'y'] }, merged: { a: 1, b: 2 } },
  },
  {
    lines: ['anchored: &t "text"', 'list:', '- &u 1', '- *t', '-   *u'],
    value: { anchored: 'text', list: [1, 'text', 1] },
  },
  { lines: ['anchored: &unused', '  deep: &also', '  - 1'], value: { anchored: { deep: [1] } } },
]

/**
 * A stream of one to four documents in all that YAML 1.2 allows and persons write: block and flow, every scalar style,
 * uneven indentation, comments and tabs anywhere, explicit keys, anchors, directives, all line ends.
 */
export function randomStream(random: Random, size: { documents?: number; entries?: number } = {}): RandomStream {
  const count = size.documents ?? random.pick([1, 1, 1, 2, 3, 4])
  const documents: RandomDocument[] = []
  const lines: string[] = []
  for (let i = 0; i < count; i++) {
    const writer = new StreamWriter(random)
    const body = documentOf(writer, random, size.entries ?? 1 + random.below(5))
    documents.push({ tree: body.tree, shared: body.shared })
    const isRest = i > 0 || body.tree === null || random.chance(0.4)
    if (isRest) lines.push(...separator(random, i, body.inline), ...body.lines)
    else lines.push(...(random.chance(0.3) ? ['# head', ''] : []), ...body.lines)
    if (isRest && body.inline) lines.push(...lines.splice(-2).join(' ').split('\n'))
  }
  const foot = random.pick([[''], [''], ['# foot', ''], ['...', ''], ['']])
  return { text: ended([...lines, ...foot], random), documents }
}

function documentOf(writer: StreamWriter, random: Random, entries: number) {
  if (random.chance(0.05)) return { tree: null, shared: [], lines: [], inline: false }
  const tree = random.chance(0.12) ? listOf(random, entries) : wordy(randomMapping(random, 4, entries), random)
  const isEmpty = Object.keys(tree as object).length === 0
  if (isEmpty || random.chance(0.06)) return { tree, shared: [], lines: [writer.flow(tree)], inline: true }
  const own = writer.lines(tree as Tree[] | Mapping, 0)
  if (Array.isArray(tree) || !random.chance(0.4)) return { tree, shared: [], lines: own, inline: false }
  const shared = random.pick(SHARED)
  const lines = random.chance(0.5) ? [...own, ...shared.lines] : [...shared.lines, ...own]
  return { tree: { ...(tree as Mapping), ...shared.value }, shared: Object.keys(shared.value), lines, inline: false }
}

function listOf(random: Random, length: number): Tree {
  return wordy(
    Array.from({ length }, () => randomTree(random, 3)),
    random,
  )
}

/** Some of the texts become longer ones. */
function wordy(tree: Tree, random: Random): Tree {
  if (typeof tree === 'string') return random.chance(0.3) ? random.pick(WORDS) : tree
  if (tree === null || typeof tree !== 'object') return tree
  if (Array.isArray(tree)) return tree.map((item) => wordy(item, random))
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, wordy(item, random)]))
}

function separator(random: Random, index: number, inline: boolean): string[] {
  const before = index > 0 ? random.pick([[], [], [], ['...'], ['...', '# between'], ['...', '%YAML 1.2']]) : []
  const mark = inline ? '---' : random.pick(['---', '---', '--- # again', '---\t', '---  '])
  return [...before, mark]
}

function ended(lines: readonly string[], random: Random): string {
  const end = random.pick(['\n', '\n', '\r\n', 'mixed'])
  let text = ''
  for (const [i, line] of lines.entries()) {
    text += line
    if (i < lines.length - 1) text += end === 'mixed' ? random.pick(['\n', '\r\n']) : end
  }
  const cut = random.chance(0.15) && /\S\r?\n$/.test(text) ? text.replace(/(?:\r?\n)$/, '') : text
  return random.chance(0.1) ? `\uFEFF${cut}` : cut
}

const isFilled = (value: Tree): value is Tree[] | Mapping =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0

class StreamWriter {
  readonly #random: Random
  readonly #scalars: ScalarWriter

  constructor(random: Random) {
    this.#random = random
    this.#scalars = new ScalarWriter(random)
  }

  lines(value: Tree[] | Mapping, indent: number): string[] {
    const margin = ' '.repeat(indent)
    if (Array.isArray(value)) {
      const gap = this.#random.pick([' ', ' ', '  ', '    '])
      return value.flatMap((item) => [...this.#between(margin), ...this.#item(item, indent, gap)])
    }
    return Object.entries(value).flatMap(([key, item]) => {
      const between = this.#between(margin)
      const name = this.#scalars.inline(key)
      if (this.#random.chance(0.04))
        return [...between, `${margin}? ${name}`, ...this.#field(`${margin}:`, item, indent)]
      return [...between, ...this.#field(`${margin}${name}:`, item, indent)]
    })
  }

  flow(value: Tree): string {
    if (typeof value === 'string') return this.#scalars.inline(value)
    if (value === null || typeof value !== 'object') return String(value)
    const pad = this.#random.pick(['', ' ', '  '])
    const comma = this.#random.pick([', ', ',', ' , '])
    const members = this.#members(value)
    const last = members.length > 0 && this.#random.chance(0.1) ? ',' : ''
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    return open + pad + members.join(comma) + last + pad + close
  }

  #members(value: Tree[] | Mapping): string[] {
    if (Array.isArray(value)) return value.map((item) => this.flow(item))
    return Object.entries(value).map(([key, item]) => `${this.#scalars.inline(key)}: ${this.flow(item)}`)
  }

  /** Brackets on lines of their own, members with comments. */
  #flowLines(lead: string, value: Tree[] | Mapping, indent: number): string[] {
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    const margin = ' '.repeat(indent + 1 + this.#random.below(3))
    const members = this.#members(value)
    const lines = members.map((member, i) => {
      const comma = i < members.length - 1 || this.#random.chance(0.3) ? ',' : ''
      return margin + member + comma + this.#behind()
    })
    return [`${lead} ${open}${this.#behind()}`, ...lines, `${' '.repeat(indent + 1)}${close}${this.#behind()}`]
  }

  #field(lead: string, value: Tree, indent: number): string[] {
    if (isFilled(value) && this.#random.chance(0.75)) {
      const inner = indent + (Array.isArray(value) ? this.#random.below(4) : 1 + this.#random.below(5))
      const line = lead + this.#behind()
      return [line, ...this.lines(value, inner)]
    }
    return this.#inline(lead, value, indent)
  }

  #item(value: Tree, indent: number, gap: string): string[] {
    const lead = `${' '.repeat(indent)}-`
    const inner = indent + 1 + gap.length
    if (isFilled(value) && this.#random.chance(0.75)) {
      const below = this.#random.chance(0.15) ? lead + this.#behind() : undefined
      const lines = this.lines(value, inner)
      if (below !== undefined) return [below, ...lines]
      const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'))
      return [`${lead}${gap}${lines[first]?.slice(inner)}`, ...lines.slice(first + 1)]
    }
    return this.#inline(lead, value, indent)
  }

  #inline(lead: string, value: Tree, indent: number): string[] {
    if (value === null && this.#random.chance(0.5)) return [lead + this.#behind()]
    if (isFilled(value) && this.#random.chance(0.4)) return this.#flowLines(lead, value, indent)
    if (typeof value === 'string') {
      const several = this.#scalars.lines(lead, value, indent)
      if (several) return several
    }
    const gap = this.#random.chance(0.05) ? '   ' : ' '
    return [lead + gap + this.flow(value) + this.#behind()]
  }

  #behind(): string {
    this.#scalars.ends = 'line'
    if (!this.#random.chance(0.25)) return ''
    return this.#random.pick([' # why', '\t# tab: "before"', "   # {braces} [and] 'quotes'", ' ', '\t', ' #', '  \t '])
  }

  #between(margin: string): string[] {
    if (!this.#random.chance(0.2)) return []
    const comments = [[`${margin}# above`], ['# far left: 1'], [`${margin}       # far right`]]
    if (this.#scalars.ends === 'kept block') return this.#random.pick([['# keep: below'], []])
    if (this.#scalars.ends === 'block') return this.#random.pick([[''], ['', ''], [`${margin}# one`, '', '# two: 2']])
    return this.#random.pick([[''], ['', ''], ['   '], [`${margin}# one`, '', `${margin}# two: 2`], ...comments])
  }
}
