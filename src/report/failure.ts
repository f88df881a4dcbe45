import type { Place } from '../errors.ts'
import { compose } from './compose.ts'
import { COMMENT_LIMIT, limitOf, type ReportLimit } from './limit.ts'
import { details, escapeText, fence, heading, inlineCode, link, prose } from './markdown.ts'
import { fitItems, fitWhole, NOTHING, type Section, type Space } from './section.ts'
import { commitText } from './sections/metrics.ts'
import { visibleText } from './visible-text.ts'

/** Why there is no report: the configuration, a metrics file or the training is wrong. A UserError fits `error`. */
export interface Failure {
  /** Undefined when it is not known which model, for example because the configuration cannot be read. */
  readonly model?: string
  readonly error: { readonly what: string; readonly place: Place; readonly fix: string | undefined }
  /** The last lines of the training's output. */
  readonly lastLines?: readonly string[]
  readonly candidate?: { readonly sha: string }
  readonly runUrl?: string
  readonly repositoryUrl?: string
}

const WORDS = 'could not be evaluated'
const LONGEST_LINE = 500
/** More lines of output than this are folded, and the last one stands above them. */
const UNFOLDED = 12

/**
 * Renders a failure for the place where the report would stand: the verdict line, what is wrong, where, what to do, and
 * the last lines of the training, of which the earliest are cut first. Never longer than the limit; never throws.
 */
export function renderFailure(
  failure: Failure,
  limit: number | ReportLimit = COMMENT_LIMIT,
): { readonly text: string; readonly cut: boolean } {
  const parts = [
    { rank: 0, render: (space: Space) => firstLine(failure, space) },
    { rank: 1, render: (space: Space) => fitWhole(mistakeOf(failure), space, 'what is wrong') },
    { rank: 3, render: (space: Space) => fitWhole(endOf(failure), space, 'the last line of output') },
    { rank: 4, render: (space: Space) => lastLines(failure, space) },
    { rank: 2, render: (space: Space) => fitWhole(runOf(failure), space, 'where the log is') },
  ]
  return compose(parts, limitOf(limit), failure.runUrl)
}

const TITLE = 'Could not be evaluated: '

/** Whether the title of a check run is one of a failure. */
export function isFailureTitle(title: string): boolean {
  return title.startsWith(TITLE)
}

/** The failure in one line of plain text, for the title of a check run; below 255 characters. */
export function failureTitle({ error }: Failure): string {
  return visibleText(`${TITLE}${error.what}`.replaceAll('`', ''), 200)
}

function firstLine({ model }: Failure, space: Space): Section {
  const lines = [
    heading(3, `⛔ ${model === undefined ? 'The model' : escapeText(model, 100)}: ${WORDS}`),
    `⛔ ${WORDS}`,
  ]
  const text = lines.find((line) => space.sizeOf(line) <= space.size)
  return text === undefined ? NOTHING : { text }
}

function mistakeOf({ error }: Failure): string {
  const { file, line, column, key } = error.place
  const position = [file, line, column].filter((part) => part !== undefined).join(':')
  const place = [position, key ?? ''].filter(Boolean).map((part) => inlineCode(part))
  const sentences = [place.length === 0 ? '' : `${place.join(' at ')}:`, prose(error.what), prose(error.fix ?? '')]
  return sentences.filter(Boolean).join(' ')
}

/** What a program says last is mostly the reason; on a phone it would be at the end of a long block, and cut. */
function endOf({ lastLines: lines = [] }: Failure): string {
  const last = lines.findLast((line) => line.trim() !== '')
  return last === undefined || lines.length <= UNFOLDED ? '' : `It ended with ${inlineCode(last.trim(), LONGEST_LINE)}.`
}

function lastLines({ lastLines: lines = [] }: Failure, space: Space): Section {
  const newestFirst = lines
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line))
    .reverse()
  return fitItems({
    items: newestFirst,
    space,
    called: ['line of output', 'lines of output'],
    render: (some) => {
      const block = fence([...some].reverse().join('\n'), 'text')
      if (lines.length <= UNFOLDED) return `The last lines of its output:\n\n${block}`
      return details(`The last ${some.length} lines of its output`, block)
    },
  })
}

function runOf(failure: Failure): string {
  const commit = failure.candidate === undefined ? '' : `Commit ${commitText(failure, failure.candidate.sha)}.`
  return [commit, failure.runUrl === undefined ? '' : link('Log of this run', failure.runUrl)].filter(Boolean).join(' ')
}
