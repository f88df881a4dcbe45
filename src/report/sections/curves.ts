import type { Curve } from '../../metrics/curve.ts'
import { lineChart } from '../chart.ts'
import { chartText } from '../chart-text.ts'
import type { Report } from '../content.ts'
import { pointsWithGaps } from '../gap-text.ts'
import { details, inlineCode } from '../markdown.ts'
import { partnerOf } from '../partner.ts'
import { namesInSeveralFiles } from '../rows.ts'
import { counted, fitItems, type Section, type Space } from '../section.ts'

/** A browser draws each chart in a frame of its own; more than these make a page slow. */
const MOST_CHARTS = 8
const CURVES = ['curve', 'curves'] as const

/** How the training went, step by step, beside main's: curves of gated metrics first, then in the order of the files. */
export function learningCurves(report: Report, space: Space): Section {
  const curves = curvesOf(report)
  const several = namesInSeveralFiles(curves)
  const titleOf = ({ name, file }: Curve): string => (several.has(name) ? `${name} in ${file}` : name)
  const drawn = curves.slice(0, MOST_CHARTS).map((curve) => chartOf(curve, titleOf(curve), report))
  const rest = curves.slice(MOST_CHARTS)
  const called = curves.every(isOverSteps) ? (['learning curve', 'learning curves'] as const) : CURVES
  const title = counted(curves.length, called)
  const more =
    rest.length === 0 ? '' : `\n\n${counted(rest.length, ['curve is', 'curves are'])} not drawn: ${firstNames(rest)}.`
  return fitItems({
    items: drawn.filter(Boolean),
    space,
    called,
    render: (some) => details(title, some.join('\n\n') + more),
  })
}

/** Steps are counted; recall, which is none, has fractions. */
function isOverSteps({ points }: Curve): boolean {
  return points.every(({ step }) => Number.isInteger(step))
}

function curvesOf(report: Report): readonly Curve[] {
  const gated = new Set(report.gate.rules.map(({ metric }) => metric))
  const curves = (report.sources?.curves ?? []).filter(({ points }) => points.length > 1)
  return [...curves.filter(({ name }) => gated.has(name)), ...curves.filter(({ name }) => !gated.has(name))]
}

function chartOf(curve: Curve, title: string, report: Report): string {
  const main = partnerOf(report.baselineSources?.curves, curve)
  const lines = [
    {
      name: report.pullRequest === undefined ? 'this commit' : 'this pull request',
      color: 'blue',
      points: pointsWithGaps(curve),
    },
    ...(main === undefined ? [] : [{ name: 'main', color: 'orange', points: pointsWithGaps(main) } as const]),
  ] as const
  const chart = chartText(lineChart({ title, stepName: curve.stepName, lines }), lines)
  const isBroken = [curve, main].some((drawn) => (drawn?.gaps ?? []).length > 0)
  return chart !== '' && isBroken ? `${chart} · only the longest stretch of numbers is drawn` : chart
}

/** The first of the items by their names, as code; what is beyond is hinted at. */
export function firstNames(items: readonly { readonly name: string }[]): string {
  const names = items.slice(0, 20).map(({ name }) => inlineCode(name, 60))
  return [...names, ...(items.length > names.length ? ['…'] : [])].join(', ')
}
