import { UserError } from '../errors.ts'
import { directionOf } from '../metrics/direction.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import { differing } from './differing.ts'
import type { Estimate } from './estimate.ts'
import { meanScore } from './example-scores.ts'
import type { Examples } from './examples.ts'
import { lineUp } from './line-up.ts'
import { COMPUTED_METRICS, type ComputedMetric, metricNamed, usualMetrics } from './metric.ts'
import { pair } from './pairing.ts'
import type { Predictions } from './predictions.ts'
import { unpairedProportions, withoutNoise } from './proportion.ts'
import { comparedBy } from './row.ts'
import { compareSlices } from './slice.ts'

/** Compares answers example by example; models that answered different examples are compared as a whole. */
export function comparePredictions(main: Predictions, pr: Predictions, options: CompareOptions): Comparison {
  const pairing = pair(main, pr)
  if (pairing.kind === 'unpaired') return compareUnpaired(main, pr, { ...options, reason: pairing.reason })
  const examples = lineUp(main, pr, { ...pairing, positive: options.positive })
  const metrics = metricsFor(examples, options.metrics, pr.file)
  const rows = metrics.flatMap((metric) => {
    const estimate = metric.of(examples)
    return estimate === undefined ? [] : [comparedBy(metric.name, estimate, directionFor(metric))]
  })
  const sliced = options.metrics === undefined ? metrics.slice(0, 1) : metrics
  const slices = sliced.flatMap((metric) => ('better' in metric ? compareSlices(examples, metric) : []))
  return {
    basis: 'paired',
    rows,
    differing: differing(examples),
    slices,
    notes: [...examples.notes, ...notesOn(rows.length)],
  }
}

/** A column that holds each model's own score of an example; what is better, its name says. */
interface ColumnMetric {
  readonly name: string
  readonly of: (examples: Examples) => Estimate | undefined
}

function directionFor(metric: ComputedMetric | ColumnMetric) {
  return 'better' in metric ? metric.better : directionOf(metric.name, [])
}

function columnMetric(name: string): ColumnMetric {
  return {
    name,
    of: ({ columns, groups }) => {
      const column = columns.get(name)
      return column && meanScore({ ...column, groups })
    },
  }
}

function metricsFor(
  examples: Examples,
  asked: readonly string[] | undefined,
  file: string,
): readonly (ComputedMetric | ColumnMetric)[] {
  if (asked !== undefined) return asked.map((name) => metricFor(examples, name, file))
  const usual = usualMetrics(examples)
  const computed = COMPUTED_METRICS.filter(({ name }) => usual.includes(name))
  return [...computed, ...[...examples.columns.keys()].map(columnMetric)]
}

function metricFor(examples: Examples, name: string, file: string): ComputedMetric | ColumnMetric {
  if (examples.columns.has(name)) return columnMetric(name)
  const metric = metricNamed(name)
  const key = name.slice(0, 80)
  if (metric === undefined) {
    const known = [...COMPUTED_METRICS.map((one) => one.name), ...examples.columns.keys()]
    throw new UserError('This metric cannot be computed from predictions.', {
      place: { key },
      fix: `Ask for one of ${known.join(', ')}.`,
    })
  }
  if (metric.of(examples) !== undefined) return metric
  throw new UserError(`This metric needs ${metric.needs}.`, { place: { file, key } })
}

function compareUnpaired(
  main: Predictions,
  pr: Predictions,
  options: CompareOptions & { readonly reason: string },
): Comparison {
  const { positive, reason } = options
  const before = lineUp(main, main, { mainRows: inOrder(main), positive })
  const after = lineUp(pr, pr, { mainRows: inOrder(pr), positive })
  const grouped = before.groups !== undefined || after.groups !== undefined
  const rows = metricsFor(after, options.metrics, pr.file).flatMap((metric) => {
    const own = metric.of(after)
    if (own === undefined) return []
    const isShare = 'better' in metric && metric.isShare === true && !grouped
    return [comparedBy(metric.name, unpaired(metric.of(before), own, isShare), directionFor(metric))]
  })
  const notes = [reason, 'So they are compared as a whole, which sees less than example by example.']
  return { basis: 'unpaired', rows, slices: [], notes: [...notes, ...after.notes, ...notesOn(rows.length)] }
}

function unpaired(before: Estimate | undefined, after: Estimate, isShare: boolean): Estimate {
  const [main, pr] = [before?.main, after.main]
  if (!isShare || main === undefined || pr === undefined || !before?.n || !after.n) return withoutNoise(main, pr)
  return unpairedProportions({ value: main, n: before.n }, { value: pr, n: after.n })
}

function inOrder({ ids }: Predictions): Int32Array {
  return Int32Array.from(ids, (_, row) => row)
}

function notesOn(rows: number): readonly string[] {
  return rows > 0 ? [] : ['There is no metric to compare: add a column `prediction`, or `score` for two classes.']
}
