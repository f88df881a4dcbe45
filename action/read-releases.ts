import type { Environment } from '../src/config/gitops-config.ts'
import {
  type ReleaseEntry,
  releaseByManifest,
  releaseByTrailers,
  type Said,
  saidBy,
} from '../src/release/release-entry.ts'
import {
  branchIn,
  type ChangedFile,
  type ClonedCommit,
  cutCommits,
  defaultBranchIn,
  readCommits,
} from '../src/shell/git-log.ts'
import { type GitObjects, openObjects } from '../src/shell/git-objects.ts'

/** One environment of one model. */
export interface Place {
  readonly model: string
  readonly environment: Environment
}

export interface FoundReleases {
  /** Newest first, as many as were asked for. */
  readonly entries: readonly ReleaseEntry[]
  /** What was looked at, branch by branch. */
  readonly looked: readonly { readonly branch: string; readonly files: readonly string[]; readonly commits: number }[]
  /** Branches that the clone does not have. */
  readonly missing: readonly string[]
  readonly isCut: boolean
}

interface Commit extends ClonedCommit {
  readonly places: readonly Place[]
}

/** Commits whose manifests are read together. */
const AT_ONCE = 100

/** The newest releases to some places, each from the history of the branch that its environment is kept on. */
export async function readReleases(root: string, places: readonly Place[], limit: number): Promise<FoundReleases> {
  const { commits, looked, missing } = await readHistory(root, places)
  const cut = await cutCommits(root)
  const objects = openObjects(root)
  const entries: ReleaseEntry[] = []
  try {
    for (let at = 0; at < commits.length && entries.length < limit; at += AT_ONCE) {
      const some = commits.slice(at, at + AT_ONCE)
      const texts = await textsOf(objects, some, cut)
      entries.push(...some.flatMap((commit) => releasesIn(commit, texts, cut)))
    }
  } finally {
    objects.close()
  }
  return { entries: entries.slice(0, limit), looked, missing, isCut: cut.size > 0 }
}

async function readHistory(root: string, places: readonly Place[]) {
  const commits: Commit[] = []
  const looked: FoundReleases['looked'][number][] = []
  const missing: string[] = []
  for (const branch of new Set(places.map(({ environment }) => environment.branch))) {
    const here = places.filter(({ environment }) => environment.branch === branch)
    const name = branch === undefined ? await defaultBranchIn(root) : await branchIn(root, branch)
    if (name === undefined) {
      missing.push(branch ?? '')
      continue
    }
    const files = [...new Set(here.map(({ environment }) => environment.file))]
    const found = await readCommits(root, name, files)
    commits.push(...found.map((commit) => ({ ...commit, places: here })))
    looked.push({ branch: name.replace(/^refs\/(remotes|heads)\//, ''), files, commits: found.length })
  }
  return { commits: commits.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date)), looked, missing }
}

/** The texts that tell what commits without trailers did, by the ids of their blobs. */
async function textsOf(
  objects: GitObjects,
  commits: readonly Commit[],
  cut: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = commits.flatMap((commit) =>
    cut.has(commit.sha) ? [] : commit.files.flatMap(({ before, after }) => [before, after]),
  )
  const ids = [...new Set(wanted.filter((id) => id !== undefined))]
  const blobs = await objects.read(ids)
  return new Map(
    ids.flatMap((id, index) => {
      const bytes = blobs[index]?.bytes
      return bytes === undefined ? [] : [[id, bytes.toString('utf8')] as const]
    }),
  )
}

function releasesIn(commit: Commit, texts: ReadonlyMap<string, string>, cut: ReadonlySet<string>) {
  return commit.places.flatMap(({ model, environment }): readonly ReleaseEntry[] => {
    const place = { model, environment: environment.name }
    const told = releaseByTrailers(commit, place)
    if (told !== undefined) return [told]
    const file = commit.files.find(({ path }) => path === environment.file)
    if (file === undefined || cut.has(commit.sha)) return []
    const said = (id: ChangedFile['before']): Said =>
      id !== undefined && !texts.has(id) ? { kind: 'unknown' } : saidBy(environment, id && texts.get(id))
    const found = releaseByManifest(commit, { ...place, before: said(file.before), after: said(file.after) })
    return found === undefined ? [] : [found]
  })
}
