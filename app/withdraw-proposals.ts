import type { OpenPullRequest } from '../src/github/pull-request.ts'
import { readClosedPullRequests, readOpenPullRequests, readPullRequest } from '../src/github/pull-request.ts'
import { closeSuperseded } from '../src/github/supersede.ts'
import { versionsOf } from '../src/release/candidate.ts'
import { markOfProposal, type ProposalMark, withWithdrawn } from '../src/release/proposal.ts'
import type { Reply } from '../src/release/reply.ts'
import { stillProposed, type Withdrawal, type Withdrawn, withdrawnText } from '../src/release/withdrawal.ts'
import type { World } from './decide-release.ts'
import { versionsBy } from './history-of-manifest.ts'
import type { ManifestState } from './read-states.ts'
import type { ReleaseContext } from './release-context.ts'

/** A proposal that would send traffic to a version of the model, and whether it is this pull request's. */
export interface Waiting {
  readonly pull: OpenPullRequest
  readonly mark: ProposalMark
  readonly whose: 'own' | 'other'
}

/** The open proposals of the model's versions. Rollbacks and mirrors are none: they send nobody to a new version. */
export async function readWaiting({ pull, states }: World, context: ReleaseContext): Promise<readonly Waiting[]> {
  const { sides, model } = context
  const ahead = states.find((state) => state.ahead?.openPulls !== undefined)?.ahead?.openPulls
  const open = ahead ?? (await readOpenPullRequests(sides.gitops.client, sides.gitops.repository.fullName))
  const own = versionsOf(pull)
  const source = sides.source.repository.fullName.toLowerCase()
  return open.flatMap((one) => {
    const mark = markOfProposal(one)
    if (mark?.model !== model.name || mark.rollout.kind === 'pinned' || mark.shadow !== undefined) return []
    const isFromHere = mark.source.toLowerCase() === source && mark.pullRequest === pull.number
    return [{ pull: one, mark, whose: isFromHere || own.includes(mark.version) ? 'own' : 'other' } as const]
  })
}

/**
 * What a rollback takes back where this pull request's version does not run yet but is proposed: the proposal alone.
 * What somebody else has there stays. Nothing when there is no such proposal.
 */
export function toWithdraw(
  { environment, running }: ManifestState,
  waiting: readonly Waiting[],
  { pull, states }: World,
  { sides }: ReleaseContext,
): readonly Waiting[] {
  const own = versionsBy(pull, states, sides.source.repository)
  const runs = running !== undefined && running.rollout.kind !== 'pinned' && own.includes(running.version)
  return runs ? [] : ownIn(environment.name, waiting)
}

/** The environments that this pull request has proposals for. */
export function proposedIn(waiting: readonly Waiting[]): readonly string[] {
  return waiting.flatMap(({ mark, whose }) => (whose === 'own' ? [mark.environment] : []))
}

function ownIn(environment: string, waiting: readonly Waiting[]): readonly Waiting[] {
  return waiting.filter(({ mark, whose }) => whose === 'own' && mark.environment === environment)
}

/**
 * Closes proposals, and says on each by whose command. Safe to do again.
 * @returns those that were merged before they could be closed.
 */
export async function withdraw(waiting: readonly Waiting[], context: ReleaseContext): Promise<readonly Waiting[]> {
  const { sides, job, desk } = context
  const { client, repository } = sides.gitops
  const merged: Waiting[] = []
  const asked = { by: job.author.login, url: job.comment.url }
  for (const one of waiting) {
    const { pull, mark } = one
    await closeSuperseded(client, {
      repository: repository.fullName,
      number: pull.number,
      marker: '<!-- serin:withdrawn -->',
      comment: withdrawnText(asked),
      body: withWithdrawn(pull.body, mark, job.comment.url),
      author: desk.github.self,
    })
    const now = await readPullRequest(client, repository.fullName, pull.number)
    if (now.state === 'merged') merged.push(one)
  }
  return merged
}

/** What a reply tells of proposals that are closed, or would be. */
export function withdrawalOf(
  environment: string,
  waiting: readonly Pick<Waiting, 'pull' | 'mark'>[],
  context: ReleaseContext,
): Withdrawal {
  const proposals = waiting.map((one) => withdrawnOf(one, context))
  return { model: context.model.name, environment, proposals }
}

/** The reply to a rollback that closed proposals before, and whose reply got lost with the process. */
export async function findWithdrawn(context: ReleaseContext): Promise<Reply | undefined> {
  const { sides, job, model } = context
  const closed = await readClosedPullRequests(sides.gitops.client, sides.gitops.repository.fullName)
  const found = closed.flatMap((pull) => {
    const mark = markOfProposal(pull)
    return mark?.withdrawnBy === job.comment.url && mark.model === model.name ? [{ pull, mark }] : []
  })
  const [first] = found
  return first && { kind: 'withdrawn', ...withdrawalOf(first.mark.environment, found, context) }
}

/** After a rollback: closes this pull request's own proposals there, and names the others, as sentences. */
export async function afterRollback(
  reply: Extract<Reply, { kind: 'changed' }>,
  waiting: readonly Waiting[],
  context: ReleaseContext,
): Promise<readonly string[]> {
  const { written, environment } = reply
  const others = waiting.filter(({ pull }) => written.kind === 'commit' || written.number !== pull.number)
  const own = ownIn(environment, others)
  const merged = await withdraw(own, context)
  const closed = own.map((one) => {
    const { name, version } = withdrawnOf(one, context)
    return merged.includes(one)
      ? `\`${name}\` was merged meanwhile, and brings \`${version}\`: comment \`/rollback ${environment}\` once more.`
      : `\`${name}\`, which proposed \`${version}\`, is closed.`
  })
  const left = others.filter((one) => !own.includes(one))
  return [
    ...closed,
    ...left.map((one) => {
      return stillProposed({ ...withdrawnOf(one, context), environment: one.mark.environment }, one.whose)
    }),
  ]
}

/** Where a rollback changes nothing, what could still bring a version there. */
export function namingWaiting(
  reply: Reply,
  environment: string,
  waiting: readonly Waiting[],
  context: ReleaseContext,
): Reply {
  if (reply.kind !== 'unchanged' && reply.kind !== 'refused') return reply
  const there = waiting.filter(({ mark }) => mark.environment === environment)
  const left = there.map((one) => stillProposed({ ...withdrawnOf(one, context), environment }, one.whose))
  return { ...reply, reason: [reply.reason, ...left].join(' ') }
}

function withdrawnOf({ pull, mark }: Pick<Waiting, 'pull' | 'mark'>, { sides }: ReleaseContext): Withdrawn {
  return { name: `${sides.gitops.repository.fullName}#${pull.number}`, url: pull.url, version: mark.version }
}
