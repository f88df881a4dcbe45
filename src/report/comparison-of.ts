import type { MetricChange } from '../metrics/diff.ts'
import type { Row as Compared } from '../statistics/row.ts'
import type { Report } from './content.ts'

/** How far the compared numbers may be from those of the metrics file, as a share of the range: a matter of rounding. */
const ROUNDING = 0.1

/**
 * Finds what the comparison says of a metric: by its name, or by its last part (`val.accuracy` is `accuracy`), and only
 * when it is about the same numbers.
 */
export function comparisonFinder({ comparison }: Report): (change: MetricChange) => Compared | undefined {
  if (comparison === undefined) return () => undefined
  const byName = new Map(comparison.rows.map(({ row }) => [row.metric, row]))
  const bySpelling = new Map(comparison.rows.map(({ row }) => [spelling(row.metric), row]))
  return (change) => {
    const found = byName.get(change.name) ?? bySpelling.get(spelling(change.name.split('.').at(-1) ?? ''))
    return found !== undefined && isAbout(found, change) ? found : undefined
  }
}

function spelling(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function isAbout({ main, pr, lo, hi }: Compared, { old, new: now }: MetricChange): boolean {
  const room = lo === null || hi === null ? 0 : (hi - lo) * ROUNDING
  const near = (compared: number | null, value: MetricChange['old']): boolean =>
    compared !== null &&
    value?.kind === 'number' &&
    Math.abs(compared - value.value) <= Math.max(room, Math.abs(compared) * 1e-6)
  return near(main, old) && near(pr, now)
}
