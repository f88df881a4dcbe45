import type { Estimate } from './estimate.ts'
import { estimateOf, type Groups } from './influence.ts'

/** The class of each example as a number below `count`. */
export interface ClassAnswers {
  readonly label: Int32Array
  readonly main: Int32Array
  readonly pr: Int32Array
  /** How many classes there are. */
  readonly count: number
  readonly groups: Groups | undefined
}

/**
 * The unweighted mean of the classes' F1, over the classes that labels or this model's answers have (as scikit-learn's
 * `f1_score(average='macro')`). An example moves it by the mean over classes of (num − F·den)/mean(den), which only
 * its own class and the answered one have a part in; the range is that of any mean (linearised ratios, delta method).
 */
export function macroF1({ label, main, pr, count, groups }: ClassAnswers): Estimate {
  const before = linearised(label, main, count)
  const after = linearised(label, pr, count)
  return estimateOf({
    main: before.value,
    pr: after.value,
    influence: after.influence.map((moved, row) => moved - (before.influence[row] ?? 0)),
    differs: (row) => main[row] !== pr[row],
    groups,
    within: [-1, 1],
    method: 'linearised',
  })
}

function linearised(label: Int32Array, answer: Int32Array, count: number) {
  const hits = new Float64Array(count)
  const sizes = new Float64Array(count)
  label.forEach((wanted, row) => {
    const given = answer[row] ?? 0
    sizes[wanted] = (sizes[wanted] ?? 0) + 1
    sizes[given] = (sizes[given] ?? 0) + 1
    if (wanted === given) hits[wanted] = (hits[wanted] ?? 0) + 1
  })
  const present = sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0)
  const f1 = sizes.map((size, at) => (size > 0 ? (2 * (hits[at] ?? 0)) / size : 0))
  const n = label.length
  // n / (size · classes): one over the mean denominator, and over the number of classes.
  const weight = sizes.map((size) => (size > 0 ? n / (size * present) : 0))
  const influence = Float64Array.from(label, (wanted, row) => {
    const given = answer[row] ?? 0
    const missed = -(f1[wanted] ?? 0) * (weight[wanted] ?? 0) - (f1[given] ?? 0) * (weight[given] ?? 0)
    return wanted === given ? missed + 2 * (weight[wanted] ?? 0) : missed
  })
  return { value: f1.reduce((sum, value) => sum + value, 0) / present, influence }
}
