import type { Groups } from './influence.ts'
import type { OfBoth } from './of-both.ts'
import type { SliceColumn } from './slice-column.ts'

/** The same examples answered by two models, row by row, in the forms that metrics are computed from. */
export interface Examples {
  readonly n: number
  readonly task: 'classes' | 'numbers'
  /** Each example's class, by its place in `names`. */
  readonly classes?: OfBoth<Int32Array> & { readonly label: Int32Array; readonly names: readonly string[] }
  /** Label and answers as numbers, when all of them are numbers. */
  readonly targets?: OfBoth<Float64Array> & { readonly label: Float64Array }
  /** Scores of the positive class; higher is surer. */
  readonly scores?: OfBoth<Float64Array>
  /** 1 for labels of the positive class; only with two classes of which one is known to be the positive one. */
  readonly positives?: { readonly label: Uint8Array; readonly code: number }
  readonly groups?: Groups
  /** Further columns that hold each model's own score for every example. */
  readonly columns: ReadonlyMap<string, OfBoth<Float64Array>>
  readonly slices: readonly SliceColumn[]
  /** What could not be used, and why, as sentences with names in backticks. */
  readonly notes: readonly string[]
}
