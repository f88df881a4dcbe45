import type { ModelSettings } from '../src/config/model-config.ts'
import { evaluateGate, type GateResult } from '../src/gate/evaluate.ts'
import { diffMetrics, type MetricChange } from '../src/metrics/diff.ts'
import type { Report } from '../src/report/report.ts'
import { type Baseline, readBaseline } from './baseline.ts'
import { type Measurement, measure } from './measure.ts'
import type { Workplace } from './workplace.ts'

/** A model that was measured, compared and judged. */
export interface Evaluation {
  readonly model: string
  readonly sha: string
  readonly measurement: Measurement
  readonly baseline: Baseline
  readonly changes: readonly MetricChange[]
  readonly gate: GateResult
}

/** What is evaluated, and what it is compared with. */
export interface Subject {
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
  const { settings, repository, dataBranch, sha, base } = subject
  const measurement = await measure(settings, workplace)
  const baseline = await readBaseline(workplace.client, { repository, dataBranch, model: settings, base })
  const changes = diffMetrics(baseline.kind === 'none' ? [] : baseline.metrics, measurement.metrics)
  const gate = evaluateGate({ rules: settings.gates, changes, hasBaseline: baseline.kind !== 'none' })
  return { model: settings.name, sha, measurement, baseline, changes, gate }
}

/** What is told of an evaluation besides what it found. */
export interface Surroundings {
  readonly settings: ModelSettings
  readonly notes: readonly string[]
  readonly next: readonly string[]
  readonly runUrl: string | undefined
}
