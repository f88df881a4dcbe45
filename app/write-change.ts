import { type Delivery, deliverChange } from '../src/github/deliver-change.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import { readPullRequestNow } from '../src/github/pull-request-now.ts'
import type { Running } from '../src/manifest/layout.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { changeFileRequest } from '../src/release/change-request.ts'
import { checkName as checkNameOf } from '../src/release/check-name.ts'
import type { EvaluationReport, Stage } from '../src/release/proposal-body.ts'
import type { Reason } from '../src/release/reason.ts'
import type { Reply } from '../src/release/reply.ts'
import { whyCommentStale } from './comment-stale.ts'
import { completeProposal } from './complete-proposal.ts'
import { whyUnprotected } from './demand-protection.ts'
import type { ManifestState } from './read-states.ts'
import { readVerdict } from './read-verdict.ts'
import type { ReleaseContext } from './release-context.ts'

/** A decided change and what it was decided from. */
export interface DecidedChange {
  readonly state: ManifestState
  readonly after: string
  readonly next: Running
  readonly previous: string | undefined
  /** Of the model's repository, when the change brings its version. */
  readonly commit: string | undefined
  /** What a proposal tells its reviewers: the evaluation of that commit, and where the version has run. */
  readonly report?: EvaluationReport | undefined
  readonly stages?: readonly Stage[]
  readonly pull: PullRequest
}

/** Writes a change: straight to the branch, or as a pull request where the environment or the branch asks for one. */
export async function writeChange(change: DecidedChange, context: ReleaseContext): Promise<Reply | 'moved'> {
  const unsafe = await whyUnsafe(change, context)
  if (unsafe !== undefined) return { kind: 'refused', ...unsafe }
  const stale = await whyStale(change, context)
  if (stale !== undefined) return { kind: 'refused', ...stale }
  context.desk.ending.throwIfAborted()
  const { branch, head } = change.state
  const request = requestOf(change, context)
  const way = wayOf(change.state, request.proposal.branch)
  const delivery = await deliverChange(context.sides.gitops.client, { ...request, branch, head, ...way })
  if (delivery === 'moved') return 'moved'
  return changed(change, context, delivery, await complete(change, request, delivery, context))
}

/** How the change is brought to its branch, by what was read together with the manifest. */
function wayOf({ environment, branch, ahead }: ManifestState, proposalBranch: string) {
  const hasRules = ahead?.branches.get(branch)?.hasRules
  const asProtected = hasRules === undefined ? 'as-protected' : hasRules ? 'pull-request' : 'commit'
  const by = environment.change === 'pull-request' ? 'pull-request' : asProtected
  const isNew = ahead?.openPulls?.every(({ headBranch }) => headBranch !== proposalBranch)
  return { by, ...(ahead && isNew && { isFirst: { repositoryId: ahead.repositoryId } }) } as const
}

/** A rollback must not be harder than the release that it undoes. */
export async function whyUnsafe(
  { state, next }: DecidedChange,
  { sides, desk }: ReleaseContext,
): Promise<Reason | undefined> {
  return next.rollout.kind === 'pinned' ? undefined : whyUnprotected(state, sides.gitops, desk)
}

async function complete(
  { state, next }: DecidedChange,
  { file, proposal }: ReturnType<typeof requestOf>,
  delivery: Delivery,
  context: ReleaseContext,
): Promise<readonly string[]> {
  if (delivery.kind === 'commit') return []
  const brings = next.version === state.running?.version || next.rollout.kind === 'pinned' ? undefined : next.version
  const { environment } = state
  const isRollback = next.rollout.kind === 'pinned'
  const words = { title: proposal.title, message: file.message }
  return completeProposal(
    { ...delivery, ...words, environment, open: state.ahead?.openPulls, brings, isRollback },
    context,
  )
}

function changed(
  change: DecidedChange,
  { model }: ReleaseContext,
  written: Extract<Reply, { kind: 'changed' }>['written'],
  warnings: readonly string[],
): Reply {
  const { state, next, previous, after, commit } = change
  const diff = changedLines(state.text, after)
  const where = { model: model.name, environment: state.environment.name }
  const told = { ...(commit !== undefined && { commit }), ...(warnings.length > 0 && { warnings }) }
  return { kind: 'changed', ...where, next, previous, written, diff, ...told }
}

function requestOf(change: DecidedChange, { job, sides, model }: ReleaseContext) {
  const { state, after, next, previous, commit, report, stages, pull } = change
  return changeFileRequest({
    repository: sides.gitops.repository.fullName,
    source: sides.source.repository.fullName,
    sourceId: sides.source.repository.id,
    model: model.name,
    environment: state.environment,
    before: state.text,
    after,
    mode: state.mode,
    next,
    running: state.running,
    ...(previous !== undefined && { previous }),
    pullRequest: { number: pull.number, title: pull.title, url: pull.url },
    command: job.comment.url,
    by: job.author.login,
    ...(commit !== undefined && { commit }),
    ...(report && { report }),
    ...(stages && { stages }),
  })
}

/**
 * Whether the world has moved since the decision: the comment was edited or deleted, the pull request's head is another,
 * or its verdict is.
 */
async function whyStale(
  change: DecidedChange,
  { job, sides, model, desk }: ReleaseContext,
): Promise<Reason | undefined> {
  const { pull, commit } = change
  const { client, repository } = sides.source
  const checkName = checkNameOf(model.name)
  const read = await readPullRequestNow(client, { repository, number: pull.number, checkName, comments: true })
  const stale = await whyCommentStale(job, sides.source, read?.comments)
  if (stale !== undefined) return stale
  const now = read?.pull ?? (await readPullRequest(client, repository.fullName, pull.number))
  const isSame = now.headSha === pull.headSha && now.state === pull.state && now.baseBranch === pull.baseBranch
  if (!isSame || (now.draft && !pull.draft)) {
    return {
      code: 'pull-request-changed',
      reason: 'The pull request changed while the command was carried out. Look at it again, then comment again.',
    }
  }
  const runs = commit === undefined ? undefined : read?.checks.get(commit)
  if (commit === undefined || runs === undefined) return undefined
  const asked = { sha: commit, model: model.name, app: desk.verdictApp, askedAt: job.comment.createdAt, runs }
  const verdict = await readVerdict(sides.source, asked)
  return verdict.kind === 'refused' ? { code: verdict.code, reason: verdict.reason } : undefined
}
