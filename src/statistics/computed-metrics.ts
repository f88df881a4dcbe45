import { type MetricChange, metricKey } from '../metrics/diff.ts'
import type { MetricValue } from '../metrics/metric-value.ts'
import { nameMatcher } from '../metrics/name-glob.ts'
import type { Comparison } from './comparison.ts'
import { evidenceFor, type MetricEvidence, metricEvidence, namesOf } from './evidence.ts'
import { plainName } from './metric.ts'
import type { Compared, Row } from './row.ts'

/** A metric that no metrics file has, computed from the predictions. */
export interface FromPredictions {
  /** As if a file had it; `file` is the file of the predictions. */
  readonly change: MetricChange
  readonly compared: Row
  readonly evidence: MetricEvidence | undefined
}

/**
 * What the predictions say beyond the metrics files: every metric that a glob of `asked` names and no file has, and
 * those that are better or worse for sure; a file's metric of the same name but another value is another one. `asked` names one in any of its spellings; a glob that fits a metric of the
 * files means those only. Main's values are left out without `hasMain`.
 */
export function computedMetrics(input: {
  readonly changes: readonly MetricChange[]
  readonly comparison: Comparison
  readonly file: string
  readonly asked: readonly string[]
  readonly hasMain: boolean
}): readonly FromPredictions[] {
  const { changes, comparison, file, asked, hasMain } = input
  const found = new Map<string, FromPredictions>()
  const add = (name: string, compared: Compared): void => {
    if (!found.has(name)) found.set(name, fromPredictions({ file, name }, compared, hasMain))
  }
  for (const glob of asked.filter((one) => !changes.some(({ name }) => nameMatcher(one)(name)))) {
    const fitting = comparison.rows.filter(({ row }) => nameMatcher(glob)(row.metric))
    for (const one of fitting) add(one.row.metric, one)
    const alias = comparison.rows.find(({ row }) => namesOf(row.metric).has(plainName(glob)))
    if (fitting.length === 0 && alias !== undefined && !glob.includes('*')) add(glob, alias)
  }
  if (!hasMain) return [...found.values()]
  const used = new Set([...found.values()].map(({ compared }) => compared))
  const written = new Set(evidenceFor(changes, comparison).rows.values())
  for (const one of comparison.rows) {
    const isTold = one.row.label === 'worse' || one.row.label === 'better'
    if (isTold && !used.has(one.row) && !written.has(one)) add(one.row.metric, one)
  }
  return [...found.values()]
}

function fromPredictions(
  { file, name }: { readonly file: string; readonly name: string },
  { row, interval }: Compared,
  hasMain: boolean,
): FromPredictions {
  const main = hasMain ? row.main : null
  const isBoth = main !== null && row.pr !== null
  const change: MetricChange = {
    file,
    name,
    old: main === null ? undefined : { kind: 'number', value: main },
    new: numberOrUndefined(row.pr),
    change: isBoth ? (row.delta ?? undefined) : undefined,
    relative: isBoth && main !== 0 && row.delta !== null ? row.delta / Math.abs(main) : undefined,
  }
  const evidence = hasMain && interval !== undefined ? metricEvidence(interval, row) : undefined
  return { change, compared: row, evidence }
}

function numberOrUndefined(computed: number | null): MetricValue {
  return computed === null ? { kind: 'text', text: 'undefined' } : { kind: 'number', value: computed }
}

/** What a gate judges and by which ranges, where the predictions add to the files. */
export function withComputed(
  changes: readonly MetricChange[],
  evidence: ReadonlyMap<string, MetricEvidence> | undefined,
  computed: readonly FromPredictions[],
) {
  const own = computed.flatMap((one) =>
    one.evidence === undefined ? [] : [[metricKey(one.change), one.evidence] as const],
  )
  return {
    changes: [...changes, ...computed.map(({ change }) => change)],
    evidence: new Map([...(evidence ?? []), ...own]),
  }
}
