import type { Environment } from '../config/gitops-config.ts'
import type { Running } from '../manifest/layout.ts'
import { changedLines } from '../manifest/line-diff.ts'
import { escapeText, fence, inlineCode, link } from '../report/markdown.ts'
import { type ProposalMark, proposalBranch, renderMark } from './proposal.ts'
import { renderMessage } from './trailers.ts'

/** A decided change of one manifest, and who wants it. */
export interface ManifestChange {
  /** The gitops repository. */
  readonly repository: string
  /** The model repository. */
  readonly source: string
  readonly model: string
  readonly environment: Environment
  readonly before: string
  readonly after: string
  readonly mode: '100644' | '100755'
  readonly next: Running
  readonly pullRequest?: { readonly number: number; readonly title: string; readonly url: string }
  /** The address of the comment or the workflow run that asks. */
  readonly command?: string
  readonly by?: string
}

/** A manifest change as text: the commit, and the pull request for where one is wanted. */
export interface ChangeRequest {
  readonly file: {
    readonly repository: string
    readonly path: string
    readonly mode: '100644' | '100755'
    readonly before: string
    readonly after: string
    readonly message: string
  }
  readonly proposal: { readonly branch: string; readonly title: string; readonly body: string }
}

/** Words a change: the same change always gets the same message, branch and title. */
export function changeFileRequest(change: ManifestChange): ChangeRequest {
  const { repository, environment, before, after, mode } = change
  const subject = subjectOf(change)
  return {
    file: { repository, path: environment.file, mode, before, after, message: messageOf(change, subject) },
    proposal: { branch: proposalBranch(markOf(change)), title: subject, body: bodyOf(change) },
  }
}

function subjectOf({ model, environment, next }: ManifestChange): string {
  const where = `${model} in ${environment.name}`
  switch (next.rollout.kind) {
    case 'stable':
      return `${where}: ${next.version}`
    case 'canary':
      return `${where}: canary ${next.version} at ${next.rollout.percent} %`
    case 'pinned':
      return `${where}: roll back ${next.version}`
  }
}

function messageOf(change: ManifestChange, subject: string): string {
  const { model, environment, next, source, pullRequest, command, by } = change
  const rollout = next.rollout.kind === 'canary' ? `canary ${next.rollout.percent}` : next.rollout.kind
  return renderMessage(subject, {
    model,
    version: next.version,
    environment: environment.name,
    rollout,
    ...(command === undefined ? {} : { command }),
    ...(pullRequest === undefined ? {} : { pullRequest: `${source}#${pullRequest.number}` }),
    ...(by === undefined ? {} : { by }),
  })
}

function markOf({ source, model, environment, next, pullRequest, command }: ManifestChange): ProposalMark {
  return {
    source,
    ...(pullRequest === undefined ? {} : { pullRequest: pullRequest.number }),
    model,
    environment: environment.name,
    version: next.version,
    rollout: next.rollout,
    ...(command === undefined ? {} : { command }),
  }
}

function bodyOf(change: ManifestChange): string {
  const { source, pullRequest, by, before, after, environment, next, command } = change
  const origin =
    pullRequest === undefined ? inlineCode(source) : link(`${source}#${pullRequest.number}`, pullRequest.url)
  const asked =
    by === undefined
      ? ''
      : `\nAsked for by ${inlineCode(by)}${command === undefined ? '' : ` (${link('here', command)})`}.`
  return [
    renderMark(markOf(change)),
    `Version ${inlineCode(next.version)} of ${inlineCode(change.model)} from ${origin}${pullRequest === undefined ? '' : ` (${escapeText(pullRequest.title)})`}, for **${escapeText(environment.name)}**.${asked}`,
    '',
    fence(changedLines(before, after), 'diff'),
    '',
    'Merging this pull request makes the change; closing it leaves everything as it is. Either is told on the model’s pull request.',
    '',
  ].join('\n')
}
