import { type Estimate, knownNoise, TOO_FEW } from './estimate.ts'
import { estimateOf, type Groups } from './influence.ts'
import { intervalAround, twoSidedP } from './interval.ts'

/** Binary answers: 1 for the positive class, 0 for the other. */
export interface BinaryAnswers {
  readonly label: Uint8Array
  readonly main: Uint8Array
  readonly pr: Uint8Array
  readonly groups: Groups | undefined
}

/** One example's share of a ratio Σnumerator / Σdenominator. */
interface Ratio {
  readonly numerator: (label: number, answer: number) => number
  readonly denominator: (label: number, answer: number) => number
}

const RATIOS: Readonly<Record<'f1' | 'precision', Ratio>> = {
  f1: { numerator: (label, answer) => 2 * label * answer, denominator: (label, answer) => label + answer },
  precision: { numerator: (label, answer) => label * answer, denominator: (_, answer) => answer },
}

/**
 * F1 or precision of the positive class, linearised: an example moves F = Σnum/Σden by (num − F·den)/mean(den), and the
 * range is delta ± t(0.975, n − 1) · sd/√n over pr's less main's (ratio estimator, delta method). For the spread only,
 * half an example is added to each of the four kinds on which the models differ, so that a sample without a
 * disagreement does not claim to be exact; on accuracy the same rule gives Bonett & Price's formula.
 * Grouped rows: the cluster formula on the same influences.
 */
export function pooledRatio(kind: 'f1' | 'precision', answers: BinaryAnswers): Estimate {
  const ratio = RATIOS[kind]
  const cells = cellsOf(answers)
  const n = answers.label.length
  const disagree = DIFFERENT.reduce((sum, cell) => sum + (cells[cell] ?? 0), 0)
  const main = ratioOf(ratio, cells, 'main').value
  const pr = ratioOf(ratio, cells, 'pr').value
  const of = { main: finite(main), pr: finite(pr), n, disagree, method: 'linearised' }
  if (of.main === undefined || of.pr === undefined) return { ...of, noise: TOO_FEW }
  if (answers.groups !== undefined) return groupedRatio(ratio, cells, answers)
  const se = spreadOf(ratio, withHalves(cells))
  const delta = pr - main
  const interval = intervalAround({ centre: delta, se, df: n - 1, within: [-1, 1] })
  return { ...of, noise: n < 2 ? TOO_FEW : knownNoise({ interval, se, p: twoSidedP(delta, se, n - 1) }, delta) }
}

/** Counts of the eight kinds of examples; the index is label · 4 + main · 2 + pr. */
type Cells = Float64Array

/** The kinds on which the models differ: one answers 1 and the other 0. */
const DIFFERENT = [1, 2, 5, 6] as const

type Model = 'main' | 'pr'

function labelIn(cell: number): number {
  return cell >> 2
}

function answerIn(cell: number, model: Model): number {
  return model === 'main' ? (cell >> 1) & 1 : cell & 1
}

function cellOf({ label, main, pr }: BinaryAnswers, row: number): number {
  return (label[row] ?? 0) * 4 + (main[row] ?? 0) * 2 + (pr[row] ?? 0)
}

function cellsOf(answers: BinaryAnswers): Cells {
  const cells = new Float64Array(8)
  for (let row = 0; row < answers.label.length; row += 1) {
    const cell = cellOf(answers, row)
    cells[cell] = (cells[cell] ?? 0) + 1
  }
  return cells
}

function withHalves(cells: Cells): Cells {
  const more = cells.slice()
  for (const cell of DIFFERENT) more[cell] = (more[cell] ?? 0) + 0.5
  return more
}

function ratioOf({ numerator, denominator }: Ratio, cells: Cells, model: Model) {
  let over = 0
  let under = 0
  let n = 0
  cells.forEach((count, cell) => {
    over += count * numerator(labelIn(cell), answerIn(cell, model))
    under += count * denominator(labelIn(cell), answerIn(cell, model))
    n += count
  })
  return { value: over / under, meanDenominator: under / n }
}

/** How far one example of each kind moves pr's ratio less main's. */
function movesOf(ratio: Ratio, cells: Cells): Float64Array {
  const move = (cell: number, model: Model, { value, meanDenominator }: ReturnType<typeof ratioOf>): number => {
    const label = labelIn(cell)
    const answer = answerIn(cell, model)
    return (ratio.numerator(label, answer) - value * ratio.denominator(label, answer)) / meanDenominator
  }
  const main = ratioOf(ratio, cells, 'main')
  const pr = ratioOf(ratio, cells, 'pr')
  return Float64Array.from(cells, (_, cell) => move(cell, 'pr', pr) - move(cell, 'main', main))
}

function spreadOf(ratio: Ratio, cells: Cells): number {
  const moves = movesOf(ratio, cells)
  let n = 0
  let squares = 0
  cells.forEach((count, cell) => {
    n += count
    squares += count * (moves[cell] ?? 0) ** 2
  })
  return Math.sqrt(squares) / n
}

function groupedRatio(ratio: Ratio, cells: Cells, answers: BinaryAnswers): Estimate {
  const moves = movesOf(ratio, cells)
  return estimateOf({
    main: ratioOf(ratio, cells, 'main').value,
    pr: ratioOf(ratio, cells, 'pr').value,
    influence: Float64Array.from(answers.label, (_, row) => moves[cellOf(answers, row)] ?? 0),
    differs: (row) => answers.main[row] !== answers.pr[row],
    groups: answers.groups,
    within: [-1, 1],
    method: 'linearised',
  })
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}
