import { type Curve, curveOf } from './curve.ts'
import { directionOf } from './direction.ts'
import { type MetricValue, metricValueOf } from './metric-value.ts'
import type { Metric, Metrics } from './metrics.ts'
import { readWritten } from './written-value.ts'

/** Where runs are kept: a folder of the workspace in MLflow's file layout or its SQLite database, or a tracking server. */
export type MlflowSource = MlflowStore | MlflowServer

export interface MlflowStore {
  readonly kind: 'store'
  /** The folder, usually `mlruns`, or the database, usually `mlflow.db`. */
  readonly path: string
  /** By name; default: every experiment. */
  readonly experiment?: string
  readonly runId?: string
}

export interface MlflowServer {
  readonly kind: 'server'
  /** http or https, without a path after the server's own root. */
  readonly trackingUri: string
  readonly wanted:
    | { readonly kind: 'run'; readonly runId: string }
    /** The latest run of the experiment whose tag `mlflow.source.git.commit` is the commit that is measured. */
    | { readonly kind: 'experiment'; readonly experiment: string }
}

/** MLflow sets it to the commit that the training ran on. */
export const COMMIT_TAG = 'mlflow.source.git.commit'

/** MLflow sets it to the id of the run in which another one is nested. */
export const PARENT_TAG = 'mlflow.parentRunId'

/** What one run logged. */
export interface MlflowRun {
  /** By metric; each in the order of logging. At least one point. */
  readonly history: ReadonlyMap<string, readonly LoggedValue[]>
  /** Name → text. */
  readonly params: ReadonlyMap<string, string>
}

export interface LoggedValue {
  readonly value: number
  readonly step: number
  /** Unix time in milliseconds. */
  readonly timestamp: number
}

export interface MlflowFindings {
  readonly metrics: Metrics
  readonly params: Metrics
  readonly curves: readonly Curve[]
}

/**
 * A run's metrics: the last value of each, which is the one of the highest step, as MLflow shows it; of a metric with
 * several values also the best one as `<name>.best` where the name says which way is better, and a curve.
 * @param file how the metrics' origin is called; the same for every run, so that runs can be compared.
 */
export function runFindings(run: MlflowRun, file: string): MlflowFindings {
  const metrics = [...run.history].flatMap(([name, values]) => metricsOf(name, values, file))
  const params = [...run.params].map(([name, text]): Metric => ({ file, name, value: readWritten(text).value }))
  const curves = [...run.history].flatMap(([name, values]) => curvesOf(name, values, file))
  return { metrics, params, curves }
}

function metricsOf(name: string, values: readonly LoggedValue[], file: string): Metrics {
  const last = values.reduce((newest, value) => (isLater(value, newest) ? value : newest))
  const metric = { file, name, value: metricValue(last) }
  const best = values.length === 1 ? undefined : bestOf(name, values)
  return best === undefined
    ? [metric]
    : [metric, { file, name: `${name}.best`, value: { kind: 'number', value: best } }]
}

function isLater(one: LoggedValue, other: LoggedValue): boolean {
  return one.step === other.step ? one.timestamp >= other.timestamp : one.step > other.step
}

function bestOf(name: string, values: readonly LoggedValue[]): number | undefined {
  const direction = directionOf(name, [])
  const numbers = values.map(({ value }) => value).filter(Number.isFinite)
  if (direction === 'unknown' || numbers.length === 0) return undefined
  return numbers.reduce((best, value) => (direction === 'higher' ? Math.max(best, value) : Math.min(best, value)))
}

function curvesOf(name: string, values: readonly LoggedValue[], file: string): readonly Curve[] {
  if (new Set(values.map(({ step }) => step)).size < 2) return []
  const points = values.map(({ step, value }) => ({ step, value: withInfinity(value) }))
  return [curveOf({ file, name, stepName: 'step' }, points)].filter((curve) => curve !== undefined)
}

function metricValue({ value }: LoggedValue): MetricValue {
  return metricValueOf(withInfinity(value))
}

// SQL stores have no infinity: MLflow writes the largest double in its place.
function withInfinity(value: number): number {
  return Math.abs(value) === Number.MAX_VALUE ? value * 2 : value
}
