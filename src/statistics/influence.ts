import { type Estimate, knownNoise, type Noise, TOO_FEW } from './estimate.ts'
import { intervalAround, twoSidedP } from './interval.ts'

/** Which rows belong together: rows of one user, document or site. `codes` has a number below `count` for each row. */
export interface Groups {
  readonly codes: Int32Array
  readonly count: number
}

/** With fewer rows (or groups) that differ, a spread says nothing: zero differences have a spread of zero. */
export const FEWEST_DIFFERENT = 10

/** How a difference moves with each example. */
export interface Influence {
  readonly main: number
  readonly pr: number
  /** n values whose mean moves as the difference pr − main does: for a mean, each example's own difference. */
  readonly influence: Float64Array
  /** Whether the two models differ on an example. */
  readonly differs: (row: number) => boolean
  readonly groups: Groups | undefined
  readonly within?: readonly [least: number, most: number]
  readonly method: string
}

/**
 * delta ± t(0.975, df) · se from the spread of the examples' influences. Rows on their own: se = sd / √n, df = n − 1
 * (Student's paired t; the delta method where the influences are linearised). Grouped rows: T is the sum of a group's
 * influences less their mean, se = √(G/(G−1) · ΣT²) / n, df = G − 1 (Liang & Zeger 1986; Miller 2024).
 */
export function estimateOf(found: Influence): Estimate {
  const { main, pr, influence, differs, groups, method } = found
  const n = influence.length
  let disagree = 0
  for (let row = 0; row < n; row += 1) if (differs(row)) disagree += 1
  const enough = disagree >= FEWEST_DIFFERENT && (groups === undefined || hasEnoughGroups(groups, differs))
  const noise = enough ? noiseOf(found) : TOO_FEW
  return { main, pr, n, disagree, noise, method: groups === undefined ? method : `${method}, rows grouped` }
}

function noiseOf({ main, pr, influence, groups, within }: Influence): Noise {
  const spread = groups === undefined ? ownRows(influence) : groupedRows(influence, groups)
  const delta = pr - main
  const interval = intervalAround({ centre: delta, ...spread, ...(within !== undefined && { within }) })
  return knownNoise({ interval, se: spread.se, p: twoSidedP(delta, spread.se, spread.df) }, delta)
}

interface Spread {
  readonly se: number
  readonly df: number
}

function ownRows(influence: Float64Array): Spread {
  const n = influence.length
  const mean = meanOf(influence)
  let squares = 0
  for (const value of influence) squares += (value - mean) ** 2
  return { se: Math.sqrt(squares / (n - 1) / n), df: n - 1 }
}

function groupedRows(influence: Float64Array, { codes, count }: Groups): Spread {
  const mean = meanOf(influence)
  const totals = new Float64Array(count)
  const present = new Uint8Array(count)
  for (let row = 0; row < influence.length; row += 1) {
    const group = codes[row] ?? 0
    totals[group] = (totals[group] ?? 0) + (influence[row] ?? 0) - mean
    present[group] = 1
  }
  let squares = 0
  for (const total of totals) squares += total ** 2
  const size = present.reduce((sum, one) => sum + one, 0)
  return { se: Math.sqrt((size / (size - 1)) * squares) / influence.length, df: size - 1 }
}

/** Ten groups must differ; all of them, where there are fewer; and one group has no spread. */
function hasEnoughGroups({ codes, count }: Groups, differs: (row: number) => boolean): boolean {
  const different = new Uint8Array(count)
  const present = new Uint8Array(count)
  codes.forEach((group, row) => {
    present[group] = 1
    if (differs(row)) different[group] = 1
  })
  const size = present.reduce((sum, one) => sum + one, 0)
  const found = different.reduce((sum, one) => sum + one, 0)
  return size >= 2 && found >= Math.min(FEWEST_DIFFERENT, size)
}

/** The arithmetic mean; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at += 1) sum += values[at] ?? 0
  return sum / values.length
}
