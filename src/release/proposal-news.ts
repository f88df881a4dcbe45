import type { Scalar } from '../config/gitops-config.ts'
import type { Running } from '../manifest/layout.ts'
import { escapeText, inlineCode, link } from '../report/markdown.ts'
import { outcomeText } from './outcome-text.ts'

export interface ProposalNews {
  readonly repository: string
  readonly number: number
  readonly url: string
  readonly state: 'merged' | 'closed'
  readonly environment: string
  /** What the proposal was to make of the environment: who gets the traffic, or a value. */
  readonly outcome:
    | { readonly next: Running; readonly previous?: string | undefined }
    | { readonly key: string; readonly value: Scalar }
  /** The newer proposal that it was closed for. */
  readonly supersededBy?: { readonly number: number; readonly url: string }
}

/** What the model's pull request is told when its proposal in the gitops repository has ended. */
export function renderProposalNews({
  repository,
  number,
  url,
  state,
  environment,
  outcome,
  supersededBy,
}: ProposalNews): string {
  const pull = link(`${repository}#${number}`, url)
  const where = `**${escapeText(environment)}**`
  if (state === 'merged') return `${where}: ${pull} was merged: ${textOf(outcome)}`
  if (supersededBy !== undefined) {
    const newer = link(`${repository}#${supersededBy.number}`, supersededBy.url)
    return `${where}: ${pull} was closed for the newer ${newer}; nothing changed there.`
  }
  return `${where}: ${pull} was closed without being merged; nothing changed there.`
}

function textOf(outcome: ProposalNews['outcome']): string {
  if ('next' in outcome) return outcomeText(outcome.next, outcome.previous)
  return `${inlineCode(outcome.key)} is ${inlineCode(String(outcome.value))}.`
}

/** What is told on a proposal that is closed for a newer one. */
export function supersededText(newer: {
  readonly repository: string
  readonly number: number
  readonly url: string
  readonly version: string
}): string {
  return `Closed for ${link(`${newer.repository}#${newer.number}`, newer.url)}, which proposes ${inlineCode(newer.version)}.`
}
