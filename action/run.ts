import { UserError } from '../src/errors.ts'
import { versionOf } from '../src/release/version.ts'
import { warnOfConfigPath } from './config-path.ts'
import { evaluatePullRequest } from './evaluate-pull-request.ts'
import type { WorkflowEvent } from './event.ts'
import type { Inputs } from './inputs.ts'
import { measureMain } from './measure-main.ts'
import type { ModelOutcome } from './model-outcome.ts'
import { LARGEST_SUMMARY_BYTES, type Outputs } from './outputs.ts'
import { publishForkRun } from './publish.ts'
import type { Workplace } from './workplace.ts'

/** How the step ends. */
export interface Outcome {
  readonly outputs: Outputs
  readonly summary: string
  readonly failures: readonly string[]
}

/** The event decides which story runs; the outcome of every model becomes the outcome of the step. */
export async function run(inputs: Inputs, event: WorkflowEvent, workplace: Workplace): Promise<Outcome> {
  if (inputs.dataBranch === event.repository.defaultBranch) {
    throw new UserError('The input `data-branch` names the branch that holds your code.', {
      fix: 'Name one that holds nothing else, for example `serin-data`.',
    })
  }
  if (event.kind !== 'finished-run') await warnOfConfigPath(inputs, workplace)
  const { models, sha, note, bundle } = await story(inputs, event, workplace)
  for (const model of models) workplace.log.info(lineOf(model))
  if (note !== undefined) workplace.log.info(note)
  return {
    outputs: outputsOf(models, sha, bundle),
    summary: summaryOf(models, note),
    failures: failuresOf(models, inputs.failOnGate && event.kind !== 'finished-run'),
  }
}

/** What a story found out. */
interface Story {
  readonly models: readonly ModelOutcome[]
  /** The commit that it is about. */
  readonly sha: string
  /** Why there was nothing to do, as a sentence. */
  readonly note?: string | undefined
  /** The folder with what a fork's run measured. */
  readonly bundle?: string | undefined
}

async function story(inputs: Inputs, event: WorkflowEvent, workplace: Workplace): Promise<Story> {
  switch (event.kind) {
    case 'pull-request':
      return { sha: event.headSha, ...(await evaluatePullRequest(inputs, event, workplace)) }
    case 'main':
      return { sha: event.sha, models: await measureMain(inputs, event, workplace) }
    case 'finished-run':
      return { sha: event.run.headSha, ...(await publishForkRun(inputs, event, workplace)) }
  }
}

/** The outcome of one model as a line of the log, with where to read more. */
function lineOf({ model, verdict, commentUrl, checkUrl, released }: ModelOutcome): string {
  const changes = released.flatMap((change) => (change.kind === 'kept' ? [] : [`${change.environment}: ${change.url}`]))
  return [`${model}: ${verdict}`, ...[commentUrl ?? checkUrl ?? []].flat(), ...changes].join('\n  ')
}

function outputsOf(models: readonly ModelOutcome[], sha: string, bundle: string | undefined): Outputs {
  const lines = (pick: (model: ModelOutcome) => string | undefined) =>
    [...new Set(models.map(pick).filter(Boolean))].join('\n')
  const built = models.filter(({ verdict }) => verdict !== 'skipped')
  const versions = Object.fromEntries(built.map(({ model, reusedFrom = sha }) => [model, versionOf(reusedFrom)]))
  return {
    verdict: worst(models),
    report: lines((model) => model.report),
    metrics: JSON.stringify(Object.fromEntries(models.map((model) => [model.model, model.metrics]))),
    version: [...new Set(Object.values(versions))].join('\n') || versionOf(sha),
    versions: JSON.stringify(versions),
    reused: built.length > 0 && built.every(({ reusedFrom }) => reusedFrom !== undefined) ? 'true' : 'false',
    'comment-url': lines((model) => model.commentUrl),
    'check-url': lines((model) => model.checkUrl),
    released: JSON.stringify(models.flatMap((model) => model.released.filter(({ kind }) => kind !== 'kept'))),
    bundle: bundle ?? '',
  }
}

/** From worst to best; a model that could not be evaluated is as good as one that failed. */
function worst(models: readonly ModelOutcome[]): Outputs['verdict'] {
  const verdicts = models.map(({ verdict }) => (verdict === 'failed' ? 'fail' : verdict))
  return (['fail', 'inconclusive', 'pass'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'skipped'
}

/** Whole reports as long as there is room; then their short forms, since GitHub drops a summary that is too large. */
function summaryOf(models: readonly ModelOutcome[], note = 'This change concerns no model.'): string {
  let room = LARGEST_SUMMARY_BYTES
  const parts = models.flatMap(({ summary, report }) => {
    const text = [summary, report].find((form) => Buffer.byteLength(form) + 2 <= room) ?? ''
    room -= Buffer.byteLength(text) + 2
    return text === '' ? [] : [text]
  })
  return parts.length > 0 ? `${parts.join('\n\n')}\n` : `${note}\n`
}

function failuresOf(models: readonly ModelOutcome[], failOnGate: boolean): readonly string[] {
  const broken = models.flatMap(({ failure }) => failure ?? [])
  const gates = models.filter(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive')
  return failOnGate
    ? [
        ...broken,
        ...gates.map(({ model, verdict }) => `${model}: the gate’s verdict is “${verdict}”. The report says why.`),
      ]
    : broken
}
