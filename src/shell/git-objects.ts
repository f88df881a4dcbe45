import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { UserError } from '../errors.ts'

/** One object of a git repository, as `git cat-file --batch` gives it. */
export interface GitObject {
  readonly id: string
  readonly type: string
  readonly bytes: Buffer
}

/** One `git cat-file --batch` for as many objects as are asked for, one after the other. */
export interface GitObjects {
  /**
   * The objects of these names (ids, or revisions as git understands them) in order; undefined for one that is not there.
   * Rejects with a UserError when git itself cannot work in this folder.
   */
  readonly read: (names: readonly string[]) => Promise<readonly (GitObject | undefined)[]>
  /** To be called once, after the last read; nothing keeps the process of the caller running then. */
  readonly close: () => void
}

interface Asked {
  readonly count: number
  readonly found: (GitObject | undefined)[]
  readonly resolve: (found: readonly (GitObject | undefined)[]) => void
  readonly reject: (error: Error) => void
}

const LINE_END = 10

/** Starts git in a repository's folder. */
export function openObjects(root: string): GitObjects {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: 'pipe' })
  const asked: Asked[] = []
  const errors: Buffer[] = []
  const fail = (error: Error) => {
    for (const { reject } of asked.splice(0)) reject(error)
  }
  readReplies(child, asked)
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  // A git that ends before it has read everything says why on its error stream.
  child.stdin.on('error', () => {})
  child.once('error', () => fail(withoutGit()))
  child.once('close', () => fail(gitFailed(Buffer.concat(errors).toString('utf8'))))
  return {
    read: (names) => {
      if (names.length === 0) return Promise.resolve([])
      return new Promise((resolve, reject) => {
        asked.push({ count: names.length, found: [], resolve, reject })
        child.stdin.write(names.map((name) => `${name}\n`).join(''))
      })
    },
    close: () => {
      for (const stream of child.stdio) stream?.destroy()
      child.unref()
    },
  }
}

/** Format: git-cat-file(1), "BATCH OUTPUT": `<id> <type> <size>`, a line end, the bytes, a line end; or `<name> missing`. */
function readReplies(child: ChildProcessWithoutNullStreams, asked: Asked[]): void {
  let pending: Buffer[] = []
  let length = 0
  let needed = 1
  child.stdout.on('data', (chunk: Buffer) => {
    pending.push(chunk)
    length += chunk.length
    // A large object comes in many pieces: they are put together once, when all are there.
    if (length < needed) return
    const bytes = pending.length === 1 ? chunk : Buffer.concat(pending)
    let offset = 0
    for (;;) {
      const reply = replyAt(bytes, offset)
      if (reply.kind === 'part') {
        needed = reply.needed - offset
        break
      }
      offset = reply.end
      answer(asked, reply.object)
    }
    pending = [bytes.subarray(offset)]
    length = bytes.length - offset
  })
}

type Reply =
  | { readonly kind: 'whole'; readonly object: GitObject | undefined; readonly end: number }
  /** `needed`: how many bytes there must be to go on. */
  | { readonly kind: 'part'; readonly needed: number }

function replyAt(bytes: Buffer, offset: number): Reply {
  const end = bytes.indexOf(LINE_END, offset)
  if (end === -1) return { kind: 'part', needed: bytes.length + 1 }
  const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.toString('latin1', offset, end)) ?? []
  if (id === undefined || type === undefined) return { kind: 'whole', object: undefined, end: end + 1 }
  const [from, to] = [end + 1, end + 1 + Number(size)]
  if (bytes.length <= to) return { kind: 'part', needed: to + 1 }
  return { kind: 'whole', object: { id, type, bytes: bytes.subarray(from, to) }, end: to + 1 }
}

function answer(asked: Asked[], object: GitObject | undefined): void {
  const first = asked[0]
  if (first === undefined) return
  first.found.push(object)
  if (first.found.length < first.count) return
  asked.shift()
  first.resolve(first.found)
}

/** git is not there to be started. */
export function withoutGit(): UserError {
  return new UserError('git cannot be started.', { fix: 'Install git, or put it on the PATH.' })
}

/** git ended with a complaint of its own, for example about a folder that somebody else owns. */
export function gitFailed(errors: string): UserError {
  const [said = ''] = errors.trim().split('\n', 1)
  return new UserError('git cannot read this repository.', { fix: said === '' ? 'Look at `git status`.' : said })
}
