import { coded, numbersIn } from './cell.ts'
import type { Examples } from './examples.ts'

/** What the models answered, before it has a meaning; main's lists are in the order of pr's rows. */
export interface RawAnswers {
  readonly labels: readonly string[]
  readonly predictions: { readonly main: readonly string[]; readonly pr: readonly string[] } | undefined
  readonly scores: { readonly main: Float64Array; readonly pr: Float64Array } | undefined
}

/** Classes of this many labels or fewer may be numbers: digits, iris, ratings. */
const MOST_NUMBERED_CLASSES = 100

/**
 * Decides what answers are. Numbers to come close to: labels and predictions are all numbers, and one of them is not
 * whole or there are over 100 different labels. Probabilities: predictions between 0 and 1 that are not all whole, for
 * labels that are 0 and 1, without a score of their own. Classes: everything else.
 */
export function meaningOf(raw: RawAnswers): Pick<Examples, 'classes' | 'targets' | 'scores' | 'task'> {
  const { labels, predictions, scores } = raw
  const ofScores = scores === undefined ? {} : { scores }
  if (predictions === undefined) return { task: 'classes', ...ofScores }
  const targets = targetsOf(labels, predictions)
  if (targets !== undefined && scores === undefined && areProbabilities(targets)) {
    return { task: 'classes', targets, scores: { main: targets.main, pr: targets.pr } }
  }
  if (targets !== undefined && areMeasures(targets)) return { task: 'numbers', targets, ...ofScores }
  const { codes, names } = coded(labels, predictions.main, predictions.pr)
  const [label, main, pr] = codes
  if (label === undefined || main === undefined || pr === undefined) throw new Error('a column was not coded')
  return {
    task: 'classes',
    ...(targets !== undefined && { targets }),
    classes: { label, main, pr, names },
    ...ofScores,
  }
}

type Targets = NonNullable<Examples['targets']>

function targetsOf(
  labels: readonly string[],
  predictions: NonNullable<RawAnswers['predictions']>,
): Targets | undefined {
  const label = numbersIn(labels)
  const main = label && numbersIn(predictions.main)
  const pr = main && numbersIn(predictions.pr)
  return label && main && pr && { label, main, pr }
}

function areProbabilities({ label, main, pr }: Targets): boolean {
  const isShare = (value: number): boolean => value >= 0 && value <= 1
  return (
    label.every((value) => value === 0 || value === 1) &&
    main.every(isShare) &&
    pr.every(isShare) &&
    !(main.every(Number.isInteger) && pr.every(Number.isInteger))
  )
}

function areMeasures({ label, main, pr }: Targets): boolean {
  const whole = [label, main, pr].every((values) => values.every(Number.isInteger))
  return !whole || hasMoreThan(MOST_NUMBERED_CLASSES, label)
}

function hasMoreThan(most: number, values: Float64Array): boolean {
  const seen = new Set<number>()
  return values.some((value) => seen.add(value).size > most)
}
