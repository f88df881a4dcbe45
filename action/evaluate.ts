import type { ModelSettings } from '../src/config/model-config.ts'
import { evaluateGate, type GateResult } from '../src/gate/evaluate.ts'
import type { GateRule } from '../src/gate/rule.ts'
import { trendOf } from '../src/history/trend.ts'
import { diffMetrics, type MetricChange } from '../src/metrics/diff.ts'
import { nameMatcher } from '../src/metrics/name-glob.ts'
import type { NextStep, Report } from '../src/report/content.ts'
import { withComputed } from '../src/statistics/computed-metrics.ts'
import { type Baseline, readBaseline } from './baseline.ts'
import { type ComparedExamples, compareExamples } from './compare-examples.ts'
import type { Exhibits } from './exhibits.ts'
import { type MeasuredCommit, type Measurement, measure } from './measure.ts'
import { noteOnTestSet } from './test-set-use.ts'
import type { Workplace } from './workplace.ts'

/** A model that was measured, compared and judged. */
export interface Evaluation {
  readonly model: string
  readonly sha: string
  readonly measurement: Measurement
  readonly baseline: Baseline
  readonly changes: readonly MetricChange[]
  readonly examples: ComparedExamples
  readonly gate: GateResult
  readonly rules: readonly GateRule[]
}

/** What is evaluated, and what it is compared with. */
export interface Subject extends Pick<MeasuredCommit, 'during'> {
  readonly settings: ModelSettings
  readonly repository: string
  readonly dataBranch: string
  /** The candidate's commit. */
  readonly sha: string
  /** The commit of main that it stands on. */
  readonly base: string
}

/**
 * Trains a model, compares what it shows with main, and judges the gates.
 * @throws UserError when the training fails or a metrics file cannot be read.
 */
export async function evaluate(subject: Subject, workplace: Workplace): Promise<Evaluation> {
  return judge(subject, await measure(subject.settings, workplace, subject), workplace)
}

/**
 * Compares what a model showed with main, and judges the gates.
 * @throws UserError when what main measured cannot be read.
 */
export async function judge(subject: Subject, measurement: Measurement, workplace: Workplace): Promise<Evaluation> {
  const { settings, repository, dataBranch, sha, base } = subject
  const baseline = await readBaseline(workplace.client, { repository, dataBranch, model: settings, base })
  const evaluation = judgeAgainst(baseline, measurement, subject)
  const { examples } = evaluation
  const history = baseline.kind === 'measured' ? baseline.history : []
  const used = { repository, dataBranch, model: settings.name, sha, testSet: examples.testSet, history }
  const notes = [...examples.notes, ...(await noteOnTestSet(workplace.client, used))]
  return { ...evaluation, examples: { ...examples, notes } }
}

/**
 * The same against a baseline that is there already.
 * @throws UserError when the candidate's predictions cannot be read.
 */
export function judgeAgainst(
  baseline: Baseline,
  measurement: Measurement,
  { settings, sha }: Pick<Subject, 'settings' | 'sha'>,
): Evaluation {
  const changes = diffMetrics(baseline.kind === 'none' ? [] : baseline.metrics, measurement.metrics)
  const examples = compareExamples({ baseline, measurement, changes, rules: settings.gates })
  const gate = evaluateGate({
    rules: settings.gates,
    ...withComputed(changes, examples.evidence, examples.computed),
    hasBaseline: baseline.kind !== 'none',
  })
  return { model: settings.name, sha, measurement, baseline, changes, examples, gate, rules: settings.gates }
}

/** What is told of an evaluation besides what it found. */
export interface Surroundings {
  /** `undefined` for a commit of main, and for a clone. */
  readonly pullRequest: number | undefined
  /** Somebody's clone, where the commit need not be main's. */
  readonly isClone?: true
  /** What must be known before any number is believed. */
  readonly caution?: string
  readonly notes: readonly string[]
  readonly next: readonly NextStep[]
  readonly runUrl: string | undefined
  readonly repositoryUrl: string | undefined
  readonly exhibits?: Exhibits
}

/** The report on an evaluation. */
export function reportOn(evaluation: Evaluation, around: Surroundings): Report {
  const { model, rules, sha, measurement, baseline, changes, examples, gate } = evaluation
  const trainedOnMain = baseline.kind === 'none' ? undefined : baseline.trainingSeconds
  return {
    model,
    verdict: gate.verdict,
    changes,
    gate,
    rules,
    params: baseline.kind === 'none' ? [] : diffMetrics(baseline.params, measurement.params),
    baseline: shown(baseline, around),
    candidate: { sha },
    notes: [...around.notes, ...notesOn(baseline, around), ...examples.notes, ...(around.exhibits?.notes ?? [])],
    sources: measurement.extras,
    ...(baseline.kind !== 'none' && baseline.extras !== undefined && { baselineSources: baseline.extras }),
    trend: trendIn(baseline, rules),
    next: around.next,
    plots: around.exhibits?.plots ?? [],
    files: [...(around.exhibits?.files ?? []), ...predictionsSize(measurement, baseline)],
    ...(around.exhibits?.extra !== undefined && { extra: around.exhibits.extra }),
    computed: examples.computed,
    ...(examples.comparison !== undefined && { comparison: examples.comparison }),
    ...(around.caution !== undefined && { caution: around.caution }),
    ...(around.pullRequest !== undefined && { pullRequest: around.pullRequest }),
    ...(measurement.trainingSeconds !== undefined && { trainingSeconds: measurement.trainingSeconds }),
    ...(trainedOnMain !== undefined && { baselineTrainingSeconds: trainedOnMain }),
    ...(around.runUrl !== undefined && { runUrl: around.runUrl }),
    ...(around.repositoryUrl !== undefined && { repositoryUrl: around.repositoryUrl }),
  }
}

function predictionsSize({ predictions }: Measurement, baseline: Baseline): NonNullable<Report['files']> {
  if (predictions === undefined) return []
  const main = baseline.kind === 'none' ? undefined : baseline.predictions
  const mainBytes = main === undefined ? undefined : Buffer.byteLength(main)
  const bytes = Buffer.byteLength(predictions.text)
  return [{ name: predictions.path, bytes, ...(mainBytes !== undefined && { mainBytes }) }]
}

/** A trend is worth a picture from this many measurements on. */
const SHORTEST_TREND = 3

/** How the metrics of the gate went on main. */
function trendIn(baseline: Baseline, rules: readonly GateRule[]): NonNullable<Report['trend']> {
  if (baseline.kind !== 'measured' || baseline.history.length < SHORTEST_TREND) return []
  const names = new Set(baseline.history.flatMap(({ metrics }) => metrics.map(({ name }) => name)))
  const judged = rules.flatMap(({ metric }) => [...names].filter(nameMatcher(metric)))
  return trendOf(baseline.history, [...new Set(judged)])
}

function shown(baseline: Baseline, { pullRequest, isClone }: Surroundings): Report['baseline'] {
  if (baseline.kind !== 'none') return { kind: baseline.kind, sha: baseline.sha }
  return {
    kind: 'none',
    reason:
      pullRequest === undefined && isClone === undefined && baseline.notes.length === 0
        ? 'this is its first measurement on main.'
        : baseline.reason,
  }
}

function notesOn(baseline: Baseline, { pullRequest, isClone }: Surroundings): readonly string[] {
  if (baseline.kind !== 'measured' || baseline.exact) return baseline.notes
  const before = isClone ? 'that this one stands on' : 'before this one'
  const wanted = pullRequest === undefined ? before : 'that this pull request would be merged into'
  const note = `Main was not measured at the commit ${wanted}; \`${baseline.sha.slice(0, 7)}\` is its newest measured one.`
  return [note, ...baseline.notes]
}
