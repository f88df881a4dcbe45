/** How one number went over the steps of a training. */
export interface Curve {
  readonly file: string
  /** The name of the metric whose last value it ends in. */
  readonly name: string
  /** What the steps are, as the file calls them: `epoch`, `step`. */
  readonly stepName: string
  /** In the order of the file. Steps without a value, and values that are no finite numbers, have no point. */
  readonly points: readonly CurvePoint[]
  /** Where the values are no finite numbers, by step; absent where all are. No line leads across. */
  readonly gaps?: readonly CurveGap[]
}

export interface CurvePoint {
  readonly step: number
  readonly value: number
}

/** Values of one kind from one step to another, both included. */
export interface CurveGap {
  readonly what: NotFinite
  readonly from: number
  readonly to: number
}

export type NotFinite = 'NaN' | 'Infinity' | '-Infinity'

/** Of more gaps the last ones are told as one: no reader counts them. */
export const MOST_GAPS = 20

/**
 * A curve of values in the order of the file, which may be NaN and infinite; undefined without any value. Of a step that
 * stands twice the later value says whether it is a number.
 */
export function curveOf(
  origin: Pick<Curve, 'file' | 'name' | 'stepName'>,
  values: readonly CurvePoint[],
): Curve | undefined {
  if (values.length === 0) return undefined
  if (values.every(({ value }) => Number.isFinite(value))) return { ...origin, points: values }
  const last = new Map(values.map((point) => [point.step, point]))
  const points = values.filter((point) => last.get(point.step) === point && Number.isFinite(point.value))
  return { ...origin, points, gaps: gapsIn([...last.values()].sort((one, other) => one.step - other.step)) }
}

function gapsIn(values: readonly CurvePoint[]): readonly CurveGap[] {
  const gaps: CurveGap[] = []
  let isOpen = false
  for (const { step, value } of values) {
    const before = gaps.at(-1)
    if (Number.isFinite(value)) isOpen = false
    else {
      const what = notFinite(value)
      const isSame = (isOpen && before?.what === what) || gaps.length === MOST_GAPS
      if (before !== undefined && isSame) gaps[gaps.length - 1] = { ...before, to: step }
      else gaps.push({ what, from: step, to: step })
      isOpen = true
    }
  }
  return gaps
}

function notFinite(value: number): NotFinite {
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}
