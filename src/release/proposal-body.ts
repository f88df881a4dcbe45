import { foreignMarkdown } from '../report/foreign-markdown.ts'
import { codeLink, escapeText, fence, inlineCode, link, list } from '../report/markdown.ts'
import { outcomeText } from './outcome-text.ts'
import { type ProposalMark, renderMark } from './proposal.ts'
import { renderTrailers, type Trailers } from './trailers.ts'

/** What the evaluation said of exactly the commit that a proposal brings: the check run's own words, which are hostile. */
export interface EvaluationReport {
  readonly commit: string
  /** The check run's title, which tells the verdict. */
  readonly title: string
  readonly summary: string
  readonly url: string
}

/** Where a version has run already, as plain text but for the address. */
export interface Stage {
  readonly environment: string
  /** What it had there: `all the traffic`, `20 % of the traffic`. */
  readonly share: string
  /** ISO 8601. */
  readonly since: string
  readonly url: string
}

export interface ProposalText {
  readonly mark: ProposalMark
  readonly trailers: Trailers
  /** Where it comes from: a pull request of the model's repository, or a commit without one. */
  readonly origin: { readonly number: number; readonly title: string; readonly url: string } | undefined
  readonly asked: { readonly by: string; readonly url: string | undefined } | undefined
  readonly diff: string
  readonly report: EvaluationReport | undefined
  readonly stages: readonly Stage[]
}

/** GitHub takes 65,536 characters; the rest is room for what a squash adds. */
const LONGEST_BODY = 60_000
const LONGEST_REPORT = 20_000
const LONGEST_DIFF = 20_000

/**
 * The body of a proposal: what would change, who asks, what the evaluation and the environments before say. Its last
 * paragraph are the trailers, so that a squash with the pull request's own words keeps them.
 */
export function renderProposalBody(text: ProposalText): string {
  const { mark, trailers, diff, report, stages } = text
  const sections = [
    `${renderMark(mark)}\n${introduction(text)}`,
    fence(cut(diff, LONGEST_DIFF), 'diff'),
    ...(report === undefined ? [] : [evaluation(report)]),
    ...(stages.length === 0 ? [] : [`Where it has run:\n\n${list(stages.map(stageText))}`]),
    'Merging this pull request makes the change; closing it leaves everything as it is. Either is told on the model’s pull request.',
  ]
  const end = `\n\n${renderTrailers(trailers)}\n`
  return `${cut(sections.join('\n\n'), LONGEST_BODY - end.length)}${end}`
}

function introduction({ mark, origin, asked }: ProposalText): string {
  const from =
    origin === undefined
      ? inlineCode(mark.source)
      : `${link(`${mark.source}#${origin.number}`, origin.url)} (${escapeText(origin.title)})`
  const version = `Version ${inlineCode(mark.version)} of ${inlineCode(mark.model)} from ${from}, for **${escapeText(mark.environment)}**`
  const { version: _, rollout, shadow } = mark
  const running = { version: mark.version, rollout }
  const next = shadow === undefined || shadow === 'off' ? running : { ...running, shadow }
  const outcome = outcomeText(next, mark.previous)
  const by =
    asked === undefined
      ? ''
      : ` Asked for by ${inlineCode(asked.by)}${asked.url === undefined ? '' : ` (${link('here', asked.url)})`}.`
  return `${version}: ${outcome}${by}`
}

function evaluation({ commit, title, summary, url }: EvaluationReport): string {
  const words = withoutLinks(cut(summary, LONGEST_REPORT))
  return `Evaluation of ${inlineCode(commit.slice(0, 12))}, as ${link('its check run', url)} tells it: ${escapeText(title)}\n\n${foreignMarkdown(words)}`
}

/** Hostile text is not unfolded: what it folds is shown, and what it links or pictures is shown as words. */
const FOLDS = /<\/?(?:details|summary)>/g
const LINKS = /!?\[([^\]\\]{0,500})\]\([^()\s]{0,2000}\)/g
const DIAGRAMS = /^([ >]{0,8}(?:`{3,}|~{3,}) {0,4})mermaid/gm

/** The people who review this repository need not be those who may write what the evaluation says. */
function withoutLinks(summary: string): string {
  return summary
    .replace(DIAGRAMS, '$1text')
    .replace(FOLDS, '')
    .replace(LINKS, '$1')
    .replace(/\](?=[([:])/g, ']\u200B')
}

function stageText({ environment, share, since, url }: Stage): string {
  const when = codeLink(since.slice(0, 16).replace('T', ' '), url)
  return `**${escapeText(environment)}**: ${escapeText(share)} since ${when} (UTC)`
}

/** The beginning of a long text, with a word on the rest; never half a character. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${text.slice(0, longest - 20).replace(/[\uD800-\uDBFF]$/, '')}\n… (shortened)`
}
