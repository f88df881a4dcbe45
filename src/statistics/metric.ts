import type { Direction } from '../metrics/direction.ts'
import type { Estimate } from './estimate.ts'
import {
  absoluteErrors,
  brierScores,
  type ExampleScores,
  explainedVariance,
  logLosses,
  meanScore,
  rootMeanSquare,
  squaredErrors,
} from './example-scores.ts'
import type { Examples } from './examples.ts'
import type { Groups } from './influence.ts'
import { macroF1 } from './macro-f1.ts'
import { matchedShare } from './matched-share.ts'
import type { OfBoth } from './of-both.ts'
import { type BinaryAnswers, pooledRatio } from './pooled-ratio.ts'
import { rocAuc } from './roc-auc.ts'

/** A metric that can be computed from examples. */
export interface ComputedMetric {
  readonly name: string
  readonly better: Exclude<Direction, 'unknown'>
  /** Spellings besides the name; letters and digits only. */
  readonly aliases: readonly string[]
  /** What it needs, for people. */
  readonly needs: string
  /** Whether it is a share of `n` examples, so that value and n alone give a range. */
  readonly isShare?: true
  /** Undefined when the examples do not have what it needs. */
  readonly of: (examples: Examples) => Estimate | undefined
}

const ANSWERS = 'a column `prediction` of classes'
const BINARY = 'a column `prediction` of two classes of which the positive one is known'
const SCORES = 'a column `score` and two classes of which the positive one is known'
const PROBABILITIES = `${SCORES}; scores between 0 and 1`
const NUMBERS = 'labels and predictions that are numbers'

/** Every metric, in the order in which they are shown. */
export const COMPUTED_METRICS: readonly ComputedMetric[] = [
  higher('accuracy', ['acc'], ANSWERS, accuracy, true),
  higher('precision', ['ppv'], BINARY, (examples) => binary(examples, (answers) => pooledRatio('precision', answers))),
  higher('recall', ['sensitivity', 'tpr'], BINARY, (examples) => shareWithin(examples, 1), true),
  higher('specificity', ['tnr'], BINARY, (examples) => shareWithin(examples, 0), true),
  higher('f1', ['f1score', 'fscore'], BINARY, (examples) => binary(examples, (answers) => pooledRatio('f1', answers))),
  higher('macro_f1', ['f1macro', 'f1scoremacro', 'macrof1score'], ANSWERS, ofClasses),
  higher('roc_auc', ['auc', 'auroc', 'rocaucscore'], SCORES, ofScores),
  lower('log_loss', ['crossentropy', 'binarycrossentropy'], PROBABILITIES, (examples) => losses(examples, logLosses)),
  lower('brier', ['brierscore'], PROBABILITIES, (examples) => losses(examples, brierScores)),
  lower('rmse', ['rootmeansquarederror'], NUMBERS, (examples) => errors(examples, squaredErrors, rootMeanSquare)),
  lower('mae', ['meanabsoluteerror'], NUMBERS, (examples) => errors(examples, absoluteErrors, meanScore)),
  lower('mse', ['meansquarederror'], NUMBERS, (examples) => errors(examples, squaredErrors, meanScore)),
  higher('r2', ['r2score', 'rsquared'], NUMBERS, (examples) => {
    const { targets } = examples
    return targets && errors(examples, squaredErrors, (squares) => explainedVariance(squares, targets.label))
  }),
]

/** The metrics shown when none is asked for: those the labels call for. */
export function usualMetrics({ task, positives, classes }: Examples): readonly string[] {
  if (task === 'numbers') return ['rmse', 'mae', 'r2']
  if (positives === undefined) return classes === undefined ? [] : ['accuracy', 'macro_f1']
  return ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc', 'log_loss', 'brier']
}

/** A name without case, spaces and marks: `ROC-AUC` and `roc_auc` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** The metric of this name, in any of its spellings. */
export function metricNamed(name: string): ComputedMetric | undefined {
  const wanted = plainName(name)
  return COMPUTED_METRICS.find((metric) => plainName(metric.name) === wanted || metric.aliases.includes(wanted))
}

type Compute = ComputedMetric['of']

function higher(name: string, aliases: readonly string[], needs: string, of: Compute, isShare?: true): ComputedMetric {
  return { name, better: 'higher', aliases, needs, of, ...(isShare && { isShare }) }
}

function lower(name: string, aliases: readonly string[], needs: string, of: Compute): ComputedMetric {
  return { name, better: 'lower', aliases, needs, of }
}

function accuracy({ classes, groups }: Examples): Estimate | undefined {
  if (classes === undefined) return undefined
  const right = (answers: Int32Array) => Uint8Array.from(answers, (own, row) => (own === classes.label[row] ? 1 : 0))
  return matchedShare({ main: right(classes.main), pr: right(classes.pr), groups })
}

function binary(examples: Examples, compute: (answers: BinaryAnswers) => Estimate): Estimate | undefined {
  const { classes, positives, groups } = examples
  if (classes === undefined || positives === undefined) return undefined
  const isPositive = (answers: Int32Array) => Uint8Array.from(answers, (own) => (own === positives.code ? 1 : 0))
  return compute({ label: positives.label, main: isPositive(classes.main), pr: isPositive(classes.pr), groups })
}

/** Recall (of label 1) or specificity (of label 0): the share of a class's examples that are answered right. */
function shareWithin(examples: Examples, wanted: 0 | 1): Estimate | undefined {
  return binary(examples, ({ label, main, pr, groups }) => {
    const isWanted = (_: number, row: number): boolean => label[row] === wanted
    const right = (answers: Uint8Array) => answers.filter(isWanted).map((answer) => (answer === wanted ? 1 : 0))
    const own: Groups | undefined = groups && { codes: groups.codes.filter(isWanted), count: groups.count }
    return matchedShare({ main: right(main), pr: right(pr), groups: own })
  })
}

function ofClasses({ classes, groups }: Examples): Estimate | undefined {
  return classes && macroF1({ ...classes, count: classes.names.length, groups })
}

function ofScores({ scores, positives, groups }: Examples): Estimate | undefined {
  return scores && positives && rocAuc({ ...scores, label: positives.label, groups })
}

function losses(examples: Examples, loss: (label: Uint8Array, scores: Float64Array) => Float64Array) {
  const { scores, positives, groups } = examples
  if (scores === undefined || positives === undefined || !isShares(scores)) return undefined
  return meanScore({ main: loss(positives.label, scores.main), pr: loss(positives.label, scores.pr), groups })
}

function isShares({ main, pr }: OfBoth<Float64Array>): boolean {
  const isShare = (value: number): boolean => value >= 0 && value <= 1
  return main.every(isShare) && pr.every(isShare)
}

function errors(
  { targets, groups }: Examples,
  error: (targets: Float64Array, answers: Float64Array) => Float64Array,
  compute: (errors: ExampleScores) => Estimate,
): Estimate | undefined {
  if (targets === undefined) return undefined
  const { label, main, pr } = targets
  return compute({ main: error(label, main), pr: error(label, pr), groups })
}
