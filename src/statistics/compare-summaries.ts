import { directionOf } from '../metrics/direction.ts'
import { asked } from './asked-metric.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import type { Estimate } from './estimate.ts'
import type { Summary } from './measured-file.ts'
import { metricNamed } from './metric.ts'
import { unpairedProportions, withoutNoise } from './proportion.ts'
import { comparedBy } from './row.ts'

/** Compares single numbers: shares of a known number of examples have a range, nothing else has. */
export function compareSummaries(main: Summary, pr: Summary, { metrics }: CompareOptions): Comparison {
  const rows = asked([...pr.metrics.keys()], metrics, pr.file).map((name) =>
    comparedBy(name, estimateOf(name, main.metrics.get(name), pr.metrics.get(name)), directionOf(name, [])),
  )
  return { basis: 'summary', rows, slices: [], notes: ['Predictions of both models would give a sharper answer.'] }
}

type Value = { readonly value: number; readonly n?: number }

/**
 * The best estimate that values and counts of one metric allow: as unpaired proportions when the name is that of a
 * share of examples and both counts are known, else without noise.
 */
export function estimateOf(name: string, main: Value | undefined, pr: Value | undefined): Estimate {
  const isShare = metricNamed(name.split(/[./]/).at(-1) ?? name)?.isShare === true
  const [before, after] = [proportionOf(main), proportionOf(pr)]
  if (!isShare || before === undefined || after === undefined) return withoutNoise(main?.value, pr?.value)
  return unpairedProportions(before, after)
}

function proportionOf(found: Value | undefined) {
  if (found?.n === undefined || !(found.value >= 0 && found.value <= 1)) return undefined
  return { value: found.value, n: found.n }
}
