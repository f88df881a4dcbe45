import type { Estimate } from './estimate.ts'
import { estimateOf, type Groups, meanOf } from './influence.ts'

/** One number for each example and model, such as its loss. */
export interface ExampleScores {
  readonly main: Float64Array
  readonly pr: Float64Array
  readonly groups: Groups | undefined
}

/** The mean of a per-example score, by the paired t interval (Student 1908; Miller 2024). */
export function meanScore({ main, pr, groups }: ExampleScores): Estimate {
  const influence = pr.map((score, row) => score - (main[row] ?? 0))
  const differs = (row: number): boolean => influence[row] !== 0
  return estimateOf({ main: meanOf(main), pr: meanOf(pr), influence, differs, groups, method: 'paired t' })
}

/**
 * The root of the mean of squared errors, through the squares: a − b = (a² − b²)/(a + b), so each example's difference
 * of squares over the sum of both roots is its influence. The delta method on the roots themselves misses too often.
 */
export function rootMeanSquare({ main, pr, groups }: ExampleScores): Estimate {
  const before = Math.sqrt(meanOf(main))
  const after = Math.sqrt(meanOf(pr))
  const influence = pr.map((square, row) => (square - (main[row] ?? 0)) / (before + after))
  const differs = (row: number): boolean => pr[row] !== main[row]
  return estimateOf({ main: before, pr: after, influence, differs, groups, method: 'paired t on squared errors' })
}

/** R² = 1 − mean squared error / variance of the targets, the test set's variance taken as it is. */
export function explainedVariance(squares: ExampleScores, targets: Float64Array): Estimate {
  const centre = meanOf(targets)
  const variance = meanOf(targets.map((target) => (target - centre) ** 2))
  const { main, pr, groups } = squares
  return estimateOf({
    main: 1 - meanOf(main) / variance,
    pr: 1 - meanOf(pr) / variance,
    influence: pr.map((square, row) => ((main[row] ?? 0) - square) / variance),
    differs: (row) => pr[row] !== main[row],
    groups,
    method: 'paired t on squared errors',
  })
}

/** (answer − target)² of each example. */
export function squaredErrors(targets: Float64Array, answers: Float64Array): Float64Array {
  return answers.map((answer, row) => (answer - (targets[row] ?? 0)) ** 2)
}

/** |answer − target| of each example. */
export function absoluteErrors(targets: Float64Array, answers: Float64Array): Float64Array {
  return answers.map((answer, row) => Math.abs(answer - (targets[row] ?? 0)))
}

/** One wrong answer given with certainty must not outweigh all others. */
const LEAST_PROBABILITY = 1e-6

/** −ln of the probability given to the true class, from the positive class's, clipped to [1e−6, 1 − 1e−6]. */
export function logLosses(label: Uint8Array, probabilities: Float64Array): Float64Array {
  return probabilities.map((probability, row) => {
    const clipped = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability))
    return -Math.log(label[row] === 1 ? clipped : 1 - clipped)
  })
}

/** (probability − label)² of each example: its Brier score. */
export function brierScores(label: Uint8Array, probabilities: Float64Array): Float64Array {
  return probabilities.map((probability, row) => (probability - (label[row] ?? 0)) ** 2)
}
