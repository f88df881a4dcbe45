import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { ACTIONS_APP, findCheckRuns } from '../src/github/check-run.ts'
import { permitted } from '../src/github/failure.ts'
import type { RunPullRequest } from '../src/github/run-pull-request.ts'
import { checkName } from '../src/release/check-name.ts'
import { isFailureTitle } from '../src/report/failure.ts'
import { TrainingFailure } from '../src/training/command.ts'
import type { BundledModel } from './bundle.ts'
import { type Evaluation, judge, reportOn } from './evaluate.ts'
import type { WorkflowEvent } from './event.ts'
import type { UnpackedBundle } from './fork-bundle.ts'
import type { ReportableRun } from './fork-run.ts'
import type { Inputs } from './inputs.ts'
import type { Measurement } from './measure.ts'
import { type ModelOutcome, plainMetrics } from './model-outcome.ts'
import { orMistake } from './or-mistake.ts'
import { type PublishableReport, publishReport } from './publish-report.ts'
import { failedReport, fullReport, skippedReport } from './report-texts.ts'
import type { Workplace } from './workplace.ts'

export type FinishedRunEvent = Extract<WorkflowEvent, { kind: 'finished-run' }>
export type FoundPullRequest = Extract<RunPullRequest, { kind: 'found' }>

/** What reporting a model of a fork's run takes. */
export interface ForkContext {
  readonly inputs: Inputs
  readonly event: FinishedRunEvent
  readonly run: ReportableRun
  readonly pull: FoundPullRequest
  /** Or why it cannot be read. */
  readonly bundle: UnpackedBundle | UserError
  readonly changesConfig: boolean
  readonly workplace: Workplace
}

const UNREVIEWED_UPDATE =
  'These numbers come from a run with the updated dependency, which nobody has reviewed: it can have written any. The check run of a gate that passes is neutral for that reason.'
const UNREVIEWED =
  'These numbers come from a run of the fork’s own code and workflow, which nobody has reviewed: it can have written any. The check run of a gate that passes is neutral for that reason.'

/** Judges what a fork's run measured of one model, and reports it. */
export async function publishForkModel(
  { settings, isConcerned }: { readonly settings: ModelSettings; readonly isConcerned: boolean },
  context: ForkContext,
): Promise<ModelOutcome> {
  const { workplace } = context
  const subject = subjectOf(settings, context)
  const nothing = { model: settings.name, metrics: {}, released: [] }
  if (!isConcerned) {
    const published = await publish(skippedReport(subject), context, 'check only')
    return { ...nothing, ...published, report: '', summary: '', verdict: 'skipped' }
  }
  const result = await orMistake('evaluate the model', () => evaluation(settings, context))
  if (result instanceof UserError) {
    const kept = result instanceof UnreadableResults ? await earlierReport(settings.name, context) : undefined
    if (kept !== undefined) {
      workplace.log.warning(
        `${settings.name}: the report of an earlier run on the same commit stays. ${result.message}`,
      )
      return { ...nothing, ...kept, ...noReport(result, subject), verdict: 'failed', failure: undefined }
    }
    return { ...nothing, ...(await publish(failedReport(result, subject), context)), verdict: 'failed' }
  }
  const published = await publish(reportOf(result, context), context)
  return { ...nothing, ...published, verdict: result.gate.verdict, metrics: plainMetrics(result.measurement.metrics) }
}

/** The run left nothing of the model that can be read, which says nothing about the model. */
class UnreadableResults extends UserError {
  constructor(why: Pick<UserError, 'what' | 'place' | 'fix'>) {
    super(why.what, { place: why.place, ...(why.fix !== undefined && { fix: why.fix }) })
  }
}

/** Where an earlier run on the same commit has reported what the model showed, if it has. */
async function earlierReport(model: string, { event, run, workplace }: ForkContext) {
  const repository = event.repository.fullName
  const purpose = { doing: `read the check runs of ${repository}`, permissions: ['checks: write'] }
  const search = { repository, sha: run.headSha, name: checkName(model) }
  const found = await permitted(purpose, () => findCheckRuns(workplace.client, search))
  const good = found.find(
    ({ app, conclusion, output }) =>
      app?.slug === ACTIONS_APP &&
      (conclusion === 'neutral' || conclusion === 'failure') &&
      !isFailureTitle(output.title ?? ''),
  )
  return good && { checkUrl: good.html_url ?? undefined, commentUrl: undefined }
}

/** The comments stay as they are; the job summary says why. */
function noReport(error: UserError, subject: Parameters<typeof failedReport>[1]) {
  return { report: '', summary: failedReport(error, subject).summary, part: undefined }
}

async function evaluation(settings: ModelSettings, context: ForkContext): Promise<Evaluation> {
  const { inputs, event, run, pull, bundle, workplace } = context
  if (bundle instanceof UserError) throw new UnreadableResults(bundle)
  const model = bundle.models.find(({ name }) => name === settings.name)
  if (model === undefined) {
    const fix = 'Bring the pull request up to date with the default branch: the model may be newer than it.'
    throw new UnreadableResults({ what: 'The run of the pull request has no results of this model.', place: {}, fix })
  }
  if (model.kind === 'failed') throw failureOf(model)
  const predictions = predictionsOf(model, settings, bundle.files)
  const subject = {
    settings,
    repository: event.repository.fullName,
    dataBranch: inputs.dataBranch,
    sha: run.headSha,
    base: pull.baseSha,
  }
  return judge(subject, { ...model.measurement, predictions }, workplace)
}

function failureOf({ what, fix = '', lastLines }: Extract<BundledModel, { kind: 'failed' }>): UserError {
  return lastLines.length === 0 ? new UserError(what, { fix }) : new TrainingFailure(what, { fix, lastLines })
}

/** They are read only where the default branch's configuration has predictions. */
function predictionsOf(
  { predictions: file }: Extract<BundledModel, { kind: 'measured' }>,
  { predictions: path }: ModelSettings,
  files: ReadonlyMap<string, Buffer>,
): Measurement['predictions'] {
  const bytes = file === undefined ? undefined : files.get(file)
  return path === undefined || bytes === undefined ? undefined : { path, text: bytes.toString('utf8') }
}

function reportOf(result: Evaluation, { event, pull, run, bundle, changesConfig, inputs }: ForkContext) {
  const plots = bundle instanceof UserError ? 0 : plotsOf(bundle.models, result.model)
  const report = reportOn(result, {
    pullRequest: pull.number,
    caution: run.byDependabot ? UNREVIEWED_UPDATE : UNREVIEWED,
    notes: [
      ...(changesConfig ? [`This pull request changes \`${inputs.config}\` and was judged by main’s.`] : []),
      ...(plots === 0
        ? []
        : [`Pictures of an unreviewed run are not shown here; it has them (${plots}) as an artifact.`]),
    ],
    next: nextSteps(result),
    runUrl: run.url,
    repositoryUrl: event.repository.url,
  })
  const texts = fullReport(report, event.repository.fullName)
  const { check } = texts
  if (check.conclusion !== 'success') return texts
  return {
    ...texts,
    check: {
      ...check,
      conclusion: 'neutral',
      title: `By ${run.byDependabot ? 'Dependabot’s' : 'the fork’s own'} run: ${check.title}`,
    },
  } as const
}

function plotsOf(models: readonly BundledModel[], name: string): number {
  return models.flatMap((model) => (model.kind === 'measured' && model.name === name ? model.plots : [])).length
}

function nextSteps({ gate }: Evaluation): readonly string[] {
  if (gate.verdict !== 'pass') return ['Push a commit; this comment follows it.']
  return ['Review it and merge: main then measures the model itself, and only what passes there is released.']
}

function subjectOf({ name: model }: ModelSettings, { event, run }: ForkContext) {
  const { fullName: repository, url: repositoryUrl } = event.repository
  return { model, repository, sha: run.headSha, repositoryUrl, runUrl: run.url }
}

async function publish(
  texts: PublishableReport,
  { inputs, pull, run, workplace }: ForkContext,
  where: 'everywhere' | 'check only' = 'everywhere',
) {
  const pullRequest = inputs.comment === 'per-model' && where === 'everywhere' ? pull.number : undefined
  const { mistakes, ...published } = await publishReport(
    texts,
    { pullRequest, fromFork: false },
    { ...workplace, runUrl: run.url },
  )
  const failure = mistakes.length === 0 ? undefined : mistakes.map(({ message }) => message).join('\n')
  return { ...published, failure }
}
