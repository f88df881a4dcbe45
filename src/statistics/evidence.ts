import { type MetricChange, metricKey } from '../metrics/diff.ts'
import type { Comparison } from './comparison.ts'
import type { Interval } from './interval.ts'
import { metricNamed, plainName } from './metric.ts'
import type { Compared, Row } from './row.ts'

/** What is known of one metric's difference, for a gate to judge by. */
export interface MetricEvidence {
  readonly interval: Interval
  /** The smallest change the test set sees, in the metric's unit. */
  readonly visible?: number
  /** How many examples or runs that is from. */
  readonly n?: number
}

/** By `metricKey` of the metric. */
export type Evidence = ReadonlyMap<string, MetricEvidence>

/**
 * Finds the computed row of each metric that the training wrote into its metrics files, by name and by value: only when
 * both models' values agree with those computed from the predictions, to the digits written, are they the same metric
 * (and not, say, the training set's). `rows` holds the rows found, by `metricKey`; `notes` names those that disagree.
 */
export function evidenceFor(
  changes: readonly MetricChange[],
  comparison: Comparison,
): { readonly evidence: Evidence; readonly rows: ReadonlyMap<string, Compared>; readonly notes: readonly string[] } {
  const evidence = new Map<string, MetricEvidence>()
  const rows = new Map<string, Compared>()
  const notes: string[] = []
  const known = comparison.rows.map((compared) => ({ compared, names: namesOf(compared.row.metric) }))
  for (const change of changes) {
    const wanted = endsOf(change.name)
    const named = known.filter(({ names }) => wanted.some((name) => names.has(name))).map(({ compared }) => compared)
    const found = named.find(({ row }) => agrees(change.old, row.main) && agrees(change.new, row.pr))
    const key = metricKey(change)
    if (found !== undefined) rows.set(key, found)
    if (found?.interval !== undefined) evidence.set(key, metricEvidence(found.interval, found.row))
    const [other] = named
    if (found === undefined && other !== undefined && meansTheWhole(change)) notes.push(disagreement(change, other))
  }
  return { evidence, rows, notes }
}

/** What a compared row tells a gate. */
export function metricEvidence(interval: Interval, row: Row): MetricEvidence {
  return { interval, ...(row.mde !== null && { visible: row.mde }), ...(row.n !== null && { n: row.n }) }
}

/** Every name of a computed metric, without case and marks. */
export function namesOf(metric: string): ReadonlySet<string> {
  const computed = metricNamed(metric)
  const plain = computed === undefined ? [plainName(metric)] : [plainName(computed.name), ...computed.aliases]
  return new Set(plain.includes('macrof1') ? [...plain, 'f1', 'f1score'] : plain)
}

const OTHER_SETS = /^(train|training|fit)$/i
const WHERE = /^(test|val|valid|validation|eval|evaluation|dev|holdout|final|best)$/i

/** `eval/test_accuracy` ends in testaccuracy and, without its set, accuracy; a training set's metric is another one. */
function endsOf(name: string): readonly string[] {
  const parts = name.split(/[./\\: ]+/)
  const words = (parts.at(-1) ?? '').split(/[_-]+/)
  if ([...parts, ...words].some((word) => OTHER_SETS.test(word))) return []
  const rest = words.filter((word) => !WHERE.test(word))
  return [plainName(name), plainName(parts.at(-1) ?? ''), plainName(rest.join(''))].filter(Boolean)
}

/** A metric below another name, such as a class's, is expected to be another one. */
function meansTheWhole({ name, old, new: now }: MetricChange): boolean {
  return !name.includes('.') && old?.kind === 'number' && now?.kind === 'number'
}

/** Computing in single precision moves the sixth digit. */
const ROUNDING = 1e-5

function agrees(written: MetricChange['old'], computed: number | null): boolean {
  if (written?.kind !== 'number' || computed === null) return false
  const text = String(written.value)
  const decimals = /e/.test(text) ? 20 : (text.split('.')[1]?.length ?? 0)
  const digits = Math.min(0.0051, 0.51 * 10 ** -decimals)
  return Math.abs(written.value - computed) <= Math.max(digits, ROUNDING * Math.abs(computed))
}

function disagreement({ name, file }: MetricChange, { row }: Compared): string {
  return `\`${name}\` in \`${file}\` is not the \`${row.metric}\` of the predictions, so it is judged without a range.`
}
