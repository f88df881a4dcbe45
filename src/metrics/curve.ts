/** How one number went over the steps of a training. */
export interface Curve {
  readonly file: string
  /** The name of the metric whose last value it ends in. */
  readonly name: string
  /** What the steps are, as the file calls them: `epoch`, `step`. */
  readonly stepName: string
  /** In the order of the file. Steps without a value, and values that are no finite numbers, have no point. */
  readonly points: readonly CurvePoint[]
}

export interface CurvePoint {
  readonly step: number
  readonly value: number
}
