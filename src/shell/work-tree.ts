import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'

/** A manifest or a template is far smaller; larger files are data. */
const LARGEST_BYTES = 1024 * 1024
const GONE = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP']
/** Files that are open at once. */
const AT_ONCE = 64

/**
 * The texts of those paths of a work tree that are regular files of at most 1 MiB in UTF-8. Links are not followed:
 * what a pull request can put there must not show a machine's own files.
 */
export async function readTexts(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE)
    const read = await Promise.all(some.map((path) => readText(root, path)))
    for (const [index, path] of some.entries()) {
      const text = read[index]
      if (text !== undefined) texts.set(path, text)
    }
  }
  return texts
}

async function readText(root: string, path: string): Promise<string | undefined> {
  const names = path.split('/')
  try {
    for (let depth = 1; depth < names.length; depth += 1) {
      const folder = await lstat(join(root, ...names.slice(0, depth)))
      if (!folder.isDirectory()) return undefined
    }
    const status = await lstat(join(root, path))
    if (!status.isFile() || status.size > LARGEST_BYTES) return undefined
    const file = await open(join(root, path))
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    if (error instanceof Error && 'code' in error && GONE.includes(String(error.code))) return undefined
    throw error
  }
}
