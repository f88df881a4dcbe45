import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

export const ZERO_SHA = '0'.repeat(40)

/** The loose refs of a bare repository, moved under git's own `.lock` files so that a push at the same time stays safe. */
export class RefStore {
  readonly #gitDir: string

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  read(ref: string): string | undefined {
    const file = join(this.#gitDir, ref)
    if (!isRefName(ref) || !existsSync(file) || statSync(file).isDirectory()) return undefined
    return readFileSync(file, 'utf8').trim()
  }

  /** All refs below a prefix such as `refs/heads/`, by name, sorted. */
  list(prefix: string): Map<string, string> {
    const found = new Map<string, string>()
    const walk = (ref: string) => {
      const folder = join(this.#gitDir, ref)
      if (!existsSync(folder)) return
      for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const name = `${ref}/${entry.name}`
        if (entry.isDirectory()) walk(name)
        else if (!name.endsWith('.lock') && name.startsWith(prefix)) found.set(name, this.read(name) ?? ZERO_SHA)
      }
    }
    walk('refs')
    return found
  }

  /**
   * Compare-and-swap. `before` and `after` are shas or undefined for "does not exist".
   * Answers the sha that was found when it is not `before` or somebody else holds the lock, and `'moved'` when done.
   */
  move(
    ref: string,
    change: { before: string | undefined; after: string | undefined },
  ): 'moved' | { found: string | undefined } {
    const file = join(this.#gitDir, ref)
    mkdirSync(dirname(file), { recursive: true })
    const lock = this.#lock(file)
    if (lock === undefined) return { found: this.read(ref) }
    const found = this.read(ref)
    if (found !== change.before) {
      closeSync(lock)
      rmSync(`${file}.lock`)
      return { found }
    }
    if (change.after !== undefined) writeSync(lock, `${change.after}\n`)
    closeSync(lock)
    if (change.after !== undefined) renameSync(`${file}.lock`, file)
    else {
      rmSync(file)
      rmSync(`${file}.lock`)
    }
    return 'moved'
  }

  /** Sets a ref that only GitHub itself moves, such as `refs/pull/1/head`. */
  set(ref: string, sha: string): void {
    this.move(ref, { before: this.read(ref), after: sha })
  }

  #lock(file: string): number | undefined {
    try {
      return openSync(`${file}.lock`, 'wx')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
      throw error
    }
  }
}

/** A safe subset of git-check-ref-format; keeps request paths from leaving the repository. */
export function isRefName(ref: string): boolean {
  return /^refs\/[^/]+\/./.test(ref) && !/(^|\/)\.|\.\.|\/\/|\/$|\.lock(\/|$)|[\s~^:?*[\\\p{Cc}]|@\{/u.test(ref)
}
