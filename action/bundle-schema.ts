import { z } from 'zod'
import { type Curve, MOST_GAPS } from '../src/metrics/curve.ts'
import type { MetricValue } from '../src/metrics/metrics.ts'
import type { Measurement } from './measure.ts'

/** What was measured, but the predictions: they lie beside it as they were written. */
export type BundledMeasurement = Omit<Measurement, 'predictions'>

/** Raised when the shape changes: both workflows then need the newer action. */
export const BUNDLE_VERSION = 1
/** Of a fork's report; larger ones are for people with more rights. */
export const MOST = {
  models: 50,
  metrics: 20_000,
  extras: 200,
  points: 50_000,
  classes: 500,
  lines: 100,
  characters: 2000,
  files: 40,
} as const

const name = z.string().min(1).max(500)
const text = z.string().max(MOST.characters)
const number = z.number()
/** As in the history: a number, or what something else looks like. */
const value = z
  .union([number, text])
  .transform(
    (found): MetricValue =>
      typeof found === 'number' ? { kind: 'number', value: found } : { kind: 'text', text: found },
  )
const unit = z.enum(['percent', 'ns', 'ms', 's', 'bytes', 'requests/s'])
const metric = z
  .strictObject({ file: name, name, value, unit: unit.optional() })
  .transform(({ unit: found, ...rest }) => (found === undefined ? rest : { ...rest, unit: found }))
const metrics = z.array(metric).max(MOST.metrics)
const origin = { file: name, name: text }
const gap = z.strictObject({ what: z.enum(['NaN', 'Infinity', '-Infinity']), from: number, to: number })
const curve = z
  .strictObject({
    ...origin,
    stepName: text,
    points: z.array(z.strictObject({ step: number, value: number })).max(MOST.points),
    gaps: z.array(gap).max(MOST_GAPS).optional(),
  })
  .transform(({ gaps, ...rest }): Curve => (gaps === undefined ? rest : { ...rest, gaps }))
const matrix = z
  .strictObject({
    ...origin,
    labels: z.array(text).max(MOST.classes),
    counts: z.array(z.array(number).max(MOST.classes)).max(MOST.classes),
  })
  .refine(({ labels, counts }) => [counts, ...counts].every((row) => row.length === labels.length))
const classRow = z.strictObject({ label: text, precision: value, recall: value, f1: value, support: value })
const classTable = z.strictObject({
  ...origin,
  classes: z.array(classRow).max(MOST.classes),
  averages: z.array(classRow).max(MOST.classes),
})
const rocPoint = z
  .strictObject({ falsePositiveRate: number, truePositiveRate: number, threshold: number.optional() })
  .transform(({ threshold, ...rates }) => ({ ...rates, threshold }))
const roc = z.strictObject({ ...origin, points: z.array(rocPoint).max(MOST.points) })

/** A model that was measured, as a bundle holds it. */
export const measuredModel = z
  .strictObject({
    kind: z.literal('measured'),
    name,
    measurement: z
      .strictObject({
        metrics,
        params: metrics,
        extras: z.strictObject({
          curves: z.array(curve).max(MOST.extras),
          matrices: z.array(matrix).max(MOST.extras),
          classTables: z.array(classTable).max(MOST.extras),
          rocs: z.array(roc).max(MOST.extras),
        }),
        trainingSeconds: number.min(0).optional(),
      })
      .transform(({ trainingSeconds, ...rest }): BundledMeasurement => ({ ...rest, trainingSeconds })),
    predictions: name.optional(),
    plots: z.array(z.strictObject({ file: name, path: name })).max(MOST.files),
  })
  .transform(({ predictions, ...rest }) => ({ ...rest, predictions }))
/** A model that could not be evaluated. */
export const failedModel = z
  .strictObject({
    kind: z.literal('failed'),
    name,
    what: text,
    fix: text.optional(),
    lastLines: z.array(text).max(MOST.lines),
  })
  .transform(({ fix, ...rest }) => ({ ...rest, fix }))
/** The whole file. */
export const bundleFile = z.strictObject({
  version: z.literal(BUNDLE_VERSION),
  headSha: z.string().regex(/^[0-9a-f]{40,64}$/),
  models: z
    .array(z.discriminatedUnion('kind', [measuredModel, failedModel]))
    .max(MOST.models)
    .refine((models) => new Set(models.map((model) => model.name)).size === models.length),
})
