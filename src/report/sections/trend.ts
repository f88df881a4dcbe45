import { directionFinder } from '../../metrics/direction.ts'
import { lineChart } from '../chart.ts'
import { chartText } from '../chart-text.ts'
import type { Report, Trend } from '../content.ts'
import { details, inlineCode } from '../markdown.ts'
import { formatNumber } from '../number.ts'
import { fitItems, type Section, type Space } from '../section.ts'
import { firstNames } from './curves.ts'
import { commitText } from './metrics.ts'

/** A chart is a browser's frame: the metrics that matter come first, and the rest is in `serin history`. */
const MOST_CHARTS = 4

/** How the metrics went on main, with the candidate as a level line, folded. Nothing before main has two measurements. */
export function mainTrend(report: Report, space: Space): Section {
  const charts = (report.trend ?? []).flatMap((trend) => {
    const text = chartOf(trend, report)
    return text === '' ? [] : [{ trend, text }]
  })
  const shown = charts.slice(0, MOST_CHARTS)
  const rest = charts.slice(MOST_CHARTS).map(({ trend }) => trend)
  const more = rest.length === 0 ? '' : `\n\nNot drawn: ${firstNames(rest)}; \`serin history\` prints them.`
  const count = Math.max(0, ...shown.map(({ trend }) => trend.points.length))
  return fitItems({
    items: shown,
    space,
    called: ["chart of main's history", "charts of main's history"],
    render: (some) =>
      details(
        `The last ${count} measurements of main`,
        some.map(({ trend, text }) => `${bestText(trend, report)}\n\n${text}`).join('\n\n') + more,
      ),
  })
}

function chartOf({ file, name, points }: Trend, report: Report): string {
  const main = points.map(({ value }, index) => ({ step: index - points.length + 1, value }))
  const now = report.changes.find((change) => change.name === name && change.file === file)?.new
  const level = now?.kind === 'number' ? main.map(({ step }) => ({ step, value: now.value })) : []
  const lines = [
    { name: 'main', color: 'orange', points: main },
    { name: report.pullRequest === undefined ? 'this commit' : 'this pull request', color: 'blue', points: level },
  ] as const
  return chartText(lineChart({ title: name, stepName: 'measurements before the newest', lines }), lines)
}

/** The best one where it is known which way is better, and the newest. */
function bestText({ name, points }: Trend, report: Report): string {
  const direction = directionFinder(report.rules)(name)
  const newest = points.at(-1)
  const sign = direction === 'lower' ? -1 : 1
  const best = points.reduce(
    (found, point) => (sign * point.value > sign * found.value ? point : found),
    points[0] ?? { sha: '', value: 0 },
  )
  const said = [`newest ${formatNumber(newest?.value ?? 0)}`]
  if (direction !== 'unknown') said.push(`best ${formatNumber(best.value)} at ${commitText(report, best.sha)}`)
  return `${inlineCode(name)} on main: ${said.join(', ')}.`
}
