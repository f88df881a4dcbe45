import type { RuleResult } from '../gate/evaluate.ts'
import { type MetricChange, metricKey } from '../metrics/diff.ts'
import { directionFinder } from '../metrics/direction.ts'
import { sameValue } from '../metrics/metric-value.ts'
import { evidenceFor } from '../statistics/evidence.ts'
import type { Row as Compared } from '../statistics/row.ts'
import type { Report } from './content.ts'

/**
 * How a metric moved, as one word for the reader; `first` when there is no baseline. `lost`: main's
 * value is a number and this one is none. Where a comparison knows the noise,
 * `better` and `worse` are real differences, `noise` and `too few` are not known to be any.
 */
export type Movement =
  | 'better'
  | 'worse'
  | 'changed'
  | 'noise'
  | 'too few'
  | 'unchanged'
  | 'new'
  | 'gone'
  | 'lost'
  | 'first'

/** What a check says; `warned`: it passes, but a range cannot tell. */
export type Judgement = RuleResult['verdict'] | 'warned'

/** What one check says. */
export function judgementOf({ verdict, unclear }: RuleResult): Judgement {
  return verdict === 'pass' && unclear === 'warn' ? 'warned' : verdict
}

/** One metric as it stands in the report. */
export interface Row {
  readonly change: MetricChange
  readonly movement: Movement
  /** What the comparison of the two models says of this metric. */
  readonly compared: Compared | undefined
  /** The worst of what the gate says about it; undefined when no rule judges it. */
  readonly gate: Judgement | undefined
  /** Whether other files have a metric of this name, so that the file must be shown. */
  readonly ambiguous: boolean
  /** No metrics file has it; it was computed from the predictions. */
  readonly isComputed?: boolean
}

/** The metrics of a report by how much they matter. */
export interface Rows {
  /** What everyone should see. */
  readonly main: readonly Row[]
  /** What changed, beyond what fits a screen. */
  readonly more: readonly Row[]
  /** What did not change, when it would crowd out the rest; a metric that a rule names is never among it. */
  readonly unchanged: readonly Row[]
}

/** Up to this many metrics nothing is folded. */
const FEW = 12
/** How many metrics without a gate are shown unfolded. */
const MANY = 12
const NOT_PLAIN: ReadonlySet<Judgement> = new Set(['fail', 'inconclusive', 'warned'])

/**
 * Orders metrics: failing the gate, unclear, gated, no number any more, worse, better, changed, new and gone, unchanged;
 * among equals what is known for sure, then what moved most for its size, then the order of the files. Then folds.
 */
export function rankRows(report: Report): Rows {
  const rows = rowsOf(report)
  const byRank = Map.groupBy(rows, rankOf)
  const ranked = [...byRank.keys()]
    .sort((one, other) => one - other)
    .flatMap((rank) => byWeight(byRank.get(rank) ?? []))
  if (ranked.length <= FEW) return { main: ranked, more: [], unchanged: [] }
  const named = new Set(report.rules.map(({ metric }) => metric))
  const isStill = ({ movement, gate, change }: Row): boolean =>
    movement === 'unchanged' && (gate === undefined || (gate === 'pass' && !named.has(change.name)))
  const moved = ranked.filter((row) => !isStill(row))
  const shown = Math.max(MANY, moved.filter(({ gate }) => gate !== undefined && NOT_PLAIN.has(gate)).length)
  return { main: moved.slice(0, shown), more: moved.slice(shown), unchanged: ranked.filter(isStill) }
}

/** From zero on, every move is the largest; a stable sort keeps the order of the files. */
function byWeight(rows: readonly Row[]): readonly Row[] {
  const isSure = ({ compared }: Row): number => Number(compared?.label === 'better' || compared?.label === 'worse')
  const moved = ({ change }: Row): number =>
    change.change === undefined || change.change === 0 ? 0 : Math.abs(change.relative ?? Number.POSITIVE_INFINITY)
  const keyed = rows.map((row) => ({ row, sure: isSure(row), size: moved(row) }))
  keyed.sort((one, other) => other.sure - one.sure || (one.size === other.size ? 0 : other.size > one.size ? 1 : -1))
  return keyed.map(({ row }) => row)
}

function rowsOf(report: Report): readonly Row[] {
  const directionOf = directionFinder(report.rules)
  const gateOf = gateFinder(report.gate.rules)
  const ambiguous = namesInSeveralFiles(report.changes)
  const known = report.comparison && evidenceFor(report.changes, report.comparison).rows
  const written = report.changes.map((change) => ({ change, compared: known?.get(metricKey(change))?.row }))
  const computed = (report.computed ?? []).map(({ change, compared }) => ({ change, compared, isComputed: true }))
  return [...written, ...computed].map(({ change, compared, ...more }): Row => {
    const isFirst = report.baseline.kind === 'none'
    const movement = isFirst ? 'first' : movementOf(change, directionOf(change.name))
    return {
      ...more,
      change,
      // Without main the predictions were compared with themselves, for their values alone.
      movement: isFirst || movement === 'unchanged' ? movement : (knownMovement(compared) ?? movement),
      compared,
      gate: gateOf(change),
      ambiguous: ambiguous.has(change.name),
    }
  })
}

/** The names that stand in more than one file. */
export function namesInSeveralFiles(changes: readonly Pick<MetricChange, 'file' | 'name'>[]): ReadonlySet<string> {
  if (changes.every(({ file }) => file === changes[0]?.file)) return new Set()
  const files = new Map<string, string>()
  const several = new Set<string>()
  for (const { name, file } of changes) {
    if ((files.get(name) ?? file) !== file) several.add(name)
    files.set(name, file)
  }
  return several
}

function movementOf(change: MetricChange, direction: 'higher' | 'lower' | 'unknown'): Movement {
  if (change.old === undefined) return 'new'
  if (change.new === undefined) return 'gone'
  if (sameValue(change.old, change.new)) return 'unchanged'
  if (change.old.kind === 'number' && change.new.kind === 'text') return 'lost'
  if (change.change === undefined || direction === 'unknown') return 'changed'
  return change.change > 0 === (direction === 'higher') ? 'better' : 'worse'
}

function knownMovement(compared: Compared | undefined): Movement | undefined {
  return compared === undefined || compared.label === 'unknown' ? undefined : compared.label
}

const GATE_ORDER: readonly (Judgement | undefined)[] = [
  'fail',
  'inconclusive',
  'warned',
  'pass',
  'not-judged',
  undefined,
]

function gateFinder(results: readonly RuleResult[]): (change: MetricChange) => Judgement | undefined {
  const worst = new Map<string, Judgement>()
  for (const result of results) {
    const key = metricKey({ file: result.file, name: result.metric })
    const judgement = judgementOf(result)
    if (GATE_ORDER.indexOf(judgement) < GATE_ORDER.indexOf(worst.get(key))) worst.set(key, judgement)
  }
  return ({ file, name }) => (worst.size === 0 ? undefined : worst.get(metricKey({ file, name })))
}

const MOVEMENT_ORDER: readonly Movement[] = [
  'lost',
  'worse',
  'better',
  'changed',
  'noise',
  'too few',
  'new',
  'gone',
  'first',
  'unchanged',
]

function rankOf({ gate, movement }: Row): number {
  return GATE_ORDER.indexOf(gate) * MOVEMENT_ORDER.length + MOVEMENT_ORDER.indexOf(movement)
}
