import { compose, type Part } from './compose.ts'
import type { Report } from './content.ts'
import { COMMENT_LIMIT, limitOf, type ReportLimit } from './limit.ts'
import { type Rows, rankRows } from './rows.ts'
import type { Section, Space } from './section.ts'
import { alarms } from './sections/alarms.ts'
import { classTables } from './sections/classes.ts'
import { comparisonDetails, comparisonLines } from './sections/comparison.ts'
import { confusionMatrices } from './sections/confusion.ts'
import { learningCurves } from './sections/curves.ts'
import { extraSection } from './sections/extra.ts'
import { gateChecks, gateProblems } from './sections/gates.ts'
import { mainTable, moreMetrics, unchangedMetrics } from './sections/metrics.ts'
import { nextSteps } from './sections/next.ts'
import { baselineNote, caution, notes } from './sections/notes.ts'
import { changedParams } from './sections/params.ts'
import { plots } from './sections/plots.ts'
import { rocCurves } from './sections/roc.ts'
import { training } from './sections/training.ts'
import { mainTrend } from './sections/trend.ts'
import { verdictLine } from './sections/verdict.ts'

export type { ExtraSection, NextStep, Plot, Report, ReportBaseline, ReportSources, Trend } from './content.ts'
export { CHECK_LIMIT, COMMENT_LIMIT, type ReportLimit, SUMMARY_LIMIT } from './limit.ts'
export { checkTitle } from './sections/verdict.ts'

/** In the order in which they are read; the room is given by rank, the smallest first, and the last ranks are cut. */
const SECTIONS: readonly {
  readonly rank: number
  readonly render: (report: Report, rows: Rows, space: Space) => Section
}[] = [
  { rank: 0, render: (report, _, space) => verdictLine(report, space) },
  { rank: 0, render: (report, _, space) => caution(report, space) },
  { rank: 1, render: (report, _, space) => gateProblems(report, space) },
  { rank: 1, render: alarms },
  { rank: 3, render: (report, _, space) => baselineNote(report, space) },
  { rank: 5, render: mainTable },
  { rank: 6, render: (report, _, space) => comparisonLines(report, space) },
  { rank: 8, render: (report, _, space) => changedParams(report, space) },
  { rank: 7, render: (report, _, space) => notes(report, space) },
  { rank: 4, render: (report, _, space) => training(report, space) },
  { rank: 2, render: (report, _, space) => nextSteps(report, space) },
  { rank: 11, render: moreMetrics },
  { rank: 18, render: unchangedMetrics },
  { rank: 9, render: (report, _, space) => gateChecks(report, space) },
  { rank: 10, render: (report, _, space) => comparisonDetails(report, space) },
  { rank: 13, render: (report, _, space) => confusionMatrices(report, space) },
  { rank: 14, render: (report, _, space) => classTables(report, space) },
  { rank: 15, render: (report, _, space) => rocCurves(report, space) },
  { rank: 16, render: (report, _, space) => learningCurves(report, space) },
  { rank: 17, render: (report, _, space) => mainTrend(report, space) },
  { rank: 12, render: (report, _, space) => plots(report, space) },
  { rank: 19, render: (report, _, space) => extraSection(report, space) },
]

/**
 * Renders a report as GitHub Flavored Markdown, the verdict in its first line. The text is never longer than the limit
 * (default: a comment, 65,536 characters; a number counts characters): what matters least is left out first, the end of
 * the text says what and where to find it, and `cut` is true. Never throws.
 */
export function renderReport(
  report: Report,
  limit: number | ReportLimit = COMMENT_LIMIT,
): { readonly text: string; readonly cut: boolean } {
  const rows = ranked(report)
  const parts = SECTIONS.map(({ rank, render }): Part => ({ rank, render: (space) => render(report, rows, space) }))
  return compose(parts, limitOf(limit), report.runUrl)
}

const known = new WeakMap<Report, Rows>()

/** A report is rendered for the comment, the check run and the summary, and its metrics need be ranked only once. */
function ranked(report: Report): Rows {
  const rows = known.get(report) ?? rankRows(report)
  known.set(report, rows)
  return rows
}
