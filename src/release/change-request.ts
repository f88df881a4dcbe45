import type { Environment } from '../config/gitops-config.ts'
import type { Running } from '../manifest/layout.ts'
import { changedLines } from '../manifest/line-diff.ts'
import { changeSubject, isShadowOnly, sameShadow } from './change-subject.ts'
import { sourceWord } from './known-source.ts'
import { type ProposalMark, proposalBranch } from './proposal.ts'
import { type EvaluationReport, renderProposalBody, type Stage } from './proposal-body.ts'
import { renderMessage, rolloutWord, type Trailers } from './trailers.ts'

/** A decided change of one manifest, and who wants it. */
export interface ManifestChange {
  /** The gitops repository. */
  readonly repository: string
  /** The model repository. */
  readonly source: string
  /** Its id on GitHub. */
  readonly sourceId: number
  readonly model: string
  readonly environment: Environment
  readonly before: string
  readonly after: string
  readonly mode: '100644' | '100755'
  readonly next: Running
  /** What ran before; nothing in a manifest without a version yet. */
  readonly running: Running | undefined
  /** The version that takes the traffic which this one does not, where that is known. */
  readonly previous?: string
  readonly pullRequest?: { readonly number: number; readonly title: string; readonly url: string }
  /** The address of the comment or the workflow run that asks. */
  readonly command?: string
  readonly by?: string
  /** The commit of the model repository whose version this brings. */
  readonly commit?: string
  /** What a proposal tells its reviewers besides: the evaluation of that commit, and where the version has run. */
  readonly report?: EvaluationReport
  readonly stages?: readonly Stage[]
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
  const subject = changeSubject({ ...change, environment: environment.name })
  const trailers = trailersOf(change)
  const message = renderMessage(subject, trailers)
  return {
    file: { repository, path: environment.file, mode, before, after, message },
    proposal: { branch: proposalBranch(markOf(change)), title: subject, body: bodyOf(change, trailers) },
  }
}

function trailersOf(change: ManifestChange): Trailers {
  const { model, environment, next, running, source, sourceId, pullRequest, command, by, commit } = change
  return {
    model,
    version: next.version,
    environment: environment.name,
    rollout: rolloutWord(next.rollout),
    ...(running && { versionBefore: running.version, rolloutBefore: rolloutWord(running.rollout) }),
    ...(!sameShadow(running ?? {}, next) && {
      shadow: next.shadow === undefined ? 'off' : `${next.shadow.version} ${next.shadow.percent}`,
    }),
    ...(commit === undefined ? {} : { commit }),
    ...(command === undefined ? {} : { command }),
    ...(pullRequest === undefined ? {} : { pullRequest: `${source}#${pullRequest.number}` }),
    source: sourceWord({ fullName: source, id: sourceId }),
    ...(by === undefined ? {} : { by }),
  }
}

function markOf(change: ManifestChange): ProposalMark {
  const { source, model, environment, next, running, previous, pullRequest, command } = change
  return {
    source,
    ...(pullRequest === undefined ? {} : { pullRequest: pullRequest.number }),
    model,
    environment: environment.name,
    version: next.version,
    rollout: next.rollout,
    ...(previous !== undefined && next.rollout.kind !== 'stable' && { previous }),
    ...(isShadowOnly({ next, running }) && { shadow: next.shadow ?? 'off' }),
    ...(command === undefined ? {} : { command }),
  }
}

function bodyOf(change: ManifestChange, trailers: Trailers): string {
  const { by, command, before, after } = change
  return renderProposalBody({
    mark: markOf(change),
    trailers,
    origin: change.pullRequest,
    asked: by === undefined ? undefined : { by, url: command },
    diff: changedLines(before, after),
    report: change.report,
    stages: change.stages ?? [],
  })
}
