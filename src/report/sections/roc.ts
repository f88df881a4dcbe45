import type { Roc, RocPoint } from '../../metrics/roc.ts'
import { lineChart } from '../chart.ts'
import { chartText } from '../chart-text.ts'
import type { Report } from '../content.ts'
import { details, inlineCode, tableOf } from '../markdown.ts'
import { formatNumber, NO_VALUE } from '../number.ts'
import { callOf, partnerOf } from '../partner.ts'
import { fitItems, type Section, type Space } from '../section.ts'

/** A chart for each of the first few; the table has all. */
const MOST_CHARTS = 3

/** The area under each ROC curve, the threshold that separates best (Youden's J), and the curves of the first few. */
export function rocCurves(report: Report, space: Space): Section {
  const rocs = (report.sources?.rocs ?? []).filter(({ points }) => points.length > 1)
  const pairs = rocs.map((roc) => ({ roc, main: partnerOf(report.baselineSources?.rocs, roc) }))
  const charts = pairs.slice(0, MOST_CHARTS).map(({ roc, main }) => chartOf(roc, main, report))
  const rows = pairs.map(({ roc, main }) => summaryOf(roc, main))
  return fitItems({
    items: rows,
    space,
    called: ['ROC curve', 'ROC curves'],
    render: (some) => {
      const title = rocs.length === 1 ? 'ROC curve' : 'ROC curves'
      return details(title, [table(some), ...charts.slice(0, some.length)].filter(Boolean).join('\n\n'))
    },
  })
}

function table(rows: readonly (readonly string[])[]): string {
  const header = ['curve', 'AUC on main', 'AUC', 'best threshold', 'finds', 'false alarms']
  return tableOf([header, ...rows], ['l', 'r', 'r', 'r', 'r', 'r'])
}

function summaryOf(roc: Roc, main: Roc | undefined): readonly string[] {
  const best = separatesBest(roc.points)
  return [
    inlineCode(callOf(roc)),
    main === undefined ? NO_VALUE : formatNumber(areaUnder(main.points)),
    formatNumber(areaUnder(roc.points)),
    best?.threshold === undefined ? NO_VALUE : formatNumber(best.threshold),
    best === undefined ? NO_VALUE : formatNumber(best.truePositiveRate),
    best === undefined ? NO_VALUE : formatNumber(best.falsePositiveRate),
  ]
}

function chartOf(roc: Roc, main: Roc | undefined, report: Report): string {
  const points = (from: Roc) =>
    from.points.map((point) => ({ step: point.falsePositiveRate, value: point.truePositiveRate }))
  const lines = [
    {
      name: report.pullRequest === undefined ? 'this commit' : 'this pull request',
      color: 'blue',
      points: points(roc),
    },
    ...(main === undefined ? [] : [{ name: 'main', color: 'orange', points: points(main) } as const]),
  ] as const
  return chartText(lineChart({ title: `true positives, ${callOf(roc)}`, stepName: 'false positives', lines }), lines)
}

/** The trapezoidal rule over the points as they are drawn. */
function areaUnder(points: readonly RocPoint[]): number {
  const ordered = [...points].sort(
    (one, other) => one.falsePositiveRate - other.falsePositiveRate || one.truePositiveRate - other.truePositiveRate,
  )
  let area = 0
  for (let index = 1; index < ordered.length; index += 1) {
    const [one, other] = [ordered[index - 1], ordered[index]]
    if (one === undefined || other === undefined) continue
    area += ((other.falsePositiveRate - one.falsePositiveRate) * (one.truePositiveRate + other.truePositiveRate)) / 2
  }
  return area
}

/** The point furthest above the diagonal (Youden 1950). */
function separatesBest(points: readonly RocPoint[]): RocPoint | undefined {
  const above = (point: RocPoint): number => point.truePositiveRate - point.falsePositiveRate
  return points.reduce<RocPoint | undefined>(
    (best, point) => (best === undefined || above(point) > above(best) ? point : best),
    undefined,
  )
}
