import { UserError } from '../errors.ts'
import type { GitopsConfig, ReleasedModel } from './gitops-config.ts'
import type { ModelConfig } from './model-config.ts'

export interface AgreementInput {
  readonly model: string
  readonly modelConfig: ModelConfig
  readonly gitopsConfig: GitopsConfig
  /** The repository whose pull request asks for a release, as GitHub describes it. */
  readonly source: { readonly fullName: string; readonly id: number; readonly ownerId: number }
  /** The repository that would be written to, as GitHub describes it. */
  readonly gitops: { readonly fullName: string; readonly ownerId: number }
}

/** The two configuration files do not say the same. */
export class Disagreement extends UserError {}

/**
 * The release both sides agree on: the model's team names the gitops repository, the platform's team the source.
 * Throws a Disagreement that names the side that disagrees and what to write there.
 */
export function agree(input: AgreementInput): ReleasedModel {
  const { source, gitops } = input
  checkModelSide(input)
  if (source.ownerId !== gitops.ownerId) {
    throw new Disagreement(`${source.fullName} and ${gitops.fullName} do not have the same owner.`, {
      place: { file: MODEL_FILE, key: 'gitops' },
      fix: `Release to a repository of ${ownerOf(source.fullName)}.`,
    })
  }
  return checkGitopsSide(input)
}

const MODEL_FILE = '.github/serin.yml'
const GITOPS_FILE = 'serin.yml'

function checkModelSide({ model, modelConfig, source, gitops }: AgreementInput): void {
  const file = MODEL_FILE
  if (!Object.hasOwn(modelConfig.models, model)) {
    throw new Disagreement(`${source.fullName} has no model "${model}".`, {
      place: { file, key: `models.${model}` },
      fix: `Its models are ${Object.keys(modelConfig.models).join(', ')}; add this one, or use its listed name.`,
    })
  }
  const place = { file, key: 'gitops' }
  if (modelConfig.gitops === undefined) {
    throw new Disagreement(`${source.fullName} does not say where its models are released.`, {
      place,
      fix: `Write "gitops: ${gitops.fullName}".`,
    })
  }
  const named = modelConfig.gitops === '.' ? source.fullName : modelConfig.gitops
  if (!sameName(named, gitops.fullName)) {
    throw new Disagreement(`${source.fullName} releases to ${named}, not to ${gitops.fullName}.`, {
      place,
      fix: `Write "gitops: ${gitops.fullName}" to release there.`,
    })
  }
}

function checkGitopsSide({ model, gitopsConfig, source, gitops }: AgreementInput): ReleasedModel {
  const file = GITOPS_FILE
  const released = Object.hasOwn(gitopsConfig.models, model) ? gitopsConfig.models[model] : undefined
  if (released === undefined) {
    throw new Disagreement(`${gitops.fullName} does not list the model "${model}".`, {
      place: { file, key: `models.${model}` },
      fix: `Add it there with "source: ${source.fullName}" and its environments.`,
    })
  }
  if (!sameName(released.source, source.fullName)) {
    throw new Disagreement(
      `${gitops.fullName} takes "${model}" from ${released.source}, not from ${source.fullName}.`,
      {
        place: { file, key: `models.${model}.source` },
        fix: `Write "source: ${source.fullName}" there if this is the right repository, for example after a rename.`,
      },
    )
  }
  if (released.sourceId !== undefined && released.sourceId !== source.id) {
    throw new Disagreement(
      `${gitops.fullName} takes "${model}" from the repository with the id ${released.sourceId}; ${source.fullName} has the id ${source.id}.`,
      {
        place: { file, key: `models.${model}.source-id` },
        fix: `A repository of the same name may be another one. If it is the right one, write "source-id: ${source.id}".`,
      },
    )
  }
  return released
}

/** GitHub's names do not distinguish case. */
function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function ownerOf(fullName: string): string {
  return fullName.split('/')[0] ?? fullName
}
