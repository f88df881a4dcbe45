import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  readonly type: ObjectType
  readonly data: Buffer
}

/**
 * Reads and writes the loose objects of a bare repository without starting git.
 * The repositories of the fake never pack (`gc.auto=0`, `unpackLimit` high), so loose objects are all there is.
 * Format: zlib of `<type> <size>\0<data>`, named by its SHA-1.
 */
export class ObjectStore {
  readonly #directory: string
  readonly #cache = new Map<string, GitObject>()

  constructor(gitDir: string) {
    this.#directory = join(gitDir, 'objects')
  }

  /** The object, or undefined when the repository does not have it. */
  read(sha: string): GitObject | undefined {
    const cached = this.#cache.get(sha)
    if (cached) return cached
    const file = this.#file(sha)
    if (!/^[0-9a-f]{40}$/.test(sha) || !existsSync(file)) return undefined
    const object = decode(inflateSync(readFileSync(file)))
    this.#remember(sha, object)
    return object
  }

  readAs(sha: string, type: ObjectType): Buffer | undefined {
    const object = this.read(sha)
    return object?.type === type ? object.data : undefined
  }

  write(type: ObjectType, data: Buffer): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data])
    const sha = createHash('sha1').update(whole).digest('hex')
    const file = this.#file(sha)
    if (!existsSync(file)) {
      mkdirSync(join(this.#directory, sha.slice(0, 2)), { recursive: true })
      const temporary = `${file}.${randomBytes(4).toString('hex')}`
      writeFileSync(temporary, deflateSync(whole, { level: 1 }))
      renameSync(temporary, file)
    }
    this.#remember(sha, { type, data })
    return sha
  }

  #remember(sha: string, object: GitObject): void {
    if (object.data.length > 100_000) return
    if (this.#cache.size > 5_000) this.#cache.clear()
    this.#cache.set(sha, object)
  }

  #file(sha: string): string {
    return join(this.#directory, sha.slice(0, 2), sha.slice(2))
  }
}

function decode(whole: Buffer): GitObject {
  const end = whole.indexOf(0)
  const [type] = whole.subarray(0, end).toString().split(' ')
  return { type: type as ObjectType, data: whole.subarray(end + 1) }
}
