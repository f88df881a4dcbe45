import type { Verdict } from '../gate/evaluate.ts'
import { compose, type Part } from './compose.ts'
import type { Report } from './content.ts'
import { COMMENT_LIMIT, limitOf, type ReportLimit, sizeIn } from './limit.ts'
import { breakableCode, details, heading, tableOf } from './markdown.ts'
import { renderReport } from './report.ts'
import { counted, fitItems, NOTHING, type Section, type Space } from './section.ts'
import { verdictIcon, verdictWords } from './sections/verdict.ts'

/** A report shorter than this says nothing. */
const SMALLEST_REPORT = 400

/**
 * Renders the reports of several models as one text: the verdict over all of them, a table of the models, then each
 * report, folded when its gate passes. No longer than the limit: every report gets a fair share, and those that need
 * less leave the rest to the others. One report is rendered as by itself. Never throws.
 */
export function renderCombined(
  reports: readonly Report[],
  limit: number | ReportLimit = COMMENT_LIMIT,
): { readonly text: string; readonly cut: boolean } {
  const [only] = reports
  const asked = limitOf(limit)
  if (only !== undefined && reports.length === 1) return renderReport(only, asked)
  const ordered = ORDER.flatMap((verdict) => reports.filter((report) => report.verdict === verdict))
  const parts: Part[] = [
    { rank: 0, render: (space) => firstLine(ordered, space) },
    { rank: 1, render: (space) => overview(ordered, space) },
    ...reportParts(ordered, asked),
  ]
  return compose(parts, asked, reports.find(({ runUrl }) => runUrl !== undefined)?.runUrl)
}

/** The verdicts over several models in one line of plain text, for the title of a check run. */
export function combinedTitle(reports: readonly Report[]): string {
  const counts = ORDER.map((verdict) => ({
    verdict,
    count: reports.filter((report) => report.verdict === verdict).length,
  }))
  const said = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${WORDS[verdict]}`)
  return `${counted(reports.length, ['model', 'models'])}: ${said.join(', ')}`
}

/** What needs somebody comes first. */
const ORDER: readonly Verdict[] = ['fail', 'inconclusive', 'pass']
const WORDS: Readonly<Record<Verdict, string>> = { fail: 'failing', inconclusive: 'unclear', pass: 'passing' }
const ICONS: Readonly<Record<Verdict, string>> = { fail: '❌', inconclusive: '⚠️', pass: '✅' }

function firstLine(reports: readonly Report[], space: Space): Section {
  const worst = ORDER.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? 'pass'
  const lines = [heading(3, `${ICONS[worst]} ${combinedTitle(reports)}`), WORDS[worst]]
  const text = lines.find((line) => space.sizeOf(line) <= space.size)
  return text === undefined ? NOTHING : { text }
}

function overview(reports: readonly Report[], space: Space): Section {
  return fitItems({
    items: reports,
    space,
    called: ['model of the table', 'models of the table'],
    render: (some) => {
      const body = some.map((report) => [
        breakableCode(report.model, 100),
        `${verdictIcon(report)} ${verdictWords(report)}`,
        movedText(report),
      ])
      return tableOf([['model', 'verdict', 'metrics that moved'], ...body], ['l', 'l', 'r'])
    },
  })
}

/** Of those in the files and those that only the predictions have. */
function movedText({ changes, computed = [], baseline }: Report): string {
  if (baseline.kind === 'none') return 'nothing to compare with'
  const all = [...changes, ...computed.map(({ change }) => change)]
  const moved = all.filter(({ change }) => change !== undefined && change !== 0).length
  return `${moved} of ${all.length}`
}

/** The smallest reports are rendered first, so that what they leave is known when the larger ones are cut. */
function reportParts(reports: readonly Report[], limit: ReportLimit): readonly Part[] {
  const sizeOf = sizeIn(limit.unit)
  const sizes = reports.map((report) => sizeOf(renderReport(report, limit).text))
  const bySize = reports.map((_, index) => index).sort((one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0))
  return reports.map((report, index) => {
    const place = bySize.indexOf(index)
    const render = (space: Space): Section =>
      oneReport(report, { ...limit, size: Math.floor(space.size / (reports.length - place)) - 2 })
    return { rank: 2 + place, render }
  })
}

function oneReport(report: Report, limit: ReportLimit): Section {
  const left = /^[\w.-]{1,40}$/.test(report.model) ? `parts of \`${report.model}\`` : 'parts of a model'
  const isFolded = report.verdict === 'pass'
  const size = limit.size - (isFolded ? sizeIn(limit.unit)(folded(report, '')) : 0)
  if (size < SMALLEST_REPORT) return { text: '', left }
  const { text, cut } = renderReport(report, { ...limit, size })
  const shown = isFolded ? folded(report, text.trimEnd()) : text.trimEnd()
  return cut ? { text: shown, left } : { text: shown }
}

/** The verdict line becomes the title of the fold. */
function folded(report: Report, text: string): string {
  const title = `${verdictIcon(report)} ${report.model.slice(0, 100)}: ${verdictWords(report)}`
  return details(title, text.split('\n').slice(1).join('\n').trim())
}
