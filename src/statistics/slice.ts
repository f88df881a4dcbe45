import type { Examples } from './examples.ts'
import type { ComputedMetric } from './metric.ts'
import type { OfBoth } from './of-both.ts'
import { type Compared, comparedBy, type Label } from './row.ts'
import { benjaminiHochberg } from './several-tests.ts'
import type { SliceColumn } from './slice-column.ts'

const FEWEST_ROWS = 30
const FEWEST_DIFFERENT = 10
/** How many of the slices that are called better or worse may be so by chance, on average. */
const FALSE_SHARE = 0.1
/** The same of small slices, which are named only when there is little doubt. */
const FALSE_SHARE_OF_SMALL = 0.05

/**
 * Compares a metric within every value of every slice column; a row is named `slices.<column>=<value>.<metric>`.
 * Of the slices with 30 rows and 10 disagreements only those are better or worse that stand Benjamini & Hochberg's
 * procedure at 10 %; a smaller one is `too few`, unless it stands the procedure at 5 % over all slices of the metric,
 * whatever its size: a slice of nine that was all right and is all wrong is no chance.
 */
export function compareSlices(examples: Examples, metric: ComputedMetric): readonly Compared[] {
  const found = examples.slices.flatMap((column) =>
    rowsByValue(column).map(({ value, rows }) => {
      const estimate = metric.of(subset(examples, rows))
      const name = `slices.${column.column}=${value}.${metric.name}`
      return estimate === undefined ? undefined : comparedBy(name, estimate, metric.better)
    }),
  )
  return withCorrection(found.filter((slice) => slice !== undefined))
}

/** The most slices with too few examples that are worth a line; the rest is counted. */
export const MOST_SMALL = 10

/** How far a slice moved, with up as better; none for one without a difference. */
function upOf({ row, better }: Compared): number {
  return (row.delta ?? 0) * (better === 'lower' ? -1 : 1)
}

/** For sorting slices, the largest drop first. */
export function byDrop(one: Compared, other: Compared): number {
  return upOf(one) - upOf(other)
}

/** The slices with too few examples, the largest drop first, the larger one first among equals. */
export function smallSlices(slices: readonly Compared[]): readonly Compared[] {
  return slices
    .filter(({ row }) => row.label === 'too few')
    .sort((one, other) => byDrop(one, other) || (other.row.n ?? 0) - (one.row.n ?? 0))
}

/** The slice to look at first: the largest drop among those called worse, else among all with enough rows. */
export function worstSlice(slices: readonly Compared[]): Compared | undefined {
  const enough = slices.filter(({ row }) => row.label !== 'too few' && row.delta !== null)
  const worse = enough.filter(({ row }) => row.label === 'worse')
  return (worse.length > 0 ? worse : enough).reduce<Compared | undefined>(
    (worst, slice) => (worst === undefined || upOf(slice) < upOf(worst) ? slice : worst),
    undefined,
  )
}

/** The rows of each value, in the order in which the values first appear. */
function rowsByValue({ codes, names }: SliceColumn) {
  const sizes = new Int32Array(names.length)
  for (const code of codes) sizes[code] = (sizes[code] ?? 0) + 1
  const rows = [...sizes].map((size) => new Int32Array(size))
  const filled = new Int32Array(names.length)
  codes.forEach((code, row) => {
    const at = filled[code] ?? 0
    const own = rows[code]
    if (own !== undefined) own[at] = row
    filled[code] = at + 1
  })
  return names.map((value, code) => ({ value, rows: rows[code] ?? new Int32Array() }))
}

function subset(examples: Examples, rows: Int32Array): Examples {
  const { classes, targets, scores, positives, groups } = examples
  const whole = (values: Int32Array): Int32Array => rows.map((row) => values[row] ?? 0)
  const real = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? 0)
  const bits = (values: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => values[row] ?? 0)
  const both = ({ main, pr }: OfBoth<Float64Array>): OfBoth<Float64Array> => ({ main: real(main), pr: real(pr) })
  const ofClasses = classes && { ...renumbered(classes, whole) }
  return {
    n: rows.length,
    task: examples.task,
    ...(ofClasses && { classes: ofClasses.classes }),
    ...(targets && { targets: { ...both(targets), label: real(targets.label) } }),
    ...(scores && { scores: both(scores) }),
    ...(positives && {
      positives: { label: bits(positives.label), code: ofClasses?.codeOf(positives.code) ?? positives.code },
    }),
    ...(groups && { groups: counted(whole(groups.codes)) }),
    columns: new Map(),
    slices: [],
    notes: [],
  }
}

/** Few rows have few classes and groups; numbering those anew keeps a slice's cost to its own rows. */
function renumbered(classes: NonNullable<Examples['classes']>, whole: (values: Int32Array) => Int32Array) {
  const numbers = new Map<number, number>()
  const numbered = (codes: Int32Array): Int32Array => codes.map((code) => numberFor(numbers, code))
  const [label, main, pr] = [classes.label, classes.main, classes.pr].map((codes) => numbered(whole(codes)))
  const names = [...numbers.keys()].map((code) => classes.names[code] ?? '')
  const none = new Int32Array()
  return {
    classes: { label: label ?? none, main: main ?? none, pr: pr ?? none, names },
    codeOf: (code: number): number => numbers.get(code) ?? -1,
  }
}

function counted(codes: Int32Array) {
  const numbers = new Map<number, number>()
  return { codes: codes.map((code) => numberFor(numbers, code)), count: numbers.size }
}

function numberFor(numbers: Map<number, number>, code: number): number {
  const number = numbers.get(code) ?? numbers.size
  if (number === numbers.size) numbers.set(code, number)
  return number
}

function isSmall({ row }: Compared): boolean {
  return (row.n ?? 0) < FEWEST_ROWS || (row.n_disagree ?? 0) < FEWEST_DIFFERENT
}

function withCorrection(slices: readonly Compared[]): readonly Compared[] {
  const large = standing(
    slices.filter((slice) => !isSmall(slice) && slice.row.label !== 'too few'),
    FALSE_SHARE,
  )
  const all = standing(slices, FALSE_SHARE_OF_SMALL)
  return slices.map((slice) => {
    if (isSmall(slice)) return all.has(slice) ? slice : labelled(slice, 'too few')
    return slice.row.label === 'too few' || large.has(slice) ? slice : labelled(slice, 'noise')
  })
}

/** Those that the procedure leaves standing, and whose ranges say the same. */
function standing(slices: readonly Compared[], share: number): ReadonlySet<Compared> {
  const stands = benjaminiHochberg(
    slices.map(({ row }) => row.p ?? 1),
    share,
  )
  return new Set(slices.filter(({ row }, at) => stands[at] && row.label !== 'noise'))
}

function labelled(slice: Compared, label: Label): Compared {
  return { ...slice, row: { ...slice.row, label } }
}
