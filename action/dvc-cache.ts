import { readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { cacheFolderIn, type DvcOut, dvcOutsIn, filesOfFolder, placesInCache } from '../src/metrics/dvc-outs.ts'
import type { FileTree } from '../src/shell/git.ts'
import { readYamlValue } from './declared-files.ts'

/** What DVC's cache gives for paths that a revision itself does not have. */
export interface Cached {
  readonly texts: ReadonlyMap<string, string>
  /** What DVC keeps and this cache does not have. */
  readonly missing: readonly string[]
}

/**
 * Reads files that DVC keeps outside of git, by the digests in the revision's `dvc.lock` and `.dvc` files, from the cache
 * of this repository. Nothing is fetched from a remote.
 */
export async function readCached(
  tree: FileTree,
  asked: { readonly root: string; readonly paths: readonly string[] },
): Promise<Cached> {
  const outs = await outsOf(tree)
  const texts = new Map<string, string>()
  const missing: string[] = []
  if (outs.length === 0) return { texts, missing }
  const folder = cacheFolder(asked.root)
  for (const path of asked.paths) {
    const out = outs.find((one) => path === one.path || path.startsWith(`${one.path}/`))
    if (out === undefined) continue
    const files = filesBehind(out, folder)
    const wanted = files?.filter((file) => file.path === path || file.path.startsWith(`${path}/`)) ?? []
    if (files === undefined) missing.push(path)
    for (const file of wanted) {
      const text = contentOf(file.digest, folder)
      if (text === undefined) missing.push(file.path)
      else texts.set(file.path, text)
    }
  }
  return { texts, missing }
}

async function outsOf(tree: FileTree): Promise<readonly DvcOut[]> {
  const isLock = (path: string) => posix.basename(path) === 'dvc.lock'
  const locks = tree.paths.filter((path) => isLock(path) || (path.endsWith('.dvc') && posix.basename(path) !== '.dvc'))
  const pipelines = locks.filter(isLock).map(pipelineOf)
  const texts = await tree.read([...locks, ...pipelines])
  const documents = new Map(
    await Promise.all([...texts].map(async ([path, text]) => [path, await readYamlValue(text, path)] as const)),
  )
  return locks.flatMap((path) =>
    dvcOutsIn(documents.get(path), path, (stage) => wdirIn(documents.get(pipelineOf(path)), stage)),
  )
}

function pipelineOf(lock: string): string {
  return lock.replace(/lock$/, 'yaml')
}

/** A stage of `foreach` or `matrix` has the name of its template before an `@`. */
function wdirIn(pipeline: unknown, stage: string): string {
  const stages = mappingOf(mappingOf(pipeline).stages)
  const { wdir, do: repeated } = mappingOf(stages[stage] ?? stages[stage.split('@', 1)[0] ?? ''])
  const named = wdir ?? mappingOf(repeated).wdir
  return typeof named === 'string' ? named : '.'
}

/** Undefined where the cache does not know what a folder holds. */
function filesBehind(out: DvcOut, cache: string): readonly DvcOut[] | undefined {
  if (!out.digest.endsWith('.dir')) return [out]
  const text = contentOf(out.digest, cache)
  return text === undefined ? undefined : filesOfFolder(text, out.path)
}

function contentOf(digest: string, cache: string): string | undefined {
  for (const place of placesInCache(digest)) {
    const text = readIfThere(join(cache, place))
    if (text !== undefined) return text
  }
  return undefined
}

/** The folder that `.dvc/config.local` or `.dvc/config` names, else the usual one. */
function cacheFolder(root: string): string {
  const named = ['config.local', 'config']
    .map((name) => cacheFolderIn(readIfThere(join(root, '.dvc', name)) ?? ''))
    .find((folder) => folder !== undefined)
  return resolve(root, '.dvc', named ?? 'cache')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))) {
      return undefined
    }
    throw error
  }
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
