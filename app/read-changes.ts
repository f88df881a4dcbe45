import { UserError } from '../src/errors.ts'
import { readFile } from '../src/github/tree.ts'
import { releaseByManifest, releaseByTrailers, type Said, saidBy } from '../src/release/release-entry.ts'
import type { StatusChange } from '../src/release/reply.ts'
import type { OpenRepository } from './load-release.ts'
import type { ManifestState } from './read-states.ts'

/** How many changes are told, and how many commits of each manifest are looked through for them. */
const TOLD = 8
const LOOKED_THROUGH = 8

/**
 * The latest changes of what runs in environments, newest first: Serin's by their trailers, which need no more to be
 * read, and everybody else's by what the manifest said before and after.
 */
export async function readChanges(
  states: readonly ManifestState[],
  gitops: OpenRepository,
  model: string,
): Promise<readonly StatusChange[]> {
  const found = await Promise.all(states.map((state) => changesIn(state, gitops, model)))
  return found
    .flat()
    .toSorted((one, other) => Date.parse(other.date) - Date.parse(one.date))
    .slice(0, TOLD)
}

async function changesIn(
  state: ManifestState,
  gitops: OpenRepository,
  model: string,
): Promise<readonly StatusChange[]> {
  const changes: StatusChange[] = []
  for (const [index, commit] of state.commits.slice(0, LOOKED_THROUGH).entries()) {
    const place = { model, environment: state.environment.name }
    let told = releaseByTrailers(commit, place)
    if (told === undefined) {
      const [before, after] = [await saidAt(index + 1, state, gitops), await saidAt(index, state, gitops)]
      told = releaseByManifest(commit, { ...place, before, after })
    }
    if (told !== undefined) changes.push({ ...told, url: commit.url })
  }
  return changes
}

/** Before the oldest commit of a history there was no manifest. */
async function saidAt(
  index: number,
  { environment, commits }: ManifestState,
  { client, repository }: OpenRepository,
): Promise<Said> {
  const commit = commits[index]
  if (commit === undefined) return { kind: 'known', running: undefined }
  const at = { repository: repository.fullName, commit: commit.sha, path: environment.file }
  try {
    return saidBy(environment, (await readFile(client, at))?.text)
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown' }
    throw error
  }
}
