import { type Actor, accountOfActor } from './access.ts'
import { diffFiles } from './diff.ts'
import { reaches } from './git-objects.ts'
import { gitOrThrow } from './git-process.ts'
import { mergeBase } from './history.ts'
import type { PullIssue } from './issue.ts'
import { testMerge } from './mergeability.ts'
import { dismissesStale } from './protection.ts'
import { pullsOf } from './pull.ts'
import { pullJson } from './pull-json.ts'
import { openPullsFrom } from './repository-json.ts'
import type { StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { inBackground, now, type World } from './world.ts'

/** Pull requests whose head branch was pushed to follow it. */
export async function headMoved(
  world: World,
  head: StoredRepository,
  move: { readonly branch: string; readonly before: string | undefined; readonly after: string; readonly actor: Actor },
): Promise<void> {
  for (const { repository, issue } of openPullsFrom(world, head, move.branch)) {
    const { pull } = issue
    const before = pull.headSha
    await bringHead(repository, issue, move.after)
    if (dismissesStale(repository, pull.baseRef)) await dismissStale(repository, issue, { before, after: move.after })
    pull.shownHead = world.lag.headMs > 0 ? { sha: before, until: now(world).getTime() + world.lag.headMs } : undefined
    pull.headSha = move.after
    pull.baseSha = repository.refs.read(`refs/heads/${pull.baseRef}`) ?? pull.baseSha
    pull.lastPusher = accountOfActor(move.actor)
    issue.updatedAt = now(world)
    const payload = {
      action: 'synchronize',
      number: issue.number,
      before,
      after: move.after,
      pull_request: await pullJson(world, repository, issue),
    }
    emit(world, { event: 'pull_request', repository, actor: move.actor, payload })
    inBackground(world, testMerge(world, repository, issue))
  }
}

/** A deleted head branch closes its pull requests. */
export async function headDeleted(
  world: World,
  head: StoredRepository,
  { branch, actor }: { branch: string; actor: Actor },
): Promise<void> {
  for (const { repository, issue } of openPullsFrom(world, head, branch))
    await closePull(world, repository, { issue, actor })
}

/** A base branch that now contains the head of a pull request has merged it, whoever pushed. */
export async function baseMoved(
  world: World,
  repository: StoredRepository,
  { branch, after, actor }: { branch: string; after: string; actor: Actor },
): Promise<void> {
  for (const issue of pullsOf(repository)) {
    if (issue.state !== 'open' || issue.pull.baseRef !== branch) continue
    if (!reaches(repository.objects, after, issue.pull.headSha)) continue
    issue.pull.merged = { at: now(world), by: accountOfActor(actor), sha: after }
    await closePull(world, repository, { issue, actor })
  }
}

/** Closes a pull request and tells the apps; `merged` has been set before when it was a merge. */
export async function closePull(
  world: World,
  repository: StoredRepository,
  { issue, actor }: { issue: PullIssue; actor: Actor },
): Promise<void> {
  issue.state = 'closed'
  issue.closedAt = now(world)
  issue.updatedAt = now(world)
  const payload = { action: 'closed', number: issue.number, pull_request: await pullJson(world, repository, issue) }
  emit(world, { event: 'pull_request', repository, actor, payload })
}

/** Brings the head's objects into the base repository and sets `refs/pull/<n>/head`. */
export async function bringHead(repository: StoredRepository, issue: PullIssue, sha: string): Promise<void> {
  const { headRepository, headRef } = issue.pull
  if (headRepository && headRepository !== repository) {
    await gitOrThrow(repository.gitDir, [
      'fetch',
      '--quiet',
      '--no-tags',
      headRepository.gitDir,
      `refs/heads/${headRef}`,
    ])
  }
  repository.refs.set(`refs/pull/${issue.number}/head`, sha)
}

/** Only a changed difference dismisses; the review entry itself is rewritten. */
async function dismissStale(
  repository: StoredRepository,
  issue: PullIssue,
  { before, after }: { before: string; after: string },
): Promise<void> {
  const base = repository.refs.read(`refs/heads/${issue.pull.baseRef}`) ?? issue.pull.baseSha
  const patchOf = async (head: string) => {
    const files = await diffFiles(repository, (await mergeBase(repository, base, head)) ?? base, head)
    return JSON.stringify(files)
  }
  if ((await patchOf(before)) === (await patchOf(after))) return
  for (const review of issue.pull.reviews) if (review.state === 'APPROVED') review.state = 'DISMISSED'
}
