/** A receiver operating characteristic: what each threshold of a classifier gives. */
export interface Roc {
  readonly file: string
  /** Where in the file it stands, dotted; empty when it is the whole file. */
  readonly name: string
  readonly points: readonly RocPoint[]
}

/** Rates are fractions of 1. */
export interface RocPoint {
  readonly falsePositiveRate: number
  readonly truePositiveRate: number
  /** Undefined where it is no finite number: scikit-learn's first threshold is infinite. */
  readonly threshold: number | undefined
}
