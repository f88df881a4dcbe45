import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { evaluateGate } from '../src/gate/evaluate.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { readChangedFiles } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import { type CheckedOut, readCheckedOut } from '../src/shell/checked-out.ts'
import { withComputed } from '../src/statistics/computed-metrics.ts'
import { type Base, readBase } from './baseline.ts'
import { settleComments } from './comments.ts'
import { computedFor } from './compare-examples.ts'
import { type Evaluation, evaluate, reportOn, type Subject } from './evaluate.ts'
import type { WorkflowEvent } from './event.ts'
import { exhibit } from './exhibits.ts'
import type { Inputs } from './inputs.ts'
import { keepEvaluated } from './keep-evaluated.ts'
import { type ModelOutcome, plainMetrics } from './model-outcome.ts'
import { type ChosenModel, chooseModels } from './models.ts'
import { orMistake } from './or-mistake.ts'
import { showingProgress } from './progress.ts'
import { publishReport } from './publish-report.ts'
import { combinedMarker, reportMarker } from './report-comment.ts'
import { failedReport, fullReport, skippedReport } from './report-texts.ts'
import { tellingCancellation } from './tell-cancellation.ts'
import type { Workplace } from './workplace.ts'
import { readWorkspaceConfig } from './workspace-config.ts'
import { type ForkResult, writeBundle } from './write-bundle.ts'

type PullRequestEvent = Extract<WorkflowEvent, { kind: 'pull-request' }>

/**
 * A pull request: every model that it concerns is trained, compared with main, judged, and reported on the pull
 * request. One model's failure does not keep the others from their reports.
 */
export async function evaluatePullRequest(
  inputs: Inputs,
  event: PullRequestEvent,
  workplace: Workplace,
): Promise<{ readonly models: readonly ModelOutcome[]; readonly bundle: string | undefined }> {
  const { repository, testMerge, baseSha, number } = event
  const { client } = workplace
  const base = await readBase(client, {
    repository: repository.fullName,
    defaultBranch: repository.defaultBranch,
    testMerge,
    baseSha,
  })
  const main = await readFile(client, { repository: repository.fullName, commit: base.sha, path: inputs.config })
  const own = await readWorkspaceConfig(workplace.workspace, inputs.config)
  const changedFiles = await changedFilesIfKnown(client, repository.fullName, number)
  const models = chooseModels({ file: inputs.config, main: main?.text, own, asked: inputs.models, changedFiles })
  // Before any training: it may write files that git tracks.
  const files = await readCheckedOut(workplace.workspace)
  const found: ModelFinding[] = []
  for (const [index, model] of models.entries()) {
    const waiting = models.slice(index).filter(({ isConcerned }) => isConcerned)
    found.push(await outcomeOf(model, { inputs, event, base, files, waiting, workplace }))
  }
  const results = found.flatMap(({ result }) => result ?? [])
  const outcomes = found.map(({ outcome }) => outcome)
  const settled = await settleComments(outcomes, commentPlace(inputs, event), workplace)
  const isLeft = event.fromFork && !(event.byDependabot && settled.every((outcome) => isReported(outcome, inputs)))
  const bundle = isLeft ? await writeBundle({ headSha: event.headSha, results }, workplace) : undefined
  return { models: settled, bundle }
}

/** Where `permissions:` gives Dependabot's run the rights, nothing is left for another run to report. */
function isReported({ verdict, checkUrl, commentUrl }: ModelOutcome, { comment }: Inputs): boolean {
  return checkUrl !== undefined && (verdict === 'skipped' || comment === 'none' || commentUrl !== undefined)
}

function commentPlace(
  { comment: mode, models: asked }: Inputs,
  { repository, number, headSha, fromFork }: PullRequestEvent,
) {
  return { mode, asked, repository: repository.fullName, pullRequest: number, sha: headSha, fromFork }
}

/** What became of a model; `result` for one that the change concerns. */
interface ModelFinding {
  readonly outcome: ModelOutcome
  readonly result: ForkResult | undefined
}

/** Without the right to read them every model is evaluated, and the missing right is told when the comment fails. */
async function changedFilesIfKnown(client: GitHubClient, repository: string, number: number) {
  try {
    return await readChangedFiles(client, repository, number)
  } catch (error) {
    if (error instanceof MissingPermission) return undefined
    throw error
  }
}

interface Context {
  readonly inputs: Inputs
  readonly event: PullRequestEvent
  readonly base: Base
  readonly files: CheckedOut
  /** The models without a verdict, this one first. */
  readonly waiting: readonly ChosenModel[]
  readonly workplace: Workplace
}

async function outcomeOf(model: ChosenModel, context: Context): Promise<ModelFinding> {
  const { settings } = model
  const nothing = { model: settings.name, metrics: {}, released: [], failure: undefined }
  if (!model.isConcerned) {
    const published = await publishSkipped(settings.name, context)
    return { outcome: { ...nothing, ...published, verdict: 'skipped' }, result: undefined }
  }
  const result = model.broken ?? (await tryToEvaluate(model, context))
  if (result instanceof UserError) {
    const published = await publishFailed(settings.name, result, context)
    return { outcome: { ...nothing, ...published, verdict: 'failed' }, result: { settings, result } }
  }
  const published = await publishEvaluation(result, model, context)
  const { inputs, event, files, workplace } = context
  const { repository, fromFork } = event
  await keepEvaluated({ evaluation: result, model, repository, fromFork, files }, inputs, workplace)
  const metrics = plainMetrics(result.measurement.metrics)
  const outcome = { ...nothing, ...published, verdict: result.gate.verdict, metrics }
  return { outcome, result: { settings, result: result.measurement } }
}

/** What a person can put right becomes the report; everything else ends the step. */
function tryToEvaluate({ settings }: ChosenModel, context: Context): Promise<Evaluation | UserError> {
  const { inputs, event, base, workplace } = context
  const { repository, headSha: sha } = event
  const { dataBranch } = inputs
  const subject = { settings, repository: repository.fullName, dataBranch, sha, base: base.sha }
  const evaluation = (during: Subject['during']) =>
    orMistake('evaluate the model', () => evaluate({ ...subject, ...(during && { during }) }, workplace))
  // A fork's run may write nothing.
  if (event.fromFork) return evaluation(undefined)
  const place = inputs.comment === 'none' ? undefined : commentOf(settings, context)
  let isShown = false
  const onShown = () => {
    isShown = true
  }
  const during: Subject['during'] =
    inputs.progress && place
      ? (training) => showingProgress({ ...place, settings, onShown }, workplace, training)
      : undefined
  const unfinished = {
    repository: repository.fullName,
    sha,
    models: context.waiting.map((waiting) => waiting.settings.name),
    comment: place && { ...place, isCreated: inputs.progress, isShown: () => isShown },
  }
  return tellingCancellation(unfinished, workplace, () => evaluation(during))
}

/** The comment where a model's report will stand. */
function commentOf({ name: model }: ModelSettings, { inputs, event }: Context) {
  const { repository, number: pullRequest, headSha: sha } = event
  const marker = inputs.comment === 'combined' ? combinedMarker(inputs.models) : reportMarker(model)
  return { model, marker, repository: repository.fullName, repositoryUrl: repository.url, pullRequest, sha }
}

async function publishEvaluation(evaluation: Evaluation, model: ChosenModel, context: Context) {
  const { inputs, event, base, workplace } = context
  const compared = evaluation.baseline.kind === 'none' ? undefined : evaluation.baseline.sha
  const subject = { ...subjectOf(model, context), dataBranch: inputs.dataBranch, base: compared }
  const exhibits = await exhibit(subject, workplace)
  const report = reportOn(evaluation, {
    exhibits,
    pullRequest: event.number,
    notes: [...(base.note === undefined ? [] : [base.note]), ...model.notes, ...notesOnProposal(evaluation, model)],
    next: nextSteps(evaluation, model),
    runUrl: workplace.runUrl,
    repositoryUrl: event.repository.url,
  })
  return publish(fullReport(report, event.repository.fullName), context)
}

function subjectOf({ settings }: ChosenModel, { event }: Context) {
  const { repository, headSha: sha, fromFork } = event
  return { settings, repository: repository.fullName, repositoryUrl: repository.url, sha, fromFork }
}

async function publishSkipped(name: string, context: Context) {
  const { event } = context
  const texts = skippedReport({ model: name, repository: event.repository.fullName, sha: event.headSha })
  const published = await publish(texts, context, 'check only')
  return { ...published, report: '', summary: '' }
}

async function publishFailed(name: string, error: UserError, context: Context) {
  const { event, workplace } = context
  const at = {
    model: name,
    repository: event.repository.fullName,
    sha: event.headSha,
    repositoryUrl: event.repository.url,
  }
  const published = await publish(failedReport(error, { ...at, runUrl: workplace.runUrl }), context)
  return { ...published, failure: [error.message, published.failure].filter(Boolean).join('\n') }
}

async function publish(
  texts: Parameters<typeof publishReport>[0],
  { inputs, event, workplace }: Context,
  where: 'everywhere' | 'check only' = 'everywhere',
) {
  const pullRequest = inputs.comment === 'per-model' && where === 'everywhere' ? event.number : undefined
  const { mistakes, ...published } = await publishReport(texts, { pullRequest, fromFork: event.fromFork }, workplace)
  const failure = mistakes.length === 0 ? undefined : mistakes.map(({ message }) => message).join('\n')
  return { ...published, failure }
}

/** What the pull request's own gates would say, where it changes them. */
function notesOnProposal(evaluation: Evaluation, { proposed }: ChosenModel): readonly string[] {
  if (proposed === undefined) return []
  const { changes, examples, measurement, baseline, gate } = evaluation
  const { comparison, evidence } = examples
  const computed = computedFor({ measurement, changes, rules: proposed.gates, comparison })
  const would = evaluateGate({
    rules: proposed.gates,
    ...withComputed(changes, evidence, computed),
    hasBaseline: baseline.kind !== 'none',
  }).verdict
  const same = would === gate.verdict ? 'the same' : `“${would}”`
  return [
    `This pull request changes how the model is trained, measured or judged, and was judged by main’s settings. By its own gates the verdict would be ${same}.`,
  ]
}

function nextSteps({ gate }: Evaluation, { isReleased }: ChosenModel): readonly string[] {
  if (gate.verdict !== 'pass') return ['Push a commit; this comment follows it.']
  if (!isReleased) return []
  return [
    'Try it: comment `/canary 20` to send it a part of the traffic, `/promote` to give it all of it, `/help` for the rest.',
    'Or merge, and it goes where `on-merge` says.',
  ]
}
