import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { Curve, CurvePoint } from '../metrics/curve.ts'
import type { Sources } from '../metrics/metrics.ts'

/** What main's metrics files hold beside metrics; its curves have been thinned. */
export type Extras = Omit<Sources, 'metrics'>

/** A chart shows 60 points; what is kept allows for finer ones. */
const MOST_POINTS = 500
/** The first so many of each kind are kept. */
const MOST_ITEMS = 50
const MOST_CLASSES = 200
/** The data branch is fetched by every run. */
const LARGEST_TEXT = 1_000_000

/** Where a model's extras are on the data branch: those of the newest measurement; its history keeps the others. */
export function extrasPath(model: string): string {
  return `extras/${model}.json`
}

/**
 * What to keep of main's curves, matrices, class tables and ROC curves, so that pull requests are shown beside them:
 * undefined when there is nothing to keep. Curves are thinned so that their peaks stay; tables of very many classes are
 * left out, and the last ones of what does not fit a megabyte.
 */
export function renderExtras({ curves, matrices, classTables, rocs }: Extras): string | undefined {
  let left = LARGEST_TEXT
  const fitting = <T>(items: readonly T[]): readonly T[] =>
    items.slice(0, MOST_ITEMS).filter((item) => {
      const size = JSON.stringify(item).length
      left -= size
      return left >= 0
    })
  const kept: Extras = {
    matrices: fitting(matrices.filter(({ labels }) => labels.length <= MOST_CLASSES)),
    classTables: fitting(classTables.filter(({ classes }) => classes.length <= MOST_CLASSES)),
    rocs: fitting(rocs.map((roc) => ({ ...roc, points: everyNth(roc.points) }))),
    curves: fitting(curves.map(thinned)),
  }
  const isEmpty = Object.values(kept).every((items) => items.length === 0)
  return isEmpty ? undefined : `${JSON.stringify(kept)}\n`
}

/** Reads what renderExtras wrote, now or in a later version: what it adds is ignored. Throws a UserError with the file. */
export function parseExtras(text: string, file: string): Extras {
  const broken = (cause: unknown): UserError =>
    new UserError('This file does not hold what main measured beside its metrics.', {
      place: { file },
      fix: 'Delete the file on the branch that holds the history; the next run on main writes it anew.',
      cause,
    })
  try {
    return EXTRAS.parse(JSON.parse(text))
  } catch (cause) {
    throw broken(cause)
  }
}

const place = { file: z.string(), name: z.string() }
const value = z.union([
  z.object({ kind: z.literal('number'), value: z.number() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
])
const row = z.object({ label: z.string(), precision: value, recall: value, f1: value, support: value })
const rocPoint = z
  .object({ falsePositiveRate: z.number(), truePositiveRate: z.number(), threshold: z.number().optional() })
  .transform((point) => ({ ...point, threshold: point.threshold }))
const EXTRAS: z.ZodType<Extras> = z.object({
  curves: z
    .array(
      z
        .object({
          ...place,
          stepName: z.string(),
          points: z.array(z.object({ step: z.number(), value: z.number() })),
          gaps: z
            .array(z.object({ what: z.enum(['NaN', 'Infinity', '-Infinity']), from: z.number(), to: z.number() }))
            .optional(),
        })
        .transform(({ gaps, ...curve }): Curve => (gaps === undefined ? curve : { ...curve, gaps })),
    )
    .default([]),
  matrices: z
    .array(z.object({ ...place, labels: z.array(z.string()), counts: z.array(z.array(z.number())) }))
    .default([]),
  classTables: z.array(z.object({ ...place, classes: z.array(row), averages: z.array(row) })).default([]),
  rocs: z.array(z.object({ ...place, points: z.array(rocPoint) })).default([]),
})

/** The lowest and the highest of each bucket, in their order; first and last as they are. */
function thinned(curve: Curve): Curve {
  const { points } = curve
  if (points.length <= MOST_POINTS) return curve
  const size = Math.ceil(points.length / (MOST_POINTS / 2 - 1))
  const kept: CurvePoint[] = []
  for (let start = 0; start < points.length; start += size) {
    const bucket = points.slice(start, start + size)
    const low = bucket.reduce((one, other) => (other.value < one.value ? other : one))
    const high = bucket.reduce((one, other) => (other.value > one.value ? other : one))
    kept.push(...bucket.filter((point) => point === low || point === high))
  }
  const [first, last] = [points[0], points.at(-1)]
  const ends = [...(first === kept[0] ? [] : [first]), ...kept, ...(last === kept.at(-1) ? [] : [last])]
  return { ...curve, points: ends.filter((point) => point !== undefined) }
}

function everyNth<T>(points: readonly T[]): readonly T[] {
  const nth = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, index) => index % nth === 0 || index === points.length - 1)
}
