import { stripVTControlCharacters } from 'node:util'

const LINES = 40
const LINE_LENGTH = 500

/** Keeps the end of an output that may be endless: the last 40 lines, each cut at 500 characters. */
export class LastLines {
  readonly #lines: string[] = []
  #current = ''

  add(text: string): void {
    const parts = text.split('\n')
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#endLine()
      this.#extend(part)
    }
  }

  /** The lines as a terminal would show them: without colours, and of a progress bar its last state. */
  get(): readonly string[] {
    const lines = this.#current === '' ? this.#lines : [...this.#lines, this.#current]
    return lines.slice(-LINES).map(shown)
  }

  #extend(part: string): void {
    const line = this.#current + part
    const redrawn = line.lastIndexOf('\r', line.length - 2)
    this.#current = (redrawn < 0 ? line : line.slice(redrawn + 1)).slice(0, LINE_LENGTH + 1)
  }

  #endLine(): void {
    this.#lines.push(this.#current)
    if (this.#lines.length > LINES) this.#lines.shift()
    this.#current = ''
  }
}

function shown(line: string): string {
  const plain = stripVTControlCharacters(line.replace(/\r$/, ''))
  return plain.length > LINE_LENGTH ? `${plain.slice(0, LINE_LENGTH)}…` : plain
}
