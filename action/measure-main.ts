import { readFile as readWorkspaceFile } from 'node:fs/promises'
import { join } from 'node:path'
import { concernsModel, type ModelConfig, type ModelSettings, parseModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { compareCommits } from '../src/github/log.ts'
import type { HistoryRecord } from '../src/history/history.ts'
import type { NextStep } from '../src/report/content.ts'
import { type Evaluation, evaluate, reportOn } from './evaluate.ts'
import type { WorkflowEvent } from './event.ts'
import { type Exhibits, exhibit } from './exhibits.ts'
import type { Inputs } from './inputs.ts'
import { type ModelOutcome, plainMetrics } from './model-outcome.ts'
import { orMistake } from './or-mistake.ts'
import { publishReport } from './publish-report.ts'
import { recordMeasurement } from './record.ts'
import { type Released, release } from './release.ts'
import { failedReport, fullReport } from './report-texts.ts'
import type { Workplace } from './workplace.ts'

type MainEvent = Extract<WorkflowEvent, { kind: 'main' }>

/**
 * A commit on main: every model that it concerns is trained and measured, the measurement becomes the baseline of the
 * pull requests to come, the verdict is written on the commit, and a version that passed is released.
 */
export async function measureMain(
  inputs: Inputs,
  event: MainEvent,
  workplace: Workplace,
): Promise<readonly ModelOutcome[]> {
  const config = parseModelConfig(await readConfig(workplace.workspace, inputs.config), inputs.config)
  const outcomes: ModelOutcome[] = []
  for (const settings of await modelsOf(config, { inputs, event, workplace })) {
    outcomes.push(await outcomeOf(settings, { inputs, event, config, workplace }))
  }
  return outcomes
}

interface Context {
  readonly inputs: Inputs
  readonly event: MainEvent
  readonly config: ModelConfig
  readonly workplace: Workplace
}

/** The models that were asked for and that the push concerns; all of them when it cannot be told what was pushed. */
async function modelsOf(
  config: ModelConfig,
  { inputs, event, workplace }: Omit<Context, 'config'>,
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
  const evaluation = await orMistake('evaluate the model', () => evaluateModel(settings, context))
  if (evaluation instanceof UserError) return publishFailure(settings.name, evaluation, context)
  const aftermath = await recordAndRelease(evaluation, context)
  return publishEvaluation(evaluation, { ...aftermath, exhibits: await exhibitsOf(settings, context) }, context)
}

function exhibitsOf(settings: ModelSettings, { inputs, event, workplace }: Context): Promise<Exhibits> {
  const { fullName: repository, url: repositoryUrl } = event.repository
  const { sha } = event
  return exhibit(
    { settings, repository, repositoryUrl, dataBranch: inputs.dataBranch, sha, fromFork: false },
    workplace,
  )
}

function evaluateModel(settings: ModelSettings, { inputs, event, workplace }: Context): Promise<Evaluation> {
  const { dataBranch } = inputs
  const repository = event.repository.fullName
  return evaluate({ settings, repository, dataBranch, sha: event.sha, base: event.before ?? event.sha }, workplace)
}

/** What followed from an evaluation, and what stood in the way: neither changes the verdict on the model. */
interface Aftermath {
  readonly released: readonly Released[]
  readonly mistakes: readonly UserError[]
}

async function recordAndRelease(evaluation: Evaluation, context: Context): Promise<Aftermath> {
  const recorded = await orMistake('record what main measured', () => record(evaluation, context))
  const released =
    evaluation.gate.verdict === 'pass' && context.event.releases
      ? [await orMistake('release the version', () => releaseModel(evaluation.model, context))].flat()
      : []
  return {
    released: released.flatMap((result) => (result instanceof UserError ? [] : [result])),
    mistakes: [recorded, ...released].filter((result) => result instanceof UserError),
  }
}

function record(evaluation: Evaluation, { inputs, event, workplace }: Context) {
  const { model, sha, measurement, gate } = evaluation
  const { metrics, params, trainingSeconds } = measurement
  const measuredAt = workplace.now().toISOString()
  const entry: HistoryRecord = {
    sha,
    measuredAt,
    metrics,
    params,
    verdict: gate.verdict,
    ...(trainingSeconds !== undefined && { trainingSeconds }),
  }
  return recordMeasurement(workplace.client, {
    repository: event.repository.fullName,
    dataBranch: inputs.dataBranch,
    model,
    record: entry,
    predictions: measurement.predictions?.text,
    extras: measurement.extras,
  })
}

function releaseModel(model: string, { event, config, workplace }: Context) {
  return release({ model, modelConfig: config, source: event.repository, sha: event.sha }, workplace)
}

async function publishEvaluation(
  evaluation: Evaluation,
  { released, mistakes, exhibits }: Aftermath & { readonly exhibits: Exhibits },
  { event, workplace }: Context,
): Promise<ModelOutcome> {
  const report = reportOn(evaluation, {
    exhibits,
    pullRequest: undefined,
    notes: [...released.map(noteOn), ...mistakes.map(noteOnMistake)],
    next: nextSteps(evaluation, released),
    runUrl: workplace.runUrl,
    repositoryUrl: event.repository.url,
  })
  const texts = fullReport(report, event.repository.fullName)
  const { mistakes: unpublished, ...published } = await publishReport(
    texts,
    { pullRequest: undefined, fromFork: false },
    workplace,
  )
  const failures = [...mistakes, ...unpublished].map(({ message }) => message)
  const failure = failures.length === 0 ? undefined : failures.join('\n')
  const metrics = plainMetrics(evaluation.measurement.metrics)
  return { ...published, model: evaluation.model, verdict: evaluation.gate.verdict, metrics, released, failure }
}

async function publishFailure(model: string, error: UserError, { event, workplace }: Context): Promise<ModelOutcome> {
  const { repository, sha } = event
  const subject = {
    model,
    repository: repository.fullName,
    sha,
    repositoryUrl: repository.url,
    runUrl: workplace.runUrl,
  }
  const { mistakes: unpublished, ...published } = await publishReport(
    failedReport(error, subject),
    { pullRequest: undefined, fromFork: false },
    workplace,
  )
  const failure = [error.message, ...unpublished.map((other) => other.message)].join('\n')
  return { ...published, model, verdict: 'failed', metrics: {}, released: [], failure }
}

function noteOnMistake(mistake: UserError): string {
  if (!(mistake instanceof MissingPermission)) return mistake.message
  const lines = mistake.permissions.map((line) => `\`${line}\``).join(' and ')
  return `${mistake.what} It needs ${lines} below \`permissions:\`.`
}

function noteOn(released: Released): string {
  switch (released.kind) {
    case 'commit':
      return `Released to “${released.environment}”.`
    case 'pull-request':
      return `Proposed for “${released.environment}”.`
    case 'kept':
      return `“${released.environment}” keeps what it runs. ${released.reason}`
  }
}

function nextSteps({ gate }: Evaluation, released: readonly Released[]): readonly NextStep[] {
  if (gate.verdict !== 'pass')
    return ['Nothing was released: the gate did not pass. The environments keep what they run.']
  return released.flatMap((change) => (change.kind === 'kept' ? [] : [stepAfter(change)]))
}

function stepAfter({ kind, environment, url }: Exclude<Released, { readonly kind: 'kept' }>): NextStep {
  switch (kind) {
    case 'commit':
      return { text: `See what was changed in “${environment}”.`, url }
    case 'pull-request':
      return { text: `Review and merge the proposal for “${environment}”.`, url }
  }
}

async function readConfig(workspace: string, path: string): Promise<string> {
  try {
    return await readWorkspaceFile(join(workspace, path), 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new UserError(`There is no ${path} in the workspace.`, {
      place: { file: path },
      fix: 'Put a step with actions/checkout before this one, and commit the file.',
    })
  }
}
