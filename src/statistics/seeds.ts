import { type Estimate, knownNoise, type Noise, TOO_FEW } from './estimate.ts'
import { meanOf } from './influence.ts'
import { intervalAround, twoSidedP } from './interval.ts'

/** One metric, measured several times for each model. */
export interface RepeatedRuns {
  readonly main: readonly number[]
  readonly pr: readonly number[]
  /** How the runs of the two models belong together. */
  readonly design: RunDesign
}

export type RunDesign =
  /** Trained on their own. */
  | { readonly kind: 'independent' }
  /** Run by run with the same seed, in the same order. */
  | { readonly kind: 'same seeds' }
  /** Run by run on the same folds of a cross-validation; the runs share training data. */
  | { readonly kind: 'folds'; readonly testPerTrain: number }

const FEWEST_RUNS = 3

/**
 * The difference of the means of repeated runs, with at least three on each side. Independent runs: Welch's t (1947)
 * with Satterthwaite's degrees of freedom. Same seeds: paired t. Folds of k-fold cross-validation: paired t whose
 * variance of the mean is s² · (1/k + n_test/n_train), for the folds' training sets overlap (Nadeau & Bengio 2003).
 * Throws RangeError when runs that belong together are not equally many.
 */
export function compareRuns({ main, pr, design }: RepeatedRuns): Estimate {
  if (design.kind !== 'independent' && main.length !== pr.length) throw new RangeError('paired runs differ in number')
  const n = Math.min(main.length, pr.length)
  const [before, after] = [meanOf(main), meanOf(pr)]
  const { method, spread } = methodOf({ main, pr, design })
  const noise = n < FEWEST_RUNS ? TOO_FEW : noiseOf(after - before, spread)
  return { main: before, pr: after, n, disagree: undefined, noise, method: `${method}, ${runsText(main, pr, design)}` }
}

interface Spread {
  readonly se: number
  readonly df: number
}

function methodOf({ main, pr, design }: RepeatedRuns): { readonly method: string; readonly spread: Spread } {
  switch (design.kind) {
    case 'independent':
      return { method: 'Welch t', spread: welch(main, pr) }
    case 'same seeds':
      return { method: 'paired t', spread: paired(main, pr, 0) }
    case 'folds':
      return { method: 'Nadeau–Bengio t', spread: paired(main, pr, design.testPerTrain) }
  }
}

function welch(main: readonly number[], pr: readonly number[]): Spread {
  const before = varianceOf(main) / main.length
  const after = varianceOf(pr) / pr.length
  const df = (before + after) ** 2 / (before ** 2 / (main.length - 1) + after ** 2 / (pr.length - 1))
  return { se: Math.sqrt(before + after), df }
}

function paired(main: readonly number[], pr: readonly number[], overlap: number): Spread {
  const differences = pr.map((value, run) => value - (main[run] ?? 0))
  const n = differences.length
  return { se: Math.sqrt(varianceOf(differences) * (1 / n + overlap)), df: n - 1 }
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

function noiseOf(delta: number, { se, df }: Spread): Noise {
  if (!(se > 0)) return TOO_FEW
  return knownNoise({ interval: intervalAround({ centre: delta, se, df }), se, p: twoSidedP(delta, se, df) }, delta)
}

function runsText(main: readonly number[], pr: readonly number[], design: RunDesign): string {
  const one = design.kind === 'folds' ? 'fold' : 'seed'
  const what = pr.length === 1 ? one : `${one}s`
  return main.length === pr.length ? `${pr.length} ${what}` : `${main.length} and ${pr.length} ${what}`
}
