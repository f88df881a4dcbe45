import { concernsModel, type ModelConfig, type ModelSettings, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { compareCommits } from '../src/github/log.ts'
import { findMergedPullRequest } from '../src/github/pull-request.ts'
import { versionOf } from '../src/release/version.ts'
import { readCheckedOut } from '../src/shell/checked-out.ts'
import { type Evaluation, evaluate, judge, type Subject } from './evaluate.ts'
import { type Exhibits, exhibit } from './exhibits.ts'
import type { Inputs } from './inputs.ts'
import { notKept } from './kept-beside.ts'
import { type MainEvent, publishFailure, publishMeasured } from './main-report.ts'
import type { ModelOutcome } from './model-outcome.ts'
import { orMistake } from './or-mistake.ts'
import { type Recorded, recordMeasurement } from './record.ts'
import { type Released, release } from './release.ts'
import { findReusable, type Merge, type Reusable } from './reuse.ts'
import { exhibitReused } from './reused-exhibits.ts'
import { tellingCancellation } from './tell-cancellation.ts'
import type { Workplace } from './workplace.ts'
import { readWorkspaceConfig } from './workspace-config.ts'

/**
 * A commit on main: every model that it concerns is measured, trained where its pull request has not measured the same
 * files already. The measurement becomes the baseline of the pull requests to come, the verdict is written on the
 * commit, and a version that passed is released.
 */
export async function measureMain(
  inputs: Inputs,
  event: MainEvent,
  workplace: Workplace,
): Promise<readonly ModelOutcome[]> {
  const config = await readConfig(workplace.workspace, inputs.config)
  const models = await modelsOf(config, { inputs, event, workplace })
  // Before any training: it may write files that git tracks.
  const files = await readCheckedOut(workplace.workspace)
  const findPull = once(() => findPullRequest(event, workplace))
  const outcomes: ModelOutcome[] = []
  for (const [index, settings] of models.entries()) {
    const waiting = models.slice(index)
    outcomes.push(await outcomeOf(settings, { inputs, event, files, findPull, config, waiting, workplace }))
  }
  return outcomes
}

interface Context extends Merge {
  readonly config: ModelConfig
  /** The models without a verdict, this one first. */
  readonly waiting: readonly ModelSettings[]
  readonly workplace: Workplace
}

function findPullRequest({ repository, sha }: MainEvent, { client }: Workplace) {
  return findMergedPullRequest(client, { repository: repository.fullName, sha, branch: repository.defaultBranch })
}

/** Asks again only after a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: { readonly value: T } | undefined
  return async () => {
    answer ??= { value: await ask() }
    return answer.value
  }
}

/** The models that were asked for and that the push concerns; all of them when it cannot be told what was pushed. */
async function modelsOf(
  config: ModelConfig,
  { inputs, event, workplace }: Pick<Context, 'inputs' | 'event' | 'workplace'>,
): Promise<readonly ModelSettings[]> {
  const unknown = inputs.models.find((name) => config.models[name] === undefined)
  if (unknown !== undefined) {
    throw new UserError(`The input \`models\` names “${unknown}”, which ${inputs.config} does not.`, {
      fix: `Its models are ${Object.keys(config.models).join(', ')}.`,
    })
  }
  const asked = Object.values(config.models).filter(
    ({ name }) => inputs.models.length === 0 || inputs.models.includes(name),
  )
  if (event.before === undefined) return asked
  const pair = { repository: event.repository.fullName, base: event.before, head: event.sha }
  const compared = await compareCommits(workplace.client, pair)
  // After a forced push the files that it took back are not named.
  const files = compared?.status === 'ahead' ? compared.files : undefined
  return files === undefined ? asked : asked.filter((settings) => concernsModel(settings, files))
}

async function outcomeOf(settings: ModelSettings, context: Context): Promise<ModelOutcome> {
  const { event, workplace } = context
  const reused = await findReusable(settings, context, workplace)
  const names = context.waiting.map(({ name }) => name)
  const unfinished = { repository: event.repository.fullName, sha: event.sha, models: names, comment: undefined }
  const evaluation = await tellingCancellation(unfinished, workplace, () =>
    orMistake('evaluate the model', () => evaluateModel(settings, reused, context)),
  )
  if (evaluation instanceof UserError) return publishFailure(settings.name, evaluation, context)
  const { notes, released, mistakes } = await recordAndRelease(evaluation, reused, context)
  const exhibits = await exhibitsOf(settings, reused, context)
  return publishMeasured({ evaluation, reused, notes, released, mistakes, exhibits }, { event, workplace })
}

function evaluateModel(
  settings: ModelSettings,
  reused: Reusable | undefined,
  { inputs, event, workplace }: Context,
): Promise<Evaluation> {
  const { dataBranch } = inputs
  const repository = event.repository.fullName
  const subject: Subject = { settings, repository, dataBranch, sha: event.sha, base: event.before ?? event.sha }
  return reused === undefined ? evaluate(subject, workplace) : judge(subject, reused.measurement, workplace)
}

function exhibitsOf(
  settings: ModelSettings,
  reused: Reusable | undefined,
  { inputs, event, workplace }: Context,
): Promise<Exhibits> {
  const { fullName: repository, url: repositoryUrl } = event.repository
  const { sha } = event
  const subject = { settings, repository, repositoryUrl, dataBranch: inputs.dataBranch, sha, fromFork: false }
  return reused === undefined ? exhibit(subject, workplace) : exhibitReused(subject, reused, workplace)
}

/** What followed from an evaluation, and what stood in the way: neither changes the verdict on the model. */
interface Aftermath {
  readonly notes: readonly string[]
  readonly released: readonly Released[]
  readonly mistakes: readonly UserError[]
}

async function recordAndRelease(
  evaluation: Evaluation,
  reused: Reusable | undefined,
  context: Context,
): Promise<Aftermath> {
  const { event, config: modelConfig, findPull, workplace } = context
  const { model, sha, gate } = evaluation
  const recorded = await orMistake('record what main measured', () => record(evaluation, reused, context))
  const passed = { model, modelConfig, source: event.repository, sha, version: versionOf(reused?.sha ?? sha), findPull }
  const released =
    gate.verdict === 'pass' && event.releases
      ? [await orMistake('release the version', () => release(passed, workplace))].flat()
      : []
  return {
    notes: recorded instanceof UserError ? [] : [...noteOnRecord(recorded), ...noteOnPredictions(evaluation)],
    released: released.flatMap((result) => (result instanceof UserError ? [] : [result])),
    mistakes: [recorded, ...released].filter((result) => result instanceof UserError),
  }
}

function noteOnRecord({ leftOut }: Recorded): readonly string[] {
  if (leftOut === 0) return []
  return [
    `The record of this measurement leaves out ${leftOut} metrics and parameters: at most 2 MB are kept, those of the gates first. What is left out has nothing to be compared with later.`,
  ]
}

/** Where main's own predictions before were not kept either, the comparison with them says so already. */
function noteOnPredictions({ measurement: { predictions }, baseline }: Evaluation): readonly string[] {
  const tooLarge = predictions === undefined ? undefined : notKept(predictions.text)
  if (tooLarge === undefined || (baseline.kind !== 'none' && baseline.predictions === undefined)) return []
  return [`No pull request can be compared with these predictions: ${tooLarge}.`]
}

function record(evaluation: Evaluation, reused: Reusable | undefined, { inputs, event, files, workplace }: Context) {
  return recordMeasurement(workplace.client, {
    repository: event.repository.fullName,
    dataBranch: inputs.dataBranch,
    folder: 'history',
    evaluation,
    measuredAt: workplace.now(),
    tree: files.kind === 'clean' && files.commit === event.sha ? files.tree : undefined,
    reusedFrom: reused?.sha,
  })
}

async function readConfig(workspace: string, path: string): Promise<ModelConfig> {
  const text = await readWorkspaceConfig(workspace, path)
  if (text !== undefined) return parseModelConfig(text, path)
  throw new UserError(`There is no ${path} in the workspace.`, {
    place: { file: path },
    fix: 'Put a step with actions/checkout before this one, and commit the file.',
  })
}
