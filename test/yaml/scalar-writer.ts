import type { Random } from './random-manifest.ts'

/** Writes texts in every style of YAML 1.2 that can hold them. */
export class ScalarWriter {
  readonly #random: Random
  /** What was written last: a block takes in lines that are indented deeper, a kept one also blank ones. */
  ends: 'line' | 'block' | 'kept block' = 'line'

  constructor(random: Random) {
    this.#random = random
  }

  /** On one line. Bare only where no rule of YAML can matter. */
  inline(text: string): string {
    if (
      /^[a-z]{2}[a-z0-9./]*$/.test(text) &&
      !/^(?:yes|no|on|off|true|false|null)$/.test(text) &&
      this.#random.chance(0.6)
    )
      return text
    if (/^[ -~]*$/.test(text) && this.#random.chance(0.5)) return `'${text.replaceAll("'", "''")}'`
    return JSON.stringify(text).replace(
      /[\u0085\u2028\ufeff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  }

  /** On more than one line; undefined where that is not wanted or cannot be. */
  lines(lead: string, text: string, indent: number): string[] | undefined {
    const margin = ' '.repeat(indent + 1 + this.#random.below(4))
    if (/^[a-z]+(?: [a-z]+)+$/.test(text) && this.#random.chance(0.5)) return this.#folded(lead, text, margin)
    if (/^[!-~]/.test(text) && /^[\t\n -~]*$/.test(text) && this.#random.chance(text.includes('\n') ? 0.8 : 0.2))
      return this.#block(lead, text, indent)
    return undefined
  }

  /** Words over several lines: bare, in quotes, with a blank line before or not. */
  #folded(lead: string, text: string, margin: string): string[] {
    const quote = this.#random.pick(['', '"', "'"])
    const words = `${quote}${text}${quote}`.split(' ')
    const cut = 1 + this.#random.below(words.length - 1)
    const [first, second] = [words.slice(0, cut).join(' '), words.slice(cut).join(' ')]
    this.ends = 'line'
    const behind = this.#random.chance(0.2) ? ' # words' : ''
    if (this.#random.chance(0.2)) return [lead, margin + first, `${margin} ${second}${behind}`]
    const trail = this.#random.chance(0.2) ? ' \t' : ''
    return [`${lead} ${first}${trail}`, margin + second + behind]
  }

  #block(lead: string, text: string, indent: number): string[] {
    const ending = /\n*$/.exec(text)?.[0].length ?? 0
    const chomp = ending === 0 ? '-' : ending > 1 ? '+' : this.#random.pick(['', '', '+'])
    const step = 1 + this.#random.below(4)
    const margin = ' '.repeat(indent + step)
    const body = ending === 0 ? text : text.slice(0, -1)
    const folds = !/\n[ \t]/.test(body) && !body.includes('  ') && this.#random.chance(0.5)
    const lines = (folds ? this.#fold(body, ending) : body)
      .split('\n')
      .map((line) => (line === '' ? '' : margin + line))
    const indicator = this.#random.chance(0.15) ? String(step) : ''
    const header = this.#random.chance(0.5) ? indicator + chomp : chomp + indicator
    this.ends = chomp === '+' ? 'kept block' : 'block'
    const behind = this.#random.chance(0.15) ? ' # text' : ''
    return [`${lead} ${folds ? '>' : '|'}${header}${behind}`, ...lines]
  }

  /** A line break of the text takes two, a break between words one. */
  #fold(body: string, ending: number): string {
    const trail = ending > 1 ? (/\n*$/.exec(body)?.[0] ?? '') : ''
    const inner = trail === '' ? body : body.slice(0, -trail.length)
    const doubled = inner.replace(/\n+/g, '$&\n')
    return doubled.replace(/(\w) (\w)/, (all, a, b) => (this.#random.chance(0.5) ? `${a}\n${b}` : all)) + trail
  }
}
