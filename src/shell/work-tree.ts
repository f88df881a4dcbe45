import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'

/** As much as GitHub gives of a file to the app (`src/github/tree.ts`): what is more is refused there too. */
const LARGEST_BYTES = 50_000_000
const GONE = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP']
/** Files that are open at once. */
const AT_ONCE = 64

/**
 * Why a path of a work tree, or of a commit, has no text that can be released through: in its place, or on the way to
 * it, is something else than a regular file, or the file is none that is read.
 */
export type Unreadable = 'link' | 'folder' | 'submodule' | 'too-large' | 'utf-16' | 'not-utf-8'

export interface ReadTexts {
  readonly texts: ReadonlyMap<string, string>
  /** Those that are there, and why they were not read. */
  readonly unreadable: ReadonlyMap<string, Unreadable>
}

/** The texts of those paths of a work tree that are regular files in UTF-8, as {@link readWorkTree}. */
export async function readTexts(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return (await readWorkTree(root, paths)).texts
}

/**
 * The texts of those paths of a work tree that are regular files of at most 50 MB in UTF-8. Links are not followed:
 * what a pull request can put there must not show a machine's own files.
 */
export async function readWorkTree(root: string, paths: readonly string[]): Promise<ReadTexts> {
  const texts = new Map<string, string>()
  const unreadable = new Map<string, Unreadable>()
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE)
    const read = await Promise.all(some.map((path) => readText(root, path)))
    for (const [index, path] of some.entries()) {
      const found = read[index]
      if (found?.kind === 'text') texts.set(path, found.text)
      if (found?.kind === 'unreadable') unreadable.set(path, found.why)
    }
  }
  return { texts, unreadable }
}

type Read =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: Unreadable }
  | { readonly kind: 'absent' }

async function readText(root: string, path: string): Promise<Read> {
  const names = path.split('/')
  try {
    for (let depth = 1; depth < names.length; depth += 1) {
      const folder = await lstat(join(root, ...names.slice(0, depth)))
      if (folder.isSymbolicLink()) return { kind: 'unreadable', why: 'link' }
      if (!folder.isDirectory()) return { kind: 'absent' }
    }
    const status = await lstat(join(root, path))
    if (status.isSymbolicLink()) return { kind: 'unreadable', why: 'link' }
    if (status.isDirectory()) return { kind: 'unreadable', why: 'folder' }
    if (!status.isFile()) return { kind: 'absent' }
    if (status.size > LARGEST_BYTES) return { kind: 'unreadable', why: 'too-large' }
    const file = await open(join(root, path))
    try {
      return decode(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && GONE.includes(String(error.code))) return { kind: 'absent' }
    throw error
  }
}

function decode(bytes: Uint8Array): Read {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) return { kind: 'unreadable', why: 'utf-16' }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreadable', why: 'not-utf-8' }
    throw error
  }
}
