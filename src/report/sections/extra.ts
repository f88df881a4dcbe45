import type { Report } from '../content.ts'
import { foreignMarkdown } from '../foreign-markdown.ts'
import { details, fence } from '../markdown.ts'
import { fitItems, NOTHING, type Section, type Space } from '../section.ts'

/** A job summary holds no more. */
const LONGEST_TEXT = 1_048_576

/** The text that the training wrote for people, folded under the file's name, line by line as far as there is room. */
export function extraSection({ extra }: Report, space: Space): Section {
  if (extra === undefined || extra.text.trim() === '') return NOTHING
  const lines = extra.text.slice(0, LONGEST_TEXT).replace(/\s+$/, '').split('\n')
  return fitItems({
    items: lines,
    space,
    called: [
      `line of ${extra.from === 'own' ? 'the' : 'the fork’s'} report`,
      `lines of ${extra.from === 'own' ? 'the' : 'the fork’s'} report`,
    ],
    render: (some) => {
      const text = some.join('\n')
      return details(extra.file, extra.from === 'own' ? foreignMarkdown(text, extra.images) : fence(text, 'text'))
    },
  })
}
