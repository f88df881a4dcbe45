import { NORMAL } from './distributions.ts'
import { type Estimate, knownNoise, NO_NOISE, type Noise, ONE_CLASS, TOO_FEW } from './estimate.ts'
import { estimateOf, FEWEST_DIFFERENT, type Groups, meanOf } from './influence.ts'
import { intervalAround, twoSidedP } from './interval.ts'

/** How sure each model is that an example is positive, on any scale. */
export interface BinaryScores {
  /** 1 for the positive class, 0 for the other. */
  readonly label: Uint8Array
  readonly main: Float64Array
  readonly pr: Float64Array
  readonly groups: Groups | undefined
}

/** With fewer examples of either class the range is only about right (6.5 % misses with 10, simulated). */
const FEW_OF_A_CLASS = 20
const METHOD = 'DeLong'

/**
 * The area under the ROC curve by DeLong, DeLong & Clarke-Pearson 1988. Each positive's placement is the share of
 * negatives below it, each negative's the share of positives above it, ties count half (the midranks of Sun & Xu 2014;
 * O(n log n)); var = var(Δ of positives)/n1 + var(Δ of negatives)/n0, normal range. Grouped rows: the cluster formula
 * on the placements' influences (Obuchowski 1997). Undefined with one class only.
 */
export function rocAuc(scores: BinaryScores): Estimate {
  const { label, groups } = scores
  const n = label.length
  const positives = label.reduce((sum, one) => sum + one, 0)
  const negatives = n - positives
  if (positives === 0 || negatives === 0) {
    return { main: undefined, pr: undefined, n, disagree: undefined, noise: NO_NOISE, method: ONE_CLASS }
  }
  const before = placements(scores.main, label)
  const after = placements(scores.pr, label)
  const change = after.map((placement, row) => placement - (before[row] ?? 0))
  const main = meanOf(before.filter((_, row) => label[row] === 1))
  const pr = meanOf(after.filter((_, row) => label[row] === 1))
  const method = Math.min(positives, negatives) < FEW_OF_A_CLASS ? `${METHOD}, approximate` : METHOD
  if (groups !== undefined) return groupedAuc({ main, pr, change, label, groups, positives })
  const disagree = change.reduce((sum, moved) => sum + (moved === 0 ? 0 : 1), 0)
  const noise = disagree < FEWEST_DIFFERENT ? TOO_FEW : noiseOf(pr - main, change, label)
  return { main, pr, n, disagree, noise, method }
}

function noiseOf(delta: number, change: Float64Array, label: Uint8Array): Noise {
  const ofClass = (wanted: number): number => varianceOfMean(change.filter((_, row) => label[row] === wanted))
  const se = Math.sqrt(ofClass(1) + ofClass(0))
  const interval = intervalAround({ centre: delta, se, df: NORMAL, within: [-1, 1] })
  return knownNoise({ interval, se, p: twoSidedP(delta, se, NORMAL) }, delta)
}

function groupedAuc(found: {
  main: number
  pr: number
  change: Float64Array
  label: Uint8Array
  groups: Groups
  positives: number
}): Estimate {
  const { main, pr, change, label, groups, positives } = found
  const n = label.length
  const influence = change.map(
    (moved, row) => ((moved - (pr - main)) * n) / (label[row] === 1 ? positives : n - positives),
  )
  const differs = (row: number): boolean => change[row] !== 0
  return estimateOf({ main, pr, influence, differs, groups, within: [-1, 1], method: METHOD })
}

/** For each example, the share of the other class that is ranked on the right side of it. */
function placements(scores: Float64Array, label: Uint8Array): Float64Array {
  const positives = scores.filter((_, row) => label[row] === 1).sort()
  const negatives = scores.filter((_, row) => label[row] === 0).sort()
  return scores.map((score, row) =>
    label[row] === 1 ? shareBelow(negatives, score) : 1 - shareBelow(positives, score),
  )
}

/** The share of sorted values below one, ties counted half. */
function shareBelow(sorted: Float64Array, value: number): number {
  const below = countWhile(sorted, (other) => other < value)
  const upTo = countWhile(sorted, (other) => other <= value)
  return (below + upTo) / 2 / sorted.length
}

function countWhile(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(sorted[middle] ?? Number.NaN)) low = middle + 1
    else high = middle
  }
  return low
}

function varianceOfMean(values: Float64Array): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return squares / (values.length - 1) / values.length
}
