import type { Curve } from '../../metrics/curve.ts'
import type { Report } from '../content.ts'
import { gapText } from '../gap-text.ts'
import { list, prose } from '../markdown.ts'
import { fitItems, fitWhole, NOTHING, type Section, type Space } from '../section.ts'
import { commitText } from './metrics.ts'

/** Says so when the numbers of main are missing or were not measured on main. */
export function baselineNote(report: Report, space: Space): Section {
  const { baseline } = report
  switch (baseline.kind) {
    case 'measured':
      return NOTHING
    case 'file':
      return fitWhole(
        `Main's numbers are those of the files committed at ${commitText(report, baseline.sha)}.`,
        space,
        'a note on the baseline',
      )
    case 'none':
      return fitWhole(`There is nothing to compare with: ${prose(baseline.reason)}`, space, 'a note on the baseline')
  }
}

/** Why the numbers may not be what they seem. */
export function caution({ caution: words }: Report, space: Space): Section {
  return words === undefined ? NOTHING : fitWhole(`> ⚠️ ${prose(words)}`, space, 'a caution')
}

/** What else the reader must know: where a curve is no number first. */
export function notes(report: Report, space: Space): Section {
  const items = [...gapNotes(report), ...report.notes]
  return fitItems({
    items,
    space,
    called: ['note', 'notes'],
    render: (some) => (items.length === 1 ? prose(some[0] ?? '') : list(some.map(prose))),
  })
}

const MOST_GAP_NOTES = 5

function gapNotes({ sources, baselineSources }: Report): readonly string[] {
  const texts = (curves: readonly Curve[] = [], where: string): readonly string[] =>
    curves.map(gapText).flatMap((text) => (text === undefined ? [] : [`${where}${text}.`]))
  const found = [...texts(sources?.curves, ''), ...texts(baselineSources?.curves, 'On main, ')]
  const more = found.length - MOST_GAP_NOTES
  return more > 0 ? [...found.slice(0, MOST_GAP_NOTES), `${more} more curves are no numbers at some steps.`] : found
}
