import { UserError } from '../src/errors.ts'
import { type GateRule, judges } from '../src/gate/rule.ts'
import type { MetricChange } from '../src/metrics/diff.ts'
import { nameMatcher } from '../src/metrics/name-glob.ts'
import { compare } from '../src/statistics/compare.ts'
import type { Comparison } from '../src/statistics/comparison.ts'
import { computedMetrics, type FromPredictions } from '../src/statistics/computed-metrics.ts'
import { type Evidence, evidenceFor } from '../src/statistics/evidence.ts'
import { type Measured, readMeasured } from '../src/statistics/measured-file.ts'
import type { Baseline } from './baseline.ts'
import { notKept } from './kept-beside.ts'
import type { Measurement } from './measure.ts'

/** What the predictions of both models say of the differences between them. */
export interface ComparedExamples {
  readonly comparison: Comparison | undefined
  readonly evidence: Evidence | undefined
  /** Metrics that no metrics file has: those that a rule names, and those that differ for sure. */
  readonly computed: readonly FromPredictions[]
  /** What tells the candidate's test examples from others, when it has any. */
  readonly testSet: string | undefined
  /** Why there is no comparison, or what does not fit in it. */
  readonly notes: readonly string[]
}

/**
 * Compares candidate and baseline example by example, where both have predictions. What is wrong with the candidate's
 * file is thrown when a gate would judge by it; else, and when it is main's, it only takes the comparison away.
 * @throws UserError when the candidate's predictions cannot be read and a rule needs them.
 */
export function compareExamples(given: {
  readonly baseline: Baseline
  readonly measurement: Measurement
  readonly changes: readonly MetricChange[]
  readonly rules: readonly GateRule[]
}): ComparedExamples {
  const { baseline, measurement, changes, rules } = given
  const without = (testSet: string | undefined, ...notes: readonly string[]): ComparedExamples => {
    const computed = computedFor({ measurement, changes, rules, comparison: undefined })
    return { comparison: undefined, evidence: undefined, computed, testSet, notes }
  }
  if (measurement.predictions === undefined) return without(undefined)
  const candidate = readCandidate(measurement.predictions)
  if (candidate instanceof UserError) {
    if (rules.some((rule) => judgesByExamples(rule, changes))) throw candidate
    return without(undefined, `The predictions are not used: ${candidate.message}`)
  }
  const testSet = candidate.kind === 'predictions' ? candidate.predictions.testSet : undefined
  const kept = baseline.kind === 'none' ? undefined : baseline.predictions
  if (kept === undefined) return without(testSet, ...noteWithoutMain(baseline, measurement.predictions.text))
  try {
    const comparison = compare(readMeasured(kept, `${measurement.predictions.path} of main`), candidate)
    const { evidence, notes } = evidenceFor(changes, comparison)
    const computed = computedFor({ measurement, changes, rules, comparison })
    return { comparison, evidence, computed, testSet, notes }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return without(testSet, `The predictions could not be compared: ${error.message}`)
  }
}

/** Why main's predictions are not there; nothing is said where nothing of main is. */
function noteWithoutMain(baseline: Baseline, candidate: string): readonly string[] {
  if (baseline.kind === 'none') return []
  const tooLarge = notKept(candidate)
  const why = tooLarge === undefined ? 'not kept yet' : `not kept (${tooLarge})`
  return [`Main’s predictions are ${why}, so it cannot be told whether the differences are real.`]
}

function readCandidate({ path, text }: NonNullable<Measurement['predictions']>): Measured | UserError {
  try {
    return readMeasured(text, path)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

/** Whether a rule asks for the range of a change, or for a metric that only the predictions have. */
function judgesByExamples(rule: GateRule, changes: readonly MetricChange[]): boolean {
  const isInFiles = changes.some(({ name }) => nameMatcher(rule.metric)(name))
  return rule.maxRegression !== undefined || (judges(rule) && !isInFiles)
}

/**
 * The metrics that the predictions add to those of the files, for a gate's rules. Without a comparison with main only
 * those that a rule names, of the candidate alone.
 */
export function computedFor(given: {
  readonly measurement: Measurement
  readonly changes: readonly MetricChange[]
  readonly rules: readonly GateRule[]
  readonly comparison: Comparison | undefined
}): readonly FromPredictions[] {
  const { measurement, changes, rules, comparison } = given
  if (measurement.predictions === undefined) return []
  const file = measurement.predictions.path
  const asked = rules.filter(judges).map(({ metric }) => metric)
  if (comparison !== undefined) return computedMetrics({ changes, comparison, file, asked, hasMain: true })
  if (asked.every((glob) => changes.some(({ name }) => nameMatcher(glob)(name)))) return []
  const candidate = readCandidate(measurement.predictions)
  if (candidate instanceof UserError) return []
  return computedMetrics({ changes, comparison: compare(candidate, candidate), file, asked, hasMain: false })
}
