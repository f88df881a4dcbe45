import { agree } from '../src/config/agreement.ts'
import { type GitopsConfig, parseGitopsConfig, type ReleasedModel } from '../src/config/gitops-config.ts'
import { type ModelConfig, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { readAhead, type Wanted } from '../src/github/read-ahead.ts'
import { type Repository, readHead, readRepository } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import type { Desk } from './desk.ts'
import { EarlyReads, type Expected } from './early-reads.ts'
import type { Permissions } from './github-access.ts'
import { ParsedTexts } from './parsed-texts.ts'

export const MODEL_CONFIG = '.github/serin.yml'
export const GITOPS_CONFIG = 'serin.yml'

const modelConfigs = new ParsedTexts<ModelConfig>()
const gitopsConfigs = new ParsedTexts<GitopsConfig>()

/** A repository and the client whose token reaches it. */
export interface OpenRepository {
  readonly client: GitHubClient
  readonly repository: Repository
  /** The tip of its default branch, where that was read together with it. */
  readonly head?: string
  /** What was read together with it, since it would be needed. */
  readonly early?: EarlyReads
}

/** Both sides of a release, read from their default branches, before it is known which model is meant. */
export interface ReleaseSides {
  readonly source: OpenRepository
  readonly gitops: OpenRepository
  readonly modelConfig: ModelConfig
  readonly gitopsConfig: GitopsConfig
}

const GITOPS_RIGHTS: Permissions = { metadata: 'read', contents: 'write', pull_requests: 'write' }

/** The model repository's side, and the gitops repository that it names. */
export type NamedRelease = Omit<ReleaseSides, 'gitopsConfig'>

/**
 * Reads the model repository's configuration from its default branch as it is now, and opens the gitops repository.
 * @throws UserError when the file is missing or wrong, or the gitops repository is out of reach.
 */
export async function readSource(source: OpenRepository, desk: Desk, expected?: Expected): Promise<NamedRelease> {
  const modelConfig = await readModelConfig(source)
  return { source, modelConfig, gitops: await openGitops(source, modelConfig, { desk, expected }) }
}

/** The model repository's configuration, from its default branch as it is now. Throws a UserError when it is missing or wrong. */
export async function readModelConfig(source: OpenRepository): Promise<ModelConfig> {
  const text = await readConfig(source, MODEL_CONFIG)
  return modelConfigs.of(text, () => parseModelConfig(text, MODEL_CONFIG))
}

/**
 * Reads the gitops repository's configuration too, again from the default branch. Nothing of a pull request is read.
 * @throws UserError when the file is missing or wrong; only for those who may see that repository.
 */
export async function readSides(named: NamedRelease): Promise<ReleaseSides> {
  const text = await readConfig(named.gitops, GITOPS_CONFIG)
  const gitopsConfig = gitopsConfigs.of(text, () => parseGitopsConfig(text, GITOPS_CONFIG))
  return { ...named, gitopsConfig }
}

/** The model as both sides agree on it. Throws a UserError naming the side that disagrees. */
export function releasedModel(
  { source, gitops, modelConfig, gitopsConfig }: ReleaseSides,
  model: string,
): ReleasedModel {
  return agree({ model, modelConfig, gitopsConfig, source: source.repository, gitops: gitops.repository })
}

/**
 * Opens a repository with a token of its own. Throws a UserError when the app is not installed there or it is archived.
 * @param reads what is going to be read: a file of its default branch, and what else is expected.
 */
export async function openRepository(
  fullName: string,
  rights: Permissions,
  desk: Desk,
  reads?: { readonly file: string; readonly expected?: Wanted | undefined },
): Promise<OpenRepository> {
  const client = await desk.github.open(fullName, rights)
  const { file, expected } = reads ?? {}
  const branches = file === undefined ? [] : [{ files: [file] }, ...(expected?.branches ?? [])]
  const ahead = client && reads && (await readAhead(client, { ...expected, repository: fullName, branches }))
  const repository = ahead?.repository ?? (client && (await readRepository(client, fullName)))
  if (client === undefined || repository === undefined) {
    throw new UserError(`Serin’s app is not installed on ${fullName}, or there is no such repository.`, {
      fix: 'Install the app there, or correct the name.',
    })
  }
  if (repository.archived) throw new UserError(`${repository.fullName} is archived.`, { fix: 'Unarchive it first.' })
  const told = ahead?.branches.get(repository.defaultBranch)?.head
  // What is decided is decided from one commit, which is written down.
  const head = told ?? (file && (await readHead(client, repository.fullName, repository.defaultBranch)))
  const early = ahead && expected && new EarlyReads(expected, ahead, desk.now)
  return { client, repository, ...(head !== undefined && { head }), ...(early && { early }) }
}

async function openGitops(
  source: OpenRepository,
  { gitops }: ModelConfig,
  { desk, expected }: { readonly desk: Desk; readonly expected: Expected | undefined },
): Promise<OpenRepository> {
  if (gitops === undefined) {
    throw new UserError('This repository does not say where its models are released.', {
      place: { file: MODEL_CONFIG, key: 'gitops' },
      fix: 'Add `gitops: owner/name` on the default branch.',
    })
  }
  const fullName = gitops === '.' ? source.repository.fullName : gitops
  const more = expected?.gitops === fullName.toLowerCase() ? expected.states : undefined
  const opened = await openRepository(fullName, GITOPS_RIGHTS, desk, { file: GITOPS_CONFIG, expected: more })
  if (opened.repository.fullName.toLowerCase() === fullName.toLowerCase()) return opened
  throw new UserError(`${fullName} is now called ${opened.repository.fullName}.`, {
    place: { file: MODEL_CONFIG, key: 'gitops' },
    fix: `Write \`gitops: ${opened.repository.fullName}\` if that is still the right one.`,
  })
}

async function readConfig({ client, repository, head }: OpenRepository, path: string): Promise<string> {
  const commit = head ?? (await readHead(client, repository.fullName, repository.defaultBranch))
  const file = commit && (await readFile(client, { repository: repository.fullName, commit, path }))
  if (file) return file.text
  throw new UserError(`${repository.fullName} has no ${path} on its default branch (${repository.defaultBranch}).`, {
    fix: 'Serin’s README shows the file to start from.',
  })
}
