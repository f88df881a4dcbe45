import { type Actor, accountOfActor, holds } from './access.ts'
import { accountJson } from './account.ts'
import { pullsAt } from './check-run.ts'
import { accountByEmail } from './commit-json.ts'
import { changedPaths } from './diff.ts'
import { reaches, readCommit } from './git-objects.ts'
import { commitsBetween } from './history.ts'
import { baseMoved, headDeleted, headMoved } from './pull-moves.ts'
import { ZERO_SHA } from './ref-store.ts'
import { repositoryJson } from './repository-json.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { iso, newId, now, type World } from './world.ts'

export interface RefMove {
  readonly ref: string
  readonly before: string | undefined
  readonly after: string | undefined
  readonly actor: Actor
}

/**
 * Moves a ref by compare-and-swap and lets everything follow that follows on GitHub: push events, pull requests.
 * Answers what was found instead when somebody else was faster.
 */
export async function moveRef(
  world: World,
  repository: StoredRepository,
  move: RefMove,
): Promise<'moved' | { found: string | undefined }> {
  const result = repository.refs.move(move.ref, move)
  if (result === 'moved') await afterMove(world, repository, move)
  return result
}

/** What follows from a ref that has moved, however it was moved. */
export async function afterMove(world: World, repository: StoredRepository, move: RefMove): Promise<void> {
  if (move.before === move.after) return
  repository.pushedAt = now(world)
  await emitPush(world, repository, move)
  if (!move.ref.startsWith('refs/heads/')) return
  const branch = move.ref.slice('refs/heads/'.length)
  if (move.after === undefined) await headDeleted(world, repository, { branch, actor: move.actor })
  else {
    await headMoved(world, repository, { branch, before: move.before, after: move.after, actor: move.actor })
    await baseMoved(world, repository, { branch, after: move.after, actor: move.actor })
  }
}

async function emitPush(
  world: World,
  repository: StoredRepository,
  { ref, before, after, actor }: RefMove,
): Promise<void> {
  const isTag = ref.startsWith('refs/tags/')
  if (!isTag && !ref.startsWith('refs/heads/')) return
  const sender = accountOfActor(actor)
  const refEvent = {
    ref: ref.replace(/^refs\/(heads|tags)\//, ''),
    ref_type: isTag ? 'tag' : 'branch',
    pusher_type: 'user',
  }
  if (before === undefined) {
    emit(world, {
      event: 'create',
      repository,
      actor,
      payload: { ...refEvent, master_branch: repository.defaultBranch, description: null },
    })
  }
  if (after === undefined) emit(world, { event: 'delete', repository, actor, payload: refEvent })
  const since = before ?? repository.refs.read(`refs/heads/${repository.defaultBranch}`)
  const listed =
    after === undefined || !readCommit(repository.objects, after)
      ? []
      : await commitsBetween(repository, since === after ? undefined : since, after)
  const commits = (before === undefined && since === after ? [] : listed)
    .slice(-2048)
    .map((sha) => pushedCommit(world, repository, sha))
  const forced = before !== undefined && after !== undefined && !reaches(repository.objects, after, before)
  const [short, shortAfter] = [(before ?? ZERO_SHA).slice(0, 12), (after ?? ZERO_SHA).slice(0, 12)]
  const payload = {
    ref,
    before: before ?? ZERO_SHA,
    after: after ?? ZERO_SHA,
    created: before === undefined,
    deleted: after === undefined,
    forced,
    base_ref: null,
    compare: `${world.url}/${fullName(repository)}/compare/${short}...${shortAfter}`,
    commits,
    head_commit:
      after === undefined || !readCommit(repository.objects, after) ? null : pushedCommit(world, repository, after),
    pusher: { name: sender.login, email: sender.email },
    repository: pushedRepository(world, repository),
  }
  emit(world, { event: 'push', repository, actor, payload })
  if (after !== undefined && !isTag)
    requestSuites(world, repository, { sha: after, branch: ref.slice('refs/heads/'.length), actor })
}

/** In push events alone a repository has times in seconds and a few old keys. */
function pushedRepository(world: World, repository: StoredRepository) {
  const json = repositoryJson(world, repository)
  return {
    ...json,
    owner: { ...json.owner, name: repository.owner.login, email: null },
    created_at: Math.floor(repository.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  }
}

/** Each app that writes checks is asked for a suite on every push. */
function requestSuites(
  world: World,
  repository: StoredRepository,
  { sha, branch, actor }: { sha: string; branch: string; actor: Actor },
): void {
  for (const installation of world.installations.values()) {
    if (!holds(installation.permissions, 'checks:write') || !installation.app.events.includes('check_suite')) continue
    const suite = {
      id: newId(world),
      head_branch: branch,
      head_sha: sha,
      status: 'queued',
      conclusion: null,
      pull_requests: pullsAt(world, repository, sha),
    }
    emit(world, {
      event: 'check_suite',
      repository,
      actor,
      onlyFor: installation.app,
      payload: { action: 'requested', check_suite: suite },
    })
  }
}

function pushedCommit(world: World, repository: StoredRepository, sha: string) {
  const commit = readCommit(repository.objects, sha)
  if (!commit) throw new Error(`There is no commit ${sha} in ${fullName(repository)}.`)
  const who = (signature: { name: string; email: string }) => {
    const account = accountByEmail(world, signature.email)
    return {
      name: signature.name,
      email: signature.email,
      ...(account ? { username: accountJson(world, account).login } : {}),
    }
  }
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(commit.committer.date),
    url: `${world.url}/${fullName(repository)}/commit/${sha}`,
    author: who(commit.author),
    committer: who(commit.committer),
    ...changedPaths(repository.objects, commit.parents[0], sha),
  }
}
