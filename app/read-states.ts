import type { Environment, ReleasedModel } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { STATE_BRANCH } from '../src/github/freeze.ts'
import { readHistory } from '../src/github/history.ts'
import type { LoggedCommit } from '../src/github/log.ts'
import { type ReadAhead, readAhead, type Wanted } from '../src/github/read-ahead.ts'
import { readHead } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import {
  missingManifest,
  type Running,
  readManifest,
  type Shadowing,
  type WholeOnly,
} from '../src/manifest/manifest.ts'
import { freezePath } from '../src/release/freeze.ts'
import { toldMessage } from '../src/release/told-message.ts'
import { standingOf } from '../src/release/whole-traffic.ts'
import type { OpenRepository } from './load-release.ts'

/** A manifest as it is at the tip of its branch, and that tip: what a change is built on. */
export interface ManifestState {
  readonly environment: Environment
  readonly branch: string
  readonly head: string
  readonly running: Running | undefined
  /** Set when the manifest cannot split traffic between versions. */
  readonly wholeOnly?: WholeOnly
  /** Whether the manifest can mirror requests; nothing when it could not be read. */
  readonly shadowing?: Shadowing
  /** Why there is nothing to be read; a command for this environment ends with it. */
  readonly problem: UserError | undefined
  readonly text: string
  readonly mode: '100644' | '100755'
  /** The newest commits that touched the manifest, newest first. */
  readonly commits: readonly LoggedCommit[]
  /** What was read of the gitops repository in the same request. */
  readonly ahead?: ReadAhead
}

/** How far back a manifest's history is looked through. */
const LOOKED_THROUGH = 50

/** What is read of a gitops repository for the manifests of a model. */
export function statesWanted({ repository }: OpenRepository, model: ReleasedModel): Wanted {
  const byBranch = Map.groupBy(model.environments, ({ branch }) => branch ?? repository.defaultBranch)
  const manifests = [...byBranch].map(([name, here]) => {
    const files = [...new Set(here.map(({ file }) => file))]
    return { name, files, histories: files }
  })
  const freezes = model.environments.map(({ name }) => freezePath(model.name, name))
  return {
    branches: [...manifests, { name: STATE_BRANCH, files: freezes }],
    limit: LOOKED_THROUGH,
    pulls: true,
  }
}

/** Reads the manifests of all environments. A broken one is told, and does not stand in the way of the others. */
export async function readStates(gitops: OpenRepository, model: ReleasedModel): Promise<readonly ManifestState[]> {
  const { client, repository } = gitops
  const branchOf = (environment: Environment) => environment.branch ?? repository.defaultBranch
  const wanted = statesWanted(gitops, model)
  const ahead = gitops.early?.take(wanted) ?? (await readAhead(client, { ...wanted, repository: repository.fullName }))
  const heads = new Map<string, string | undefined>()
  for (const branch of new Set(model.environments.map(branchOf))) {
    const known = ahead?.branches.get(branch)?.head
    heads.set(branch, known ?? (await readHead(client, repository.fullName, branch)))
  }
  return Promise.all(
    model.environments.map(async (environment) => {
      const branch = branchOf(environment)
      const state = await readState(gitops, { model: model.name, environment, branch, head: heads.get(branch) })
      return ahead === undefined ? state : { ...state, ahead }
    }),
  )
}

async function readState(
  { client, repository }: OpenRepository,
  {
    model,
    environment,
    branch,
    head,
  }: { model: string; environment: Environment; branch: string; head: string | undefined },
): Promise<ManifestState> {
  const nothing = { running: undefined, text: '', mode: '100644' as const }
  const empty = { ...nothing, environment, branch, head: head ?? '', commits: [] }
  if (head === undefined) return { ...empty, problem: missingBranch(repository.fullName, branch, environment) }
  const at = { repository: repository.fullName, commit: head, path: environment.file }
  const history = await readHistory(client, { ...at, limit: LOOKED_THROUGH })
  const commits = history.map((commit) => ({ ...commit, message: toldMessage(commit, branch) }))
  const known = { ...empty, commits }
  try {
    const file = await readFile(client, at)
    if (file === undefined)
      return { ...known, problem: missingManifest(environment, { repository: repository.fullName, branch }) }
    const { running: said, wholeOnly, shadowing } = readManifest({ environment, text: file.text })
    const messages = commits.map(({ message }) => message)
    const running = standingOf({ running: said, wholeOnly, model, environment: environment.name, messages })
    const able = { ...(wholeOnly && { wholeOnly }), shadowing }
    return { ...known, ...able, running, problem: undefined, text: file.text, mode: file.mode }
  } catch (error) {
    if (error instanceof UserError) return { ...known, problem: error }
    throw error
  }
}

function missingBranch(repository: string, branch: string, environment: Environment): UserError {
  return new UserError(`${repository} has no branch “${branch}”, which holds “${environment.name}”.`, {
    place: { file: 'serin.yml', key: 'branch' },
    fix: 'Create the branch or correct its name.',
  })
}
