import { type Actor, accountOfActor } from './access.ts'
import { ApiError } from './api-error.ts'
import { requireWorkflows } from './contents-write.ts'
import { changedPaths } from './diff.ts'
import { readCommit, type Signature, writeCommit } from './git-objects.ts'
import { commitsBetween, mergeBase } from './history.ts'
import type { PullIssue } from './issue.ts'
import { mergeTrees } from './mergeability.ts'
import { refusalOf, refusalText } from './protection.ts'
import { shownHead } from './pull-json.ts'
import { closePull } from './pull-moves.ts'
import { pullIn } from './pulls.ts'
import { afterMove, moveRef } from './push.ts'
import { optionalText } from './request-body.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import type { StoredRepository } from './stored-repository.ts'
import { WEB_FLOW } from './web-flow.ts'
import { now, type World } from './world.ts'

type Method = 'merge' | 'squash' | 'rebase'

export const mergeRoutes = [
  repositoryRoute('GET /pulls/{number}/merge', { needs: 'pull_requests:read' }, (call) => ({
    status: pullIn(call).pull.merged ? 204 : 404,
  })),
  repositoryRoute('PUT /pulls/{number}/merge', { needs: 'contents:write' }, mergePull),
]

async function mergePull(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  const issue = pullIn(call)
  const method = readMethod(repository, optionalText(body, 'merge_method') ?? 'merge')
  const wanted = optionalText(body, 'sha')
  if (issue.state === 'closed') throw notMergeable()
  if (issue.pull.draft) throw new ApiError(405, 'Pull Request is still a draft')
  if (shownHead(world, issue) !== issue.pull.headSha)
    throw new ApiError(409, 'Head branch is out of date. Review and try the merge again.')
  if (wanted !== undefined && wanted !== issue.pull.headSha)
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.')
  const words = { title: optionalText(body, 'commit_title'), message: optionalText(body, 'commit_message') }
  const sha = await merge(world, repository, { issue, method, actor, ...words })
  const result: Schema<'pull-request-merge-result'> = { sha, merged: true, message: 'Pull Request successfully merged' }
  return ok(result)
}

/** Merges now, or throws the 405 that says why not. */
async function merge(
  world: World,
  repository: StoredRepository,
  { issue, method, actor, title, message }: Omit<Combination, 'base'>,
): Promise<string> {
  const { pull } = issue
  const ref = `refs/heads/${pull.baseRef}`
  const base = repository.refs.read(ref)
  if (base === undefined) throw notMergeable()
  const from = (await mergeBase(repository, base, pull.headSha)) ?? base
  const { added, modified } = changedPaths(repository.objects, from, pull.headSha)
  requireWorkflows(actor, [...added, ...modified])
  const sha = await combine(world, repository, { issue, base, method, actor, title, message })
  const change = { branch: pull.baseRef, before: base, after: sha, actor, pull: issue, method }
  const refusal = refusalOf(world, repository, change)
  if (refusal) throw new ApiError(405, refusalText(refusal))
  if (repository.refs.move(ref, { before: base, after: sha }) !== 'moved') {
    throw new ApiError(405, 'Base branch was modified. Review and try the merge again.')
  }
  pull.baseSha = base
  pull.merged = { at: now(world), by: accountOfActor(actor), sha }
  if (method === 'rebase') pull.brought = await commitsBetween(repository, base, sha)
  await closePull(world, repository, { issue, actor })
  await afterMove(world, repository, { ref, before: base, after: sha, actor })
  await deleteHead(world, issue, actor)
  return sha
}

/** Merges a pull request that waits for it, when nothing is missing any more; as the one who asked for it. */
export async function mergeIfReady(world: World, repository: StoredRepository, issue: PullIssue): Promise<void> {
  const { autoMerge } = issue.pull
  if (autoMerge === undefined || issue.state !== 'open' || issue.pull.draft) return
  const { by, ...wanted } = autoMerge
  try {
    await merge(world, repository, { issue, actor: { kind: 'user', account: by }, ...wanted })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

async function deleteHead(world: World, { pull }: PullIssue, actor: Actor): Promise<void> {
  const head = pull.headRepository
  if (!head?.settings.deleteBranchOnMerge || pull.headRef === head.defaultBranch) return
  await moveRef(world, head, { ref: `refs/heads/${pull.headRef}`, before: pull.headSha, after: undefined, actor })
}

function notMergeable(): ApiError {
  return new ApiError(405, 'Pull Request is not mergeable')
}

function readMethod({ settings }: StoredRepository, method: string): Method {
  switch (method) {
    case 'merge':
      if (!settings.allowMergeCommit) throw new ApiError(405, 'Merge commits are not allowed on this repository.')
      return method
    case 'squash':
      if (!settings.allowSquashMerge) throw new ApiError(405, 'Squash merges are not allowed on this repository.')
      return method
    case 'rebase':
      if (!settings.allowRebaseMerge) throw new ApiError(405, 'Rebase merges are not allowed on this repository.')
      return method
    default:
      throw new ApiError(422, `Invalid request.\n\n${method} is not a member of ["merge", "squash", "rebase"].`)
  }
}

interface Combination {
  readonly issue: PullIssue
  readonly base: string
  readonly method: Method
  readonly actor: Actor
  readonly title: string | undefined
  readonly message: string | undefined
}

/** Makes the commit that the base branch will point to; throws the 405 for a conflict. */
async function combine(world: World, repository: StoredRepository, combination: Combination): Promise<string> {
  if (combination.method === 'rebase') return rebase(world, repository, combination)
  const { issue, base, method, actor } = combination
  const { headSha } = issue.pull
  const tree = await mergeTrees(repository, base, headSha)
  if (tree === undefined) throw notMergeable()
  const account = accountOfActor(actor)
  const author: Signature = { name: account.name, email: account.email, date: now(world) }
  const { title, message } = await words(repository, combination)
  const sha = writeCommit(repository.objects, {
    tree,
    parents: method === 'squash' ? [base] : [base, headSha],
    author: method === 'squash' ? { name: issue.author.name, email: issue.author.email, date: now(world) } : author,
    committer: { ...WEB_FLOW, date: now(world) },
    message: message === '' ? title : `${title}\n\n${message}`,
  })
  repository.verified.add(sha)
  return sha
}

async function words(
  repository: StoredRepository,
  { issue, base, method, title, message }: Combination,
): Promise<{ title: string; message: string }> {
  const { pull } = issue
  if (method === 'merge') {
    const standard = `Merge pull request #${issue.number} from ${pull.headOwner.login}/${pull.headRef}`
    return { title: title ?? standard, message: message ?? issue.title }
  }
  const { squashTitle, squashMessage } = repository.settings
  const shas = await commitsBetween(repository, await mergeBase(repository, base, pull.headSha), pull.headSha)
  const messages = shas.map((sha) => readCommit(repository.objects, sha)?.message.trim() ?? '')
  const [only = ''] = messages
  const several = messages.map((each) => `* ${each}`).join('\n\n')
  const ofCommits = messages.length === 1 ? only.split('\n').slice(2).join('\n') : several
  const standard = { COMMIT_MESSAGES: ofCommits, PR_BODY: issue.body ?? '', BLANK: '' }[squashMessage]
  const isOwn = messages.length === 1 && squashTitle === 'COMMIT_OR_PR_TITLE'
  const subject = isOwn ? (only.split('\n')[0] ?? issue.title) : issue.title
  return { title: title ?? `${subject} (#${issue.number})`, message: message ?? standard }
}

/** Replays each commit of the head on the base, as `git rebase` would; merge commits are left out. */
async function rebase(
  world: World,
  repository: StoredRepository,
  { issue, base, actor }: Combination,
): Promise<string> {
  const from = await mergeBase(repository, base, issue.pull.headSha)
  const account = accountOfActor(actor)
  let tip = base
  for (const sha of await commitsBetween(repository, from, issue.pull.headSha)) {
    const commit = readCommit(repository.objects, sha)
    const [parent, second] = commit?.parents ?? []
    if (!commit || parent === undefined || second !== undefined) continue
    const tree = await pickTree(repository, { parent, sha, onto: tip })
    if (tree === undefined) throw notMergeable()
    const committer = { name: account.name, email: account.email, date: now(world) }
    tip = writeCommit(repository.objects, {
      tree,
      parents: [tip],
      author: commit.author,
      committer,
      message: commit.message,
    })
  }
  return tip
}

/** A cherry-pick as a merge whose base is the commit's parent: stand-in commits make git see it so. */
async function pickTree(
  repository: StoredRepository,
  pick: { parent: string; sha: string; onto: string },
): Promise<string | undefined> {
  const nobody: Signature = { name: 'x', email: 'x', date: new Date(0) }
  const standIn = (sha: string, parents: readonly string[]) => {
    const tree = readCommit(repository.objects, sha)?.tree ?? ''
    return writeCommit(repository.objects, { tree, parents, author: nobody, committer: nobody, message: sha })
  }
  const root = standIn(pick.parent, [])
  return mergeTrees(repository, standIn(pick.onto, [root]), standIn(pick.sha, [root]))
}
