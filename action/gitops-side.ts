import { agree } from '../src/config/agreement.ts'
import { type Environment, parseGitopsConfig, type ReleasedModel } from '../src/config/gitops-config.ts'
import type { ModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { type Repository, readHead, readRepository } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import { missingManifest } from '../src/manifest/manifest.ts'
import type { SourceRepository } from './event.ts'
import type { Workplace } from './workplace.ts'

const GITOPS_CONFIG = 'serin.yml'

/** A model, and the repository that it is of. */
export interface ReleasedSource {
  readonly model: string
  readonly modelConfig: ModelConfig
  readonly source: SourceRepository
}

/** The gitops repository, and who may write to it. */
export interface Gitops {
  readonly client: GitHubClient
  readonly repository: Repository
}

/** Opens the gitops repository that a configuration names. Throws a UserError without a token that can. */
export async function openGitops(
  { modelConfig, source }: ReleasedSource,
  { client, gitopsClient }: Workplace,
): Promise<Gitops> {
  const isHere = modelConfig.gitops === '.' || modelConfig.gitops?.toLowerCase() === source.fullName.toLowerCase()
  const fullName = isHere ? source.fullName : (modelConfig.gitops ?? '')
  const writer = gitopsClient ?? (isHere ? client : undefined)
  if (writer === undefined) {
    throw new UserError(`The workflow’s own token cannot write to ${fullName}.`, {
      fix: 'Give one that can by the input `gitops-token` (the README shows how to make it in the workflow).',
    })
  }
  const repository = await readRepository(writer, fullName)
  if (repository?.archived) {
    throw new UserError(`${repository.fullName} is archived.`, { fix: 'Unarchive it first.' })
  }
  if (repository !== undefined) return { client: writer, repository }
  throw new UserError(`The token cannot see ${fullName}, or there is no such repository.`, {
    place: { file: '.github/serin.yml', key: 'gitops' },
    fix: 'Check the name, and that the token of `gitops-token` reaches that repository.',
  })
}

/** What both repositories say of the model. Throws a UserError when they disagree. */
export async function readAgreedModel(
  { model, modelConfig, source }: ReleasedSource,
  { client, repository }: Gitops,
): Promise<ReleasedModel> {
  const head = await readHead(client, repository.fullName, repository.defaultBranch)
  const file = head && (await readFile(client, { repository: repository.fullName, commit: head, path: GITOPS_CONFIG }))
  if (!file) {
    throw new UserError(
      `${repository.fullName} has no ${GITOPS_CONFIG} on its default branch (${repository.defaultBranch}).`,
      {
        fix: 'Serin’s README shows the file to start from.',
      },
    )
  }
  return agree({
    model,
    modelConfig,
    gitopsConfig: parseGitopsConfig(file.text, `${repository.fullName}/${GITOPS_CONFIG}`),
    source,
    gitops: repository,
  })
}

/** The manifest of an environment at the tip of its branch. Throws a UserError when there is none. */
export async function readCurrentManifest(environment: Environment, { client, repository }: Gitops) {
  const branch = environment.branch ?? repository.defaultBranch
  const head = await readHead(client, repository.fullName, branch)
  if (head === undefined) {
    throw new UserError(`${repository.fullName} has no branch “${branch}”, which holds “${environment.name}”.`, {
      place: { file: GITOPS_CONFIG, key: 'branch' },
      fix: 'Create the branch or correct its name.',
    })
  }
  const file = await readFile(client, { repository: repository.fullName, commit: head, path: environment.file })
  if (file !== undefined) return { ...file, branch, head }
  throw missingManifest(environment, { repository: repository.fullName, branch })
}
