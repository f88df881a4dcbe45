import type { UserError } from '../src/errors.ts'
import { MissingPermission } from '../src/github/failure.ts'
import { versionOf } from '../src/release/version.ts'
import type { NextStep } from '../src/report/content.ts'
import { type Evaluation, reportOn } from './evaluate.ts'
import type { WorkflowEvent } from './event.ts'
import type { Exhibits } from './exhibits.ts'
import { type ModelOutcome, plainMetrics } from './model-outcome.ts'
import { publishReport } from './publish-report.ts'
import type { Released } from './release.ts'
import { failedReport, fullReport } from './report-texts.ts'
import type { Reusable } from './reuse.ts'
import type { Workplace } from './workplace.ts'

export type MainEvent = Extract<WorkflowEvent, { kind: 'main' }>

/** A model of main that was measured and judged, and what followed from it. */
export interface MeasuredModel {
  readonly evaluation: Evaluation
  /** Set when the measurement is the one of the merged pull request. */
  readonly reused: Reusable | undefined
  /** What is to be known of its record. */
  readonly notes: readonly string[]
  readonly released: readonly Released[]
  /** What stood in the way of recording and releasing it. */
  readonly mistakes: readonly UserError[]
  readonly exhibits: Exhibits
}

/** Where the report on a commit of main goes. */
interface Place {
  readonly event: MainEvent
  readonly workplace: Workplace
}

/** Reports a model on the commit of main. */
export async function publishMeasured(measured: MeasuredModel, { event, workplace }: Place): Promise<ModelOutcome> {
  const { evaluation, reused, notes, released, mistakes, exhibits } = measured
  const { model, gate, measurement } = evaluation
  const report = reportOn(evaluation, {
    exhibits,
    pullRequest: undefined,
    notes: [...noteOnReuse(reused), ...notes, ...released.map(noteOn), ...mistakes.map(noteOnMistake)],
    next: [...nextSteps(evaluation, released), ...whereTrained(reused)],
    runUrl: workplace.runUrl,
    repositoryUrl: event.repository.url,
  })
  const version = versionOf(reused?.sha ?? event.sha)
  const texts = { ...fullReport(report, event.repository.fullName), version }
  const audience = { pullRequest: undefined, fromFork: false }
  const { mistakes: unpublished, ...published } = await publishReport(texts, audience, workplace)
  const failures = [...mistakes, ...unpublished].map(({ message }) => message)
  return {
    ...published,
    model,
    verdict: gate.verdict,
    metrics: plainMetrics(measurement.metrics),
    released,
    failure: failures.length === 0 ? undefined : failures.join('\n'),
    ...(reused !== undefined && { reusedFrom: reused.sha }),
  }
}

function noteOnReuse(reused: Reusable | undefined): readonly string[] {
  if (reused === undefined) return []
  const { pull, sha } = reused
  return [
    `Not trained again: these files are exactly the ones that were evaluated on #${pull.number} at \`${sha.slice(0, 7)}\`, so the build is its \`${versionOf(sha)}\`. The input \`retrain: true\` trains it again.`,
  ]
}

function whereTrained(reused: Reusable | undefined): readonly NextStep[] {
  return reused === undefined ? [] : [{ text: 'Read the report of its training.', url: reused.pull.url }]
}

/** Reports on the commit of main why a model could not be evaluated. */
export async function publishFailure(
  model: string,
  error: UserError,
  { event, workplace }: Place,
): Promise<ModelOutcome> {
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
