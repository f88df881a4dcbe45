import { escapeText, inlineCode, link } from '../report/markdown.ts'

export interface ProposalNews {
  readonly repository: string
  readonly number: number
  readonly url: string
  readonly state: 'merged' | 'closed'
  readonly model: string
  readonly environment: string
  readonly version: string
}

/** What the model's pull request is told when its proposal in the gitops repository has ended. */
export function renderProposalNews({ repository, number, url, state, environment, version }: ProposalNews): string {
  const pull = link(`${repository}#${number}`, url)
  const where = `**${escapeText(environment)}**`
  if (state === 'merged') return `${where}: ${pull} was merged; ${inlineCode(version)} is released there.`
  return `${where}: ${pull} was closed without being merged; nothing changed there.`
}
