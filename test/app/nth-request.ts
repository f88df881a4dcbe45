/**
 * A path for a fault of the fake GitHub: of the requests that `counts` lets through, only the n-th, and `happens` is
 * called at that moment.
 */
export class NthRequest extends RegExp {
  readonly #n: number
  readonly #happens: () => void
  #seen = 0

  constructor(n: number, counts: RegExp, happens: () => void = () => {}) {
    super(counts)
    this.#n = n
    this.#happens = happens
  }

  override test(path: string): boolean {
    if (!super.test(path)) return false
    this.#seen += 1
    if (this.#seen === this.#n) this.#happens()
    return this.#seen === this.#n
  }

  /** Whether there were that many. */
  get came(): boolean {
    return this.#seen >= this.#n
  }
}

/** What the app asks for, and not the persons of the tests: they comment, push and look only while it waits. */
export const ANY = /^\/(repos|app|orgs|api)\//
