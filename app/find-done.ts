import { type OpenPullRequest, readOpenPullRequests } from '../src/github/pull-request.ts'
import { readFile } from '../src/github/tree.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import { readManifest } from '../src/manifest/manifest.ts'
import { parseMark } from '../src/release/proposal.ts'
import type { Reply } from '../src/release/reply.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import { stableBefore } from './history-of-manifest.ts'
import type { ManifestState } from './read-states.ts'
import type { ReleaseContext } from './release-context.ts'

/**
 * The reply to a command that was carried out before, and whose reply got lost with the process: its commit is known
 * by its trailer, its pull request by the mark in its body. Every environment is searched, since a command that names
 * none would mean another one by now.
 */
export async function findDone(
  states: readonly ManifestState[],
  context: ReleaseContext,
): Promise<Extract<Reply, { kind: 'changed' }> | undefined> {
  for (const state of states) {
    const index = state.commits.findIndex(
      ({ message }) => parseTrailers(message).command === context.job.comment.url,
    )
    if (index >= 0) return replyToCommit(state, index, context)
  }
  return findProposal(states, context)
}

async function replyToCommit(state: ManifestState, index: number, context: ReleaseContext) {
  const [made, ...older] = state.commits.slice(index)
  const after = made && (await textAt(state, made.sha, context))
  const next = after === undefined ? undefined : readManifest({ ...state, text: after }).running
  if (made === undefined || after === undefined || next === undefined) return undefined
  const before = older[0] && (await textAt(state, older[0].sha, context))
  return {
    ...(await changeOf(state, next, { ...context, older })),
    written: { kind: 'commit' as const, sha: made.sha, url: made.url, repository: nameOf(context) },
    diff: changedLines(before ?? '', after),
  }
}

async function findProposal(states: readonly ManifestState[], context: ReleaseContext) {
  const { client, repository } = context.sides.gitops
  const open = await readOpenPullRequests(client, repository.fullName)
  const made = open.find(({ headBranch, body }) => isFor(context, headBranch, body))
  const mark = made && parseMark(made.body)
  const state = states.find(({ environment }) => environment.name === mark?.environment)
  if (made === undefined || mark === undefined || state === undefined) return undefined
  return replyToProposal(state, made, { ...context, next: { version: mark.version, rollout: mark.rollout } })
}

async function replyToProposal(
  state: ManifestState,
  made: OpenPullRequest,
  context: ReleaseContext & { readonly next: { version: string; rollout: ReturnType<typeof rolloutOf> } },
) {
  const after = (await textAt(state, made.headSha, context)) ?? state.text
  const { number, url } = made
  return {
    ...(await changeOf(state, context.next, { ...context, older: state.commits })),
    written: { kind: 'pull-request' as const, number, url, repository: nameOf(context), isNew: true },
    diff: changedLines(state.text, after),
  }
}
