import type { Report } from '../content.ts'
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

/** What else the reader must know. */
export function notes(report: Report, space: Space): Section {
  return fitItems({
    items: report.notes,
    space,
    called: ['note', 'notes'],
    render: (some) => (report.notes.length === 1 ? prose(some[0] ?? '') : list(some.map(prose))),
  })
}
