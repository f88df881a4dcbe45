import type { GitObject, GitObjects } from './git-objects.ts'

interface Entry {
  readonly path: string
  readonly id: string
  readonly mode: string
}

const FOLDER = '40000'
const SUBMODULE = '160000'
const LINK = '120000'
const [SPACE, NUL] = [32, 0]
/** As many as git itself follows. */
const MOST_LINKS = 5

/** The files below a tree object, by path from it, with the ids of their contents. One request to git for each level. */
export async function filesBelow(objects: GitObjects, tree: GitObject): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  const links: Entry[] = []
  let level: readonly Entry[] = entriesOf(tree, '')
  while (level.length > 0) {
    for (const entry of level) {
      if (entry.mode === LINK) links.push(entry)
      else if (entry.mode !== FOLDER && entry.mode !== SUBMODULE) files.set(entry.path, entry.id)
    }
    const folders = level.filter(({ mode }) => mode === FOLDER)
    const trees = await objects.read(folders.map(({ id }) => id))
    level = trees.flatMap((found, at) => (found === undefined ? [] : entriesOf(found, `${folders[at]?.path}/`)))
  }
  if (links.length > 0) await follow(objects, files, links)
  return files
}

/** A link to a file of the same tree stands for that file; every other link leads out and is left out. */
async function follow(objects: GitObjects, files: Map<string, string>, links: readonly Entry[]): Promise<void> {
  const targets = await objects.read(links.map(({ id }) => id))
  const leads = new Map(
    links.map(({ path }, at) => [path, beside(path, targets[at]?.bytes.toString('utf8') ?? '')] as const),
  )
  for (const { path } of links) {
    let at: string | undefined = path
    for (let hop = 0; at !== undefined && leads.has(at) && hop < MOST_LINKS; hop += 1) at = leads.get(at)
    const id = at === undefined ? undefined : files.get(at)
    if (id !== undefined) files.set(path, id)
  }
}

function beside(path: string, target: string): string | undefined {
  if (target.startsWith('/')) return undefined
  const parts = path.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Format: gitformat-pack(5) and git's tree.c: `<mode> <name>`, a NUL, the id in as many bytes as the hash has. */
function entriesOf({ id, bytes }: GitObject, folder: string): readonly Entry[] {
  const entries: Entry[] = []
  const hashBytes = id.length / 2
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at)
    const nul = bytes.indexOf(NUL, space)
    if (space === -1 || nul === -1) break
    const end = nul + 1 + hashBytes
    entries.push({
      mode: bytes.toString('latin1', at, space),
      path: folder + bytes.toString('utf8', space + 1, nul),
      id: bytes.toString('hex', nul + 1, end),
    })
    at = end
  }
  return entries
}
