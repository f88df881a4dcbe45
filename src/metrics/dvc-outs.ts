import { posix } from 'node:path'

/** A file or folder whose content DVC keeps in its cache. */
export interface DvcOut {
  /** From the root of the repository. */
  readonly path: string
  readonly digest: string
}

/** The outputs in the parsed document of a `dvc.lock` (schema 1.0 and 2.0) or a `.dvc` file. */
export function dvcOutsIn(
  document: unknown,
  file: string,
  /** The `wdir` of a stage of the `dvc.yaml` beside. */
  wdirOf: (stage: string) => string = () => '.',
): readonly DvcOut[] {
  const root = mappingOf(document)
  const at = (wdir: unknown) => posix.join(posix.dirname(file), typeof wdir === 'string' ? wdir : '.')
  if (Array.isArray(root.outs)) return outsOf(root.outs, at(root.wdir))
  const stages = 'schema' in root ? mappingOf(root.stages) : root
  return Object.entries(stages).flatMap(([name, stage]) => outsOf(mappingOf(stage).outs, at(wdirOf(name))))
}

function outsOf(outs: unknown, folder: string): readonly DvcOut[] {
  if (!Array.isArray(outs)) return []
  return outs.flatMap((out: unknown) => {
    const { path, md5 } = mappingOf(out)
    if (typeof path !== 'string' || !isDigest(md5)) return []
    return [{ path: posix.normalize(posix.join(folder, path)), digest: md5 }]
  })
}

/** The files of a folder that DVC keeps: the content of a digest that ends with `.dir`. */
export function filesOfFolder(text: string, folder: string): readonly DvcOut[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const { relpath, md5 } = mappingOf(entry)
    return typeof relpath === 'string' && isDigest(md5) ? [{ path: posix.join(folder, relpath), digest: md5 }] : []
  })
}

/** Where the cache holds a digest, from its folder: as DVC 3 does, then as the ones before it did. */
export function placesInCache(digest: string): readonly string[] {
  const place = `${digest.slice(0, 2)}/${digest.slice(2)}`
  return [`files/md5/${place}`, place]
}

/** The folder of the cache that a `.dvc/config` names, from the folder of that file; undefined where it names none. */
export function cacheFolderIn(config: string): string | undefined {
  let section = ''
  let folder: string | undefined
  for (const line of config.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*(.*?)\s*\]\s*$/.exec(line) ?? []
    if (name !== undefined) section = name
    const [, value] = /^\s*dir\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (section === 'cache' && value !== undefined) folder = value.replace(/^(['"])(.*)\1$/, '$2')
  }
  return folder
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}(\.dir)?$/.test(value)
}

function mappingOf(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Record<string, unknown>) : {}
}
