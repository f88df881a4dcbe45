import { concernsModel, type ModelSettings, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { readChangedFiles, readPullRequest } from '../src/github/pull-request.ts'
import { findPullRequestOfRun, type RunPullRequest } from '../src/github/run-pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import { settleComments } from './comments.ts'
import { noArtifact, readForkBundle } from './fork-bundle.ts'
import { type FinishedRunEvent, type ForkContext, type FoundPullRequest, publishForkModel } from './fork-report.ts'
import { reportable } from './fork-run.ts'
import type { Inputs } from './inputs.ts'
import type { ModelOutcome } from './model-outcome.ts'
import type { Workplace } from './workplace.ts'

/** What was reported, or why nothing was. */
export interface ForkPublication {
  readonly models: readonly ModelOutcome[]
  readonly note: string | undefined
}

const REPORTED_ITSELF =
  'The run for Dependabot left no results behind: the workflow’s `permissions:` let it report itself, or it did not get that far.'

/**
 * A pull request from a fork was evaluated without any rights, and this run has them: what the fork's run measured is
 * read as hostile data, judged by the default branch's configuration, and reported on the pull request. Which one that
 * is, which models it concerns and what they are compared with, GitHub tells and not the fork.
 */
export async function publishForkRun(
  inputs: Inputs,
  event: FinishedRunEvent,
  workplace: Workplace,
): Promise<ForkPublication> {
  const run = reportable(event.run, event.repository.id)
  if ('reason' in run) return nothing(run.reason)
  const pull = await findPullRequestOfRun(workplace.client, {
    repository: event.repository.fullName,
    repositoryId: event.repository.id,
    head: run.head,
  })
  if (pull.kind !== 'found') return nothing(whyNot(pull))
  const found = await readForkBundle({ repository: event.repository.fullName, run }, workplace)
  if (found === undefined && run.byDependabot) return nothing(REPORTED_ITSELF)
  const bundle = found ?? noArtifact()
  const choice = await chooseModels({ inputs, event, pull, bundle }, workplace)
  const now = await readPullRequest(workplace.client, event.repository.fullName, pull.number)
  if (now.state !== 'open') return nothing(whyNot({ kind: 'none' }))
  if (now.headSha !== run.headSha) return nothing(whyNot({ ...now, kind: 'moved-on' }))
  const context = { inputs, event, run, pull, bundle, workplace, changesConfig: choice.changesConfig }
  const models: ModelOutcome[] = []
  for (const { settings, isConcerned } of choice.models) {
    models.push(await publishForkModel({ settings, isConcerned }, context))
  }
  const { comment: mode, models: asked } = inputs
  const { fullName: repository } = event.repository
  const place = { mode, asked, repository, pullRequest: pull.number, sha: run.headSha, fromFork: false }
  return { models: await settleComments(models, place, workplace), note: undefined }
}

/**
 * The models of the default branch's configuration, and which of them the changed files concern. Settings that the pull
 * request changes concern the models that its run has evaluated for that reason.
 */
async function chooseModels(
  { inputs, event, pull, bundle }: Pick<ForkContext, 'inputs' | 'event' | 'pull' | 'bundle'>,
  { client }: Workplace,
): Promise<{
  readonly models: readonly { readonly settings: ModelSettings; readonly isConcerned: boolean }[]
  readonly changesConfig: boolean
}> {
  const { fullName } = event.repository
  const file = await readFile(client, { repository: fullName, commit: event.sha, path: inputs.config })
  if (file === undefined) {
    throw new UserError(`The default branch has no ${inputs.config}, and a fork’s own judges nothing.`, {
      place: { file: inputs.config },
      fix: 'Bring the file to the default branch first.',
    })
  }
  const settings = Object.values(parseModelConfig(file.text, inputs.config).models)
  const changed = await readChangedFiles(client, fullName, pull.number)
  const changesConfig = changed?.includes(inputs.config) ?? false
  const evaluated = new Set(bundle instanceof UserError ? [] : bundle.models.map(({ name }) => name))
  const models = settings
    .filter(({ name }) => inputs.models.length === 0 || inputs.models.includes(name))
    .map((model) => ({
      settings: model,
      isConcerned:
        changed === undefined || concernsModel(model, changed) || (changesConfig && evaluated.has(model.name)),
    }))
  return { models, changesConfig }
}

function whyNot(pull: Exclude<RunPullRequest, FoundPullRequest>): string {
  switch (pull.kind) {
    case 'none':
      return 'No open pull request is from the branch and commit that the run was for, so there is nothing to report.'
    case 'several':
      return `Several open pull requests (${pull.numbers.join(', ')}) are from the branch and commit that the run was for, so it cannot be told which one to report on.`
    case 'moved-on':
      return `The run is superseded: pull request ${pull.number} has a newer commit by now, ${pull.headSha.slice(0, 7)}, and the report is left to that one’s run.`
  }
}

function nothing(note: string): ForkPublication {
  return { models: [], note }
}
