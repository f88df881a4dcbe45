import { createHash } from 'node:crypto'

/** Of so many characters altogether the meaning is kept: it takes several times the room of its text. */
const MOST_CHARACTERS = 4_000_000

/**
 * What texts mean, for those that are read again and again and hardly ever change: the configuration of thousands of
 * models takes a second to understand, in which nobody else is answered. Known by the text's own hash, so that whoever
 * asks has read the text.
 */
export class ParsedTexts<Meaning> {
  readonly #known = new Map<string, { readonly characters: number; readonly meaning: Meaning }>()
  #characters = 0

  /** @param parse what it throws is thrown, and not kept. */
  of(text: string, parse: () => Meaning): Meaning {
    const name = createHash('sha256').update(text).digest('base64')
    const known = this.#known.get(name)
    if (known !== undefined) return known.meaning
    const meaning = parse()
    this.#known.set(name, { characters: text.length, meaning })
    this.#characters += text.length
    this.#forgetOldest()
    return meaning
  }

  #forgetOldest(): void {
    for (const [name, { characters }] of this.#known) {
      if (this.#characters <= MOST_CHARACTERS) return
      this.#known.delete(name)
      this.#characters -= characters
    }
  }
}
