import type { LoggedCommit } from '../src/github/log.ts'
import { readOpenPullRequests } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { markOfProposal } from '../src/release/proposal.ts'
import type { Reply, Written } from '../src/release/reply.ts'
import { parseTrailers, renderTrailers } from '../src/release/trailers.ts'
import { standingOf } from '../src/release/whole-traffic.ts'
import { completeProposal } from './complete-proposal.ts'
import { stableBefore } from './history-of-manifest.ts'
import type { ManifestState } from './read-states.ts'
import type { ReleaseContext } from './release-context.ts'

type Changed = Extract<Reply, { kind: 'changed' }>

/**
 * The reply to a command that was carried out before, and whose reply got lost with the process: its commit is known
 * by its trailer, its pull request by the mark in its body. Every environment is searched, since a command that names
 * none would mean another one by now.
 */
export async function findDone(
  states: readonly ManifestState[],
  context: ReleaseContext,
): Promise<Changed | undefined> {
  for (const state of states) {
    const index = state.commits.findIndex(({ message }) => parseTrailers(message).command === context.job.comment.url)
    const [made, ...older] = index < 0 ? [] : state.commits.slice(index)
    if (made !== undefined) return replyToCommit({ state, made, older }, context)
  }
  return findProposal(states, context)
}

async function replyToCommit(
  { state, made, older }: { state: ManifestState; made: LoggedCommit; older: readonly LoggedCommit[] },
  context: ReleaseContext,
): Promise<Changed | undefined> {
  const [before = '', after = ''] = await Promise.all([
    older[0] && textAt(state, older[0].sha, context),
    textAt(state, made.sha, context),
  ])
  const { running, wholeOnly } = readManifest({ environment: state.environment, text: after })
  const where = { model: context.model.name, environment: state.environment.name }
  const next = standingOf({ running, wholeOnly, ...where, messages: [made.message] })
  if (next === undefined) return undefined
  const written = { kind: 'commit' as const, sha: made.sha, url: made.url, repository: gitopsOf(context) }
  const diff = changedLines(before, after)
  const { commit } = parseTrailers(made.message)
  return changed({ state: { ...state, commits: older }, next, written, diff, warnings: [], commit }, context)
}

async function findProposal(states: readonly ManifestState[], context: ReleaseContext): Promise<Changed | undefined> {
  const ahead = states.find((state) => state.ahead?.openPulls !== undefined)?.ahead?.openPulls
  const open = ahead ?? (await readOpenPullRequests(context.sides.gitops.client, gitopsOf(context)))
  for (const pull of open) {
    const mark = markOfProposal(pull)
    if (mark?.command !== context.job.comment.url) continue
    const state = states.find(({ environment }) => environment.name === mark.environment)
    if (state === undefined) continue
    const after = (await textAt(state, pull.headSha, context)) ?? state.text
    const { shadow } = readManifest({ environment: state.environment, text: after }).running ?? {}
    const next = { version: mark.version, rollout: mark.rollout, ...(shadow && { shadow }) }
    const trailers = parseTrailers(pull.body)
    const { number, url } = pull
    const written = { kind: 'pull-request' as const, number, url, repository: gitopsOf(context), isNew: true }
    const brings = mark.version === state.running?.version || mark.rollout.kind === 'pinned' ? undefined : mark.version
    const message = `${pull.title}\n\n${renderTrailers(trailers)}`
    const warnings = await completeProposal(
      {
        ...pull,
        environment: state.environment,
        isNew: true,
        message,
        brings,
        isRollback: mark.rollout.kind === 'pinned',
        open,
      },
      context,
    )
    return changed(
      { state, next, written, diff: changedLines(state.text, after), warnings, commit: trailers.commit },
      context,
    )
  }
  return undefined
}

async function changed(
  done: {
    readonly state: ManifestState
    readonly next: Running
    readonly written: Written
    readonly diff: string
    readonly warnings: readonly string[]
    readonly commit: string | undefined
  },
  { model, sides }: ReleaseContext,
): Promise<Changed> {
  const { state, warnings, commit, ...told } = done
  const previous = await stableBefore(told.next.version, sides.gitops, state)
  const optional = { ...(warnings.length > 0 && { warnings }), ...(commit !== undefined && { commit }) }
  return { kind: 'changed', model: model.name, environment: state.environment.name, previous, ...told, ...optional }
}

async function textAt(state: ManifestState, commit: string, context: ReleaseContext): Promise<string | undefined> {
  const at = { repository: gitopsOf(context), commit, path: state.environment.file }
  return (await readFile(context.sides.gitops.client, at))?.text
}

function gitopsOf({ sides }: ReleaseContext): string {
  return sides.gitops.repository.fullName
}
