import type { Report } from '../content.ts'
import { details, image, inlineCode } from '../markdown.ts'
import { counted, fitItems, type Section, type Space } from '../section.ts'

/** Up to this many pictures are shown unfolded. */
const FEW = 2

/** The pictures that the training drew, each below its name. */
export function plots(report: Report, space: Space): Section {
  const all = report.plots ?? []
  return fitItems({
    items: all,
    space,
    called: ['plot', 'plots'],
    render: (some) => {
      const pictures = some.map(({ name, url }) => `${inlineCode(name)}\n\n${image(name, url)}`).join('\n\n')
      return all.length > FEW ? details(counted(all.length, ['plot', 'plots']), pictures) : pictures
    },
  })
}
