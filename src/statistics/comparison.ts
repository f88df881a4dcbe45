import type { Differing } from './differing.ts'
import type { Compared } from './row.ts'

/** Two models compared. */
export interface Comparison {
  /** What the comparison stands on. */
  readonly basis: 'paired' | 'unpaired' | 'runs' | 'summary'
  readonly rows: readonly Compared[]
  /** Where both models answered the same examples. */
  readonly differing?: Differing
  /** Metrics within slices, column by column. */
  readonly slices: readonly Compared[]
  /** What the reader must know, as sentences; names stand in backticks. */
  readonly notes: readonly string[]
}

export interface CompareOptions {
  /** Which metrics, in any spelling; columns by their exact name. Default: those the labels call for. */
  readonly metrics?: readonly string[] | undefined
  /** The positive class, where its name does not say so. */
  readonly positive?: string | undefined
  /** How much worse each metric may get: an amount in its unit, or a percentage of main's value. */
  readonly limit?: { readonly amount: number; readonly unit: 'absolute' | 'percent' } | undefined
}
