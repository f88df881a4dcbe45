import { repositoryName } from '../src/github/client.ts'
import { deliverChange } from '../src/github/deliver-change.ts'
import { absentAs404 } from '../src/github/failure.ts'
import { type PullRequest, readPullRequest } from '../src/github/pull-request.ts'
import type { Running } from '../src/manifest/layout.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { changeFileRequest } from '../src/release/change-request.ts'
import type { Reply } from '../src/release/reply.ts'
import type { ManifestState } from './read-states.ts'
import type { ReleaseContext } from './release-context.ts'

/** A decided change and what it was decided from. */
export interface DecidedChange {
  readonly state: ManifestState
  readonly after: string
  readonly next: Running
  readonly previous: string | undefined
  readonly pull: PullRequest
}

/** Writes a change: straight to the branch, or as a pull request where the environment or the branch asks for one. */
export async function writeChange(change: DecidedChange, context: ReleaseContext): Promise<Reply | 'moved'> {
  const stale = await whyStale(change, context)
  if (stale !== undefined) return { kind: 'refused', reason: stale }
  context.desk.ending.throwIfAborted()
  const { branch, head, environment } = change.state
  const by = environment.change === 'pull-request' ? 'pull-request' : 'as-protected'
  const delivery = await deliverChange(context.sides.gitops.client, { ...requestOf(change, context), branch, head, by })
  return delivery === 'moved' ? 'moved' : changed(change, context, delivery)
}

function changed(
  change: DecidedChange,
  { model }: ReleaseContext,
  written: Extract<Reply, { kind: 'changed' }>['written'],
): Reply {
  const { state, next, previous, after } = change
  const diff = changedLines(state.text, after)
  return { kind: 'changed', model: model.name, environment: state.environment.name, next, previous, written, diff }
}

function requestOf({ state, after, next, pull }: DecidedChange, { job, sides, model }: ReleaseContext) {
  return changeFileRequest({
    repository: sides.gitops.repository.fullName,
    source: sides.source.repository.fullName,
    model: model.name,
    environment: state.environment,
    before: state.text,
    after,
    mode: state.mode,
    next,
    pullRequest: { number: pull.number, title: pull.title, url: pull.url },
    command: job.comment.url,
    by: job.author.login,
  })
}

/** Whether the world has moved since the decision: the comment was edited or deleted, or the pull request's head is another. */
async function whyStale({ pull }: DecidedChange, { job, sides }: ReleaseContext): Promise<string | undefined> {
  const { client, repository } = sides.source
  const comment = await absentAs404(() =>
    client.rest.issues.getComment({ ...repositoryName(repository.fullName), comment_id: job.comment.id }),
  )
  if (comment === undefined) return 'The comment was deleted before the command was carried out.'
  if (comment.data.body !== job.comment.body)
    return 'The comment was edited before the command was carried out. Write a new one.'
  const now = await readPullRequest(client, repository.fullName, pull.number)
  if (now.headSha !== pull.headSha || now.state !== pull.state || now.baseBranch !== pull.baseBranch) {
    return 'The pull request changed while the command was carried out. Look at it again, then comment again.'
  }
  return undefined
}
