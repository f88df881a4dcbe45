import type { Environment } from '../src/config/gitops-config.ts'
import { disableAutoMerge, enableAutoMerge } from '../src/github/auto-merge.ts'
import { findComment, upsertComment } from '../src/github/comment.ts'
import { type OpenPullRequest, readOpenPullRequests } from '../src/github/pull-request.ts'
import {
  FREEZE_COMMENT,
  type Freezing,
  freezeComment,
  tookAutoMerge,
  type WaitingProposal,
} from '../src/release/freeze-reply.ts'
import { isProposalFor, markOfProposal } from '../src/release/proposal.ts'
import { parseTrailers, renderTrailers } from '../src/release/trailers.ts'
import { readFreezeOf } from './read-freezes.ts'
import type { ReleaseContext } from './release-context.ts'

/** Who asked for the freeze or its end, and in which comment. */
interface Asked {
  readonly by: string
  readonly url: string
}

/**
 * What a freeze that was just written or lifted means for the proposals that wait: GitHub must not merge what is frozen,
 * and goes on with what is free. Only as far as that still holds now, so that a late repetition of an old comment undoes
 * nothing of a newer one. Safe to do again.
 */
export async function holdOrFree(
  kind: Freezing['kind'],
  environments: readonly string[],
  context: ReleaseContext,
): Promise<readonly WaitingProposal[]> {
  const { sides, model, job } = context
  const open = await readOpenPullRequests(sides.gitops.client, sides.gitops.repository.fullName)
  const asked = { by: job.author.login, url: job.comment.url }
  const waiting: WaitingProposal[] = []
  for (const environment of model.environments.filter(({ name }) => environments.includes(name))) {
    const isFree = (await readFreezeOf(sides.gitops, model.name, environment)).kind === 'free'
    if (isFree !== (kind === 'unfrozen')) continue
    for (const pull of open.filter((one) => isHeld(one, environment, context))) {
      const become = kind === 'frozen' ? holdProposal : freeProposal
      const told = await become({ pull, environment, asked }, context)
      if (told !== undefined) waiting.push(told)
    }
  }
  return waiting
}

/** The open proposals that a freeze of environments would hold, as `owner/name#number`. */
export async function proposalsToHold(
  environments: readonly string[],
  context: ReleaseContext,
): Promise<readonly string[]> {
  const { client, repository } = context.sides.gitops
  const open = await readOpenPullRequests(client, repository.fullName)
  const meant = context.model.environments.filter(({ name }) => environments.includes(name))
  const held = open.filter((pull) => meant.some((environment) => isHeld(pull, environment, context)))
  return held.map(({ number }) => `${repository.fullName}#${number}`)
}

/** The branch's name tells whose proposal it is, since a body can be edited. Rollbacks pass a freeze. */
function isHeld(pull: OpenPullRequest, environment: Environment, { model }: ReleaseContext): boolean {
  const isMeant = isProposalFor(pull, { model: model.name, environment: environment.name })
  return isMeant && markOfProposal(pull)?.rollout.kind !== 'pinned'
}

interface Held {
  readonly pull: Pick<OpenPullRequest, 'number' | 'url' | 'nodeId' | 'title' | 'body'>
  readonly environment: Environment
  readonly asked: Asked
}

/** Takes a proposal's auto-merge back and says so on it; nothing for one that is closed by now. */
export async function holdProposal(held: Held, context: ReleaseContext): Promise<WaitingProposal | undefined> {
  const { client, repository } = context.sides.gitops
  const end = await disableAutoMerge(client, { ...held.pull, repository: repository.fullName })
  switch (end.kind) {
    case 'closed':
      return undefined
    case 'merged':
      return waitingOf(held, { kind: 'merged' }, context)
    case 'refused':
      return tell('frozen', held, { kind: 'still-on', reason: end.reason }, context)
    case 'taken-back':
      return tell('frozen', held, { kind: 'taken-back' }, context)
    case 'was-off': {
      const isOurs = tookAutoMerge(await readTold(held, context))
      return tell('frozen', held, { kind: isOurs ? 'taken-back' : 'off' }, context)
    }
  }
}

/** Turns on again what Serin has taken back, where the environment wants it. What people turned off stays off. */
async function freeProposal(held: Held, context: ReleaseContext): Promise<WaitingProposal | undefined> {
  const { pull, environment } = held
  const told = await readTold(held, context)
  if (!tookAutoMerge(told)) {
    if (told === undefined) return waitingOf(held, { kind: 'off' }, context)
    return tell('unfrozen', held, { kind: 'off' }, context)
  }
  if (environment.autoMerge === undefined) return tell('unfrozen', held, { kind: 'taken-back' }, context)
  const words = { headline: pull.title, body: renderTrailers(parseTrailers(pull.body)) }
  const wanted = { pullRequestId: pull.nodeId, method: environment.autoMerge, ...words }
  const reason = await enableAutoMerge(context.sides.gitops.client, wanted)
  if (reason !== undefined) return tell('unfrozen', held, { kind: 'not-on-again', reason }, context)
  // Another comment may have frozen it again between.
  const freeze = await readFreezeOf(context.sides.gitops, context.model.name, environment)
  if (freeze.kind !== 'free') return holdProposal(held, context)
  return tell('unfrozen', held, { kind: 'on-again' }, context)
}

async function readTold({ pull }: Held, { sides, desk }: ReleaseContext): Promise<string | undefined> {
  const { client, repository } = sides.gitops
  const at = { repository: repository.fullName, pullRequest: pull.number }
  const comment = await findComment(client, { ...at, marker: FREEZE_COMMENT, author: desk.github.self })
  return comment?.body
}

async function tell(
  kind: Freezing['kind'],
  held: Held,
  autoMerge: WaitingProposal['autoMerge'],
  context: ReleaseContext,
): Promise<WaitingProposal> {
  const { pull, environment, asked } = held
  const { client, repository } = context.sides.gitops
  await upsertComment(client, {
    repository: repository.fullName,
    pullRequest: pull.number,
    marker: FREEZE_COMMENT,
    body: freezeComment({ kind, environment: environment.name, ...asked, autoMerge }),
    author: context.desk.github.self,
  })
  return waitingOf(held, autoMerge, context)
}

function waitingOf(
  { pull }: Held,
  autoMerge: WaitingProposal['autoMerge'],
  { sides }: ReleaseContext,
): WaitingProposal {
  return { name: `${sides.gitops.repository.fullName}#${pull.number}`, url: pull.url, autoMerge }
}
