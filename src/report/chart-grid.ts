import { axisOf } from './chart-axis.ts'

/** One value of a curve at its step. */
export interface ChartPoint {
  readonly step: number
  readonly value: number
}

/** Evenly spaced steps and the curves that are drawn over them. */
export interface Grid {
  readonly steps: readonly number[]
  /** Whether every line goes to the last step. */
  readonly isShared: boolean
  /** The points of each line, ordered; empty for a line that shares no steps with the first. */
  readonly lines: readonly (readonly ChartPoint[])[]
}

/** A chart is 700 pixels wide, often on a phone: more points than this cannot be told apart. */
const MOST_STEPS = 60
/** Named steps need room for their names: 80 characters side by side. */
const NAME_ROOM = 80
const MOST_NAMED = 24
const MOST_STRIDES = 1e12

/**
 * The steps to draw lines over: from where all of them have begun to where the last one ends, as fine as their steps
 * and no finer than the picture. Undefined when the first line has no two steps.
 */
export function gridOf(curves: readonly (readonly ChartPoint[])[]): Grid | undefined {
  const lines = withFirst(curves.map(drawnStretch))
  const drawn = lines.filter((line) => line.length > 1)
  if (drawn.length === 0) return undefined
  const start = Math.max(...drawn.map((line) => firstOf(line).step))
  const ends = drawn.map((line) => lastOf(line).step)
  const end = Math.max(...ends)
  const isShared = ends.every((step) => step === end)
  if (!Number.isFinite(end - start) || end <= start) return undefined
  const gap = smallestGap(drawn, start)
  const strides = (end - start) / gap
  const most = isShared ? MOST_STEPS : mostNamed(start, end, gap)
  // Steps that have names are steps that there are; on a range, or when there are too many to count, any even ones do.
  const isEven = isShared || strides > MOST_STRIDES
  const stride = isEven ? 1 : Math.ceil(strides / (most - 1))
  const count = Math.max(2, Math.min(most, Math.round(strides / stride) + 1))
  const width = isEven ? (end - start) / (count - 1) : gap * stride
  const steps = Array.from({ length: count }, (_, index) => (index === count - 1 ? end : start + width * index))
  return { steps, isShared, lines }
}

/**
 * The values of one line at the steps of a grid, up to where the line ends. Of several points near one step the one
 * furthest from the value before is taken, so that a peak is never thinned away; the last value is always its own.
 */
export function sampleOn({ steps }: Grid, points: readonly ChartPoint[]): readonly number[] {
  const [start = 0, second = 1] = steps
  if (points.length < 2) return []
  const near = Map.groupBy(points, ({ step }) => Math.round((step - start) / (second - start)))
  const end = Math.min(steps.length - 1, Math.round((lastOf(points).step - start) / (second - start)))
  const values: number[] = []
  let before = 0
  for (let index = 0; index <= end; index += 1) {
    const step = steps[index] ?? start
    while ((points[before + 1]?.step ?? Number.POSITIVE_INFINITY) <= step) before += 1
    const found = near.get(index) ?? []
    if (index === end) values.push(lastOf(points).value)
    else if (index === 0 || found.length === 0) values.push(between(points[before], points[before + 1], step))
    else values.push(furthest(found, values.at(-1) ?? 0))
  }
  return values
}

/**
 * Ordered by step; of several values at one step the last. A line cannot have gaps, and nothing is drawn where there was
 * nothing: of the stretches between values that are no finite numbers the one with the most points is drawn.
 */
export function drawnStretch(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const byStep = new Map<number, ChartPoint>()
  for (const point of points) if (Number.isFinite(point.step)) byStep.set(point.step, point)
  let longest: ChartPoint[] = []
  let stretch: ChartPoint[] = []
  for (const point of [...byStep.values()].sort((one, other) => one.step - other.step)) {
    if (Number.isFinite(point.value)) stretch.push(point)
    else stretch = []
    if (stretch.length > longest.length) longest = stretch
  }
  return longest
}

/** Leaves out the lines that share no steps with the first one that can be drawn. */
function withFirst(lines: readonly (readonly ChartPoint[])[]): readonly (readonly ChartPoint[])[] {
  const first = lines.find((line) => line.length > 1)
  if (first === undefined) return []
  let [start, end] = [firstOf(first).step, lastOf(first).step]
  return lines.map((line) => {
    if (line.length < 2) return []
    const [from, to] = [Math.max(start, firstOf(line).step), Math.min(end, lastOf(line).step)]
    if (from >= to) return []
    ;[start, end] = [from, to]
    return line
  })
}

function smallestGap(lines: readonly (readonly ChartPoint[])[], start: number): number {
  let gap = Number.POSITIVE_INFINITY
  for (const line of lines) {
    for (let index = 1; index < line.length; index += 1) {
      const [one, other] = [line[index - 1], line[index]]
      if (one !== undefined && other !== undefined && other.step > start) gap = Math.min(gap, other.step - one.step)
    }
  }
  return gap
}

function mostNamed(start: number, end: number, gap: number): number {
  const { write } = axisOf([start, end])
  const longest = Math.max(...[start, start + gap, end].map((step) => write(step).length))
  return Math.max(2, Math.min(MOST_NAMED, Math.floor(NAME_ROOM / (longest + 1))))
}

/** Halves before adding, so that the distance between two doubles never overflows. */
function between(one: ChartPoint | undefined, other: ChartPoint | undefined, step: number): number {
  if (one === undefined) return other?.value ?? 0
  if (other === undefined || step <= one.step) return one.value
  const share = (step - one.step) / (other.step - one.step)
  return one.value * (1 - share) + other.value * share
}

function furthest(points: readonly ChartPoint[], from: number): number {
  let best = points[0]?.value ?? from
  for (const { value } of points) if (Math.abs(value / 2 - from / 2) > Math.abs(best / 2 - from / 2)) best = value
  return best
}

function firstOf(line: readonly ChartPoint[]): ChartPoint {
  return line[0] ?? { step: 0, value: 0 }
}

function lastOf(line: readonly ChartPoint[]): ChartPoint {
  return line.at(-1) ?? { step: 0, value: 0 }
}
