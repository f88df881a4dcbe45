import type { Environment } from '../src/config/gitops-config.ts'
import { enableAutoMerge } from '../src/github/auto-merge.ts'
import { type OpenPullRequest, readOpenPullRequests } from '../src/github/pull-request.ts'
import { requestReviews } from '../src/github/review-request.ts'
import { closeSuperseded } from '../src/github/supersede.ts'
import { frozenReason } from '../src/release/freeze.ts'
import { markOfProposal, withSuperseded } from '../src/release/proposal.ts'
import { supersededText } from '../src/release/proposal-news.ts'
import { holdProposal } from './hold-proposals.ts'
import { readFreezeOf } from './read-freezes.ts'
import type { ReleaseContext } from './release-context.ts'

/** A proposal that is open in the gitops repository. */
export interface OpenedProposal {
  readonly environment: Environment
  readonly number: number
  readonly url: string
  readonly nodeId: string
  /** Reviews are asked for once. */
  readonly isNew: boolean
  /** The commit's words, for a merge that GitHub makes. */
  readonly title: string
  readonly message: string
  /** The open pull requests of the repository, as they were read before it; nothing when they were not. */
  readonly open?: readonly OpenPullRequest[] | undefined
  /** The version that it brings; nothing when it only changes what runs already. */
  readonly brings: string | undefined
  /** A freeze lets it through. */
  readonly isRollback: boolean
}

/**
 * What belongs to a proposal besides its commit: reviewers, auto-merge, and the end of older ones. Safe to do again.
 * @returns what did not work, as sentences: the proposal stands all the same.
 */
export async function completeProposal(proposal: OpenedProposal, context: ReleaseContext): Promise<readonly string[]> {
  if (proposal.brings !== undefined) await closeOlder(proposal, proposal.brings, context)
  return [...(await askForReviews(proposal, context)), ...(await mergeWhenReady(proposal, context))]
}

async function askForReviews(
  { environment, number, isNew }: OpenedProposal,
  { sides }: ReleaseContext,
): Promise<readonly string[]> {
  const { client, repository } = sides.gitops
  if (environment.reviewers === undefined || !isNew) return []
  const asked = { repository: repository.fullName, pullRequest: number, ...environment.reviewers }
  const refused = await requestReviews(client, asked)
  return refused.map(({ name, reason }) => `\`${name}\` could not be asked for a review: ${reason}`)
}

async function mergeWhenReady(proposal: OpenedProposal, context: ReleaseContext): Promise<readonly string[]> {
  const { environment, nodeId, title, message, isRollback } = proposal
  const { sides, model, job } = context
  if (environment.autoMerge === undefined) return []
  const body = message.slice(message.indexOf('\n')).trim()
  const wanted = { pullRequestId: nodeId, method: environment.autoMerge, headline: title, body }
  const refusal = await enableAutoMerge(sides.gitops.client, wanted)
  if (refusal === undefined) {
    if (isRollback) return []
    // A freeze that came between the decision and this has looked for auto-merge before it was on.
    const freeze = await readFreezeOf(sides.gitops, model.name, environment)
    if (freeze.kind === 'free') return []
    const pull = { ...proposal, body: message }
    await holdProposal({ pull, environment, asked: { by: job.author.login, url: job.comment.url } }, context)
    return [`It will not merge by itself: ${frozenReason(environment.name, freeze)}`]
  }
  return [`It will not merge by itself, so merge it by hand. GitHub says: ${refusal}`]
}

/** Serin's own open proposals of another version of the same model for the same environment. A rollback is not replaced. */
async function closeOlder(proposal: OpenedProposal, brings: string, context: ReleaseContext): Promise<void> {
  const { sides, model, desk } = context
  const { client, repository } = sides.gitops
  const older = (proposal.open ?? (await readOpenPullRequests(client, repository.fullName))).flatMap((pull) => {
    const mark = markOfProposal(pull)
    const isSame = mark?.model === model.name && mark.environment === proposal.environment.name
    const isRelease = mark?.rollout.kind !== 'pinned' && mark?.shadow === undefined
    const isOlder = isSame && isRelease && mark.version !== brings
    return isOlder && pull.number < proposal.number ? [{ pull, mark }] : []
  })
  if (older.length === 0) return
  const { login } = await desk.github.self()
  for (const { pull, mark } of older.filter(({ pull }) => pull.authorLogin === login)) {
    await closeSuperseded(client, {
      repository: repository.fullName,
      number: pull.number,
      marker: `<!-- serin:superseded ${proposal.number} -->`,
      comment: supersededText({
        number: proposal.number,
        version: brings,
        repository: repository.fullName,
        url: proposal.url,
      }),
      body: withSuperseded(pull.body, mark, proposal.number),
      author: desk.github.self,
    })
  }
}
