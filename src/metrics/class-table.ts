import type { MetricValue } from './metric-value.ts'

/** What a classifier reaches on each class. */
export interface ClassTable {
  readonly file: string
  /** Where in the file it stands, dotted; empty when it is the whole file. */
  readonly name: string
  readonly classes: readonly ClassRow[]
  /** `macro avg`, `weighted avg`, `micro avg` and `samples avg`, as far as the file has them. */
  readonly averages: readonly ClassRow[]
}

export interface ClassRow {
  readonly label: string
  readonly precision: MetricValue
  readonly recall: MetricValue
  readonly f1: MetricValue
  /** How many examples of the class there are. */
  readonly support: MetricValue
}
