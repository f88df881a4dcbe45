import type { ReportLimit } from './limit.ts'
import { sizeIn } from './limit.ts'
import { escapeText, link } from './markdown.ts'
import { NOTHING, type Section, type Space } from './section.ts'

/** A section that is still to be rendered; the smaller the rank, the earlier it gets its room. */
export interface Part {
  readonly rank: number
  readonly render: (space: Space) => Section
}

const GAP = '\n\n'
const END = '\n'

/**
 * Puts parts together in their order within the limit. When something does not fit, everything is rendered once more
 * with room for a notice at the end that says what was left out.
 */
export function compose(
  parts: readonly Part[],
  limit: ReportLimit,
  wholeUrl: string | undefined,
): { readonly text: string; readonly cut: boolean } {
  const sizeOf = sizeIn(limit.unit)
  const whole = renderParts(parts, { size: limit.size, sizeOf })
  const left = leftOf(whole)
  if (left.length === 0) return { text: join(whole), cut: false }
  const room = sizeOf(notice([...LONGEST_LEFT], limit, wholeUrl)) + GAP.length
  const rest = renderParts(parts, { size: limit.size - room, sizeOf })
  const text = join([...rest, { text: notice(leftOf(rest), limit, wholeUrl) }])
  if (sizeOf(text) <= limit.size && rest[0]?.text !== '') return { text, cut: true }
  return { text: join(whole), cut: true }
}

/** More of what was left out is not named. */
const MOST_NAMED = 10
/** More and longer words than any notice has. */
const LONGEST_LEFT = Array.from({ length: MOST_NAMED + 1 }, () => '1000000 remarks on the comparison')

function renderParts(parts: readonly Part[], space: Space): readonly Section[] {
  const sections = parts.map(() => NOTHING)
  let size = space.size - END.length
  const byRank = parts.map((part, index) => ({ part, index })).sort((one, other) => one.part.rank - other.part.rank)
  for (const { part, index } of byRank) {
    const section = part.render({ size: Math.max(0, size), sizeOf: space.sizeOf })
    sections[index] = section
    if (section.text !== '') size -= space.sizeOf(section.text) + GAP.length
  }
  return sections
}

function leftOf(sections: readonly Section[]): readonly string[] {
  return sections.flatMap(({ left }) => (left === undefined ? [] : [left]))
}

function join(sections: readonly Section[]): string {
  const texts = sections.map(({ text }) => text).filter(Boolean)
  return texts.length === 0 ? '' : texts.join(GAP) + END
}

function notice(left: readonly string[], { wholeIsIn }: ReportLimit, wholeUrl: string | undefined): string {
  const place =
    wholeIsIn === undefined || wholeUrl === undefined ? escapeText(wholeIsIn ?? '') : link(wholeIsIn, wholeUrl)
  const where = place === '' ? '' : ` The whole report is in the ${place}.`
  const names = left.length > MOST_NAMED ? [...left.slice(0, MOST_NAMED), 'and more'] : left
  return `> ✂️ The report is too long for this place. Left out: ${names.join(', ')}.${where}`
}
