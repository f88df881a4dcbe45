import type { Environment, ReleasedModel } from '../src/config/gitops-config.ts'
import { UserError } from '../src/errors.ts'
import { readHead } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import type { OpenRepository } from './load-release.ts'

/** A manifest as it is at the tip of its branch, and that tip: what a change is built on. */
export interface ManifestState {
  readonly environment: Environment
  readonly branch: string
  readonly head: string
  readonly running: Running | undefined
  /** Why there is nothing to be read; a command for this environment ends with it. */
  readonly problem: UserError | undefined
  readonly text: string
  readonly mode: '100644' | '100755'
}

/** Reads the manifests of all environments. A broken one is told, and does not stand in the way of the others. */
export async function readStates(gitops: OpenRepository, model: ReleasedModel): Promise<readonly ManifestState[]> {
  const heads = new Map<string, string>()
  const states: ManifestState[] = []
  for (const environment of model.environments) {
    const branch = environment.branch ?? gitops.repository.defaultBranch
    const head = heads.get(branch) ?? (await readBranch(gitops, branch, environment))
    heads.set(branch, head)
    states.push(await readState(gitops, { environment, branch, head }))
  }
  return states
}

async function readBranch(
  { client, repository }: OpenRepository,
  branch: string,
  environment: Environment,
): Promise<string> {
  const head = await readHead(client, repository.fullName, branch)
  if (head !== undefined) return head
  throw new UserError(`${repository.fullName} has no branch “${branch}”, which holds “${environment.name}”.`, {
    place: { file: 'serin.yml', key: 'branch' },
    fix: 'Create the branch or correct its name.',
  })
}

async function readState(
  { client, repository }: OpenRepository,
  at: { readonly environment: Environment; readonly branch: string; readonly head: string },
): Promise<ManifestState> {
  const empty = { ...at, running: undefined, text: '', mode: '100644' as const }
  try {
    const file = await readFile(client, { repository: repository.fullName, commit: at.head, path: at.environment.file })
    if (file === undefined) return { ...empty, problem: missing(repository.fullName, at.branch, at.environment) }
    const { running } = readManifest({ environment: at.environment, text: file.text })
    return { ...at, running, problem: undefined, text: file.text, mode: file.mode }
  } catch (error) {
    if (error instanceof UserError) return { ...empty, problem: error }
    throw error
  }
}

function missing(repository: string, branch: string, { name, file }: Environment): UserError {
  return new UserError(`${repository} has no such file on “${branch}”; it should hold “${name}”.`, {
    place: { file },
    fix: 'Commit the file first (an empty one is enough for Helm values), or correct its path in serin.yml.',
  })
}
