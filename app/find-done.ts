import type { LoggedCommit } from '../src/github/log.ts'
import { readOpenPullRequests } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import type { Running } from '../src/manifest/layout.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { parseMark, proposalBranch } from '../src/release/proposal.ts'
import type { Reply, Written } from '../src/release/reply.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import { standingOf } from '../src/release/whole-traffic.ts'
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
  return changed({ state: { ...state, commits: older }, next, written, diff: changedLines(before, after) }, context)
}

async function findProposal(states: readonly ManifestState[], context: ReleaseContext): Promise<Changed | undefined> {
  const open = await readOpenPullRequests(context.sides.gitops.client, gitopsOf(context))
  for (const pull of open) {
    const mark = parseMark(pull.body)
    if (mark?.command !== context.job.comment.url || pull.headBranch !== proposalBranch(mark)) continue
    const state = states.find(({ environment }) => environment.name === mark.environment)
    if (state === undefined) continue
    const after = (await textAt(state, pull.headSha, context)) ?? state.text
    const next = { version: mark.version, rollout: mark.rollout }
    const { number, url } = pull
    const written = { kind: 'pull-request' as const, number, url, repository: gitopsOf(context), isNew: true }
    return changed({ state, next, written, diff: changedLines(state.text, after) }, context)
  }
  return undefined
}

async function changed(
  done: { readonly state: ManifestState; readonly next: Running; readonly written: Written; readonly diff: string },
  { model, sides }: ReleaseContext,
): Promise<Changed> {
  const { state, ...told } = done
  const previous = await stableBefore(told.next.version, sides.gitops, state)
  return { kind: 'changed', model: model.name, environment: state.environment.name, previous, ...told }
}

async function textAt(state: ManifestState, commit: string, context: ReleaseContext): Promise<string | undefined> {
  const at = { repository: gitopsOf(context), commit, path: state.environment.file }
  return (await readFile(context.sides.gitops.client, at))?.text
}

function gitopsOf({ sides }: ReleaseContext): string {
  return sides.gitops.repository.fullName
}
