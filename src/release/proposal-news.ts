import type { Running } from '../manifest/layout.ts'
import { escapeText, link } from '../report/markdown.ts'
import { outcomeText } from './outcome-text.ts'

export interface ProposalNews {
  readonly repository: string
  readonly number: number
  readonly url: string
  readonly state: 'merged' | 'closed'
  readonly environment: string
  /** What the proposal was to make of the environment. */
  readonly next: Running
}

/** What the model's pull request is told when its proposal in the gitops repository has ended. */
export function renderProposalNews({ repository, number, url, state, environment, next }: ProposalNews): string {
  const pull = link(`${repository}#${number}`, url)
  const where = `**${escapeText(environment)}**`
  if (state === 'merged') return `${where}: ${pull} was merged: ${outcomeText(next)}`
  return `${where}: ${pull} was closed without being merged; nothing changed there.`
}
