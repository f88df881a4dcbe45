import { accountOfActor, appOfActor, canSee, hasRole } from './access.ts'
import { findAccount } from './account.ts'
import { ApiError, type FieldError, notFound, validationFailed } from './api-error.ts'
import { ACTIONS_APP_ID } from './app.ts'
import { commitJson, diffEntryJson } from './commit-json.ts'
import { diffFiles } from './diff.ts'
import { commitsBetween, mergeBase } from './history.ts'
import type { PullIssue } from './issue.ts'
import { checkBody, newIssue } from './issues.ts'
import { testMerge } from './mergeability.ts'
import { page } from './paging.ts'
import { isPull, type Pull, pullsOf } from './pull.ts'
import { pullJson, pullSimpleJson } from './pull-json.ts'
import { bringHead, closePull } from './pull-moves.ts'
import { optionalBoolean, optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import { findRepository, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { inBackground, now } from './world.ts'

const READ = { needs: 'pull_requests:read' } as const
const FILES_LIMIT = 3_000
const COMMITS_LIMIT = 250

export const pullRoutes = [
  repositoryRoute('GET /pulls', READ, listPulls),
  repositoryRoute('POST /pulls', { needs: 'pull_requests:write', role: 'read' }, createPull),
  repositoryRoute('GET /pulls/{number}', READ, async (call) =>
    ok(await pullJson(call.world, call.repository, pullIn(call), true)),
  ),
  repositoryRoute('PATCH /pulls/{number}', { needs: 'pull_requests:write', role: 'read' }, updatePull),
  repositoryRoute('GET /pulls/{number}/files', READ, listFiles),
  repositoryRoute('GET /pulls/{number}/commits', READ, listCommits),
]

export function pullIn({ repository, params }: RepositoryCall): PullIssue {
  const issue = repository.issues.get(Number(params.number))
  if (!issue || !isPull(issue)) throw notFound()
  return issue
}

/** `head` filters only as `owner:branch`; a bare branch name filters nothing. */
function listPulls(call: RepositoryCall): Reply {
  const { query, repository, world } = call
  const [state, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')]
  const found = pullsOf(repository).filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      (base === null || issue.pull.baseRef === base) &&
      (!head?.includes(':') ||
        `${issue.pull.headOwner.login}:${issue.pull.headRef}`.toLowerCase() === head.toLowerCase()),
  )
  const byUpdate =
    query.get('sort') === 'updated' ? found.toSorted((a, b) => Number(a.updatedAt) - Number(b.updatedAt)) : found
  const ascending = query.get('direction') === 'asc'
  return page(call, ascending ? byUpdate : byUpdate.toReversed(), (issue) => pullSimpleJson(world, repository, issue))
}

async function createPull(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  const head = requiredText(body, 'head')
  const baseRef = requiredText(body, 'base')
  const title = requiredText(body, 'title')
  if (appOfActor(actor)?.id === ACTIONS_APP_ID && !repository.settings.actionsMayOpenPullRequests) {
    throw new ApiError(403, 'GitHub Actions is not permitted to create or approve pull requests.')
  }
  const { headRepository, headRef, headSha, baseSha } = findSides(call, head, baseRef)
  await refuseUseless(call, { headRepository, headRef, headSha, baseRef, baseSha })
  const pull: Pull = {
    headRepository,
    headOwner: headRepository.owner,
    headRef,
    headSha,
    baseRef,
    baseSha,
    draft: optionalBoolean(body, 'draft') ?? false,
    merged: undefined,
    reviews: [],
    requested: { users: new Set(), teams: new Set() },
    autoMerge: undefined,
    lastPusher: accountOfActor(actor),
    mergeTest: undefined,
    asked: undefined,
    shownHead: undefined,
  }
  const text = optionalText(body, 'body') ?? null
  checkBody(text)
  const issue = newIssue(world, repository, { title, body: text, actor, pull }) as PullIssue
  await bringHead(repository, issue, headSha)
  const json = await pullJson(world, repository, issue)
  emit(world, {
    event: 'pull_request',
    repository,
    actor,
    payload: { action: 'opened', number: issue.number, pull_request: json },
  })
  inBackground(world, testMerge(world, repository, issue))
  return created(json)
}

function findSides(call: RepositoryCall, head: string, baseRef: string) {
  const { repository, body } = call
  const [owner, branch] = head.includes(':') ? head.split(':') : [undefined, head]
  const headRepository = owner === undefined ? repository : forkOf(call, owner, optionalText(body, 'head_repo'))
  const headRef = (branch ?? '').replace(/^refs\/heads\//, '')
  const headSha = headRepository?.refs.read(`refs/heads/${headRef}`)
  const baseSha = repository.refs.read(`refs/heads/${baseRef}`)
  const errors: FieldError[] = []
  if (headSha === undefined) errors.push({ resource: 'PullRequest', field: 'head', code: 'invalid' })
  if (baseSha === undefined) errors.push({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  if (!headRepository || headSha === undefined || baseSha === undefined) throw validationFailed(...errors)
  return { headRepository, headRef, headSha, baseSha }
}

/** The repository of `owner` in the same network. */
function forkOf(
  { world, repository, actor }: RepositoryCall,
  owner: string,
  name: string | undefined,
): StoredRepository | undefined {
  const account = findAccount(world, owner)
  if (!account) return undefined
  const root = repository.parent ?? repository
  const found = name ? findRepository(world, `${owner}/${name}`) : undefined
  const candidates = found ? [found] : [...world.repositories.values()].filter((each) => each.owner === account)
  return candidates.find(
    (each) => (each === repository || each === root || each.parent === root) && canSee(world, each, actor),
  )
}

async function refuseUseless(
  { repository }: RepositoryCall,
  sides: { headRepository: StoredRepository; headRef: string; headSha: string; baseRef: string; baseSha: string },
): Promise<void> {
  const { headRepository, headRef, baseRef } = sides
  const label = `${headRepository.owner.login}:${headRef}`
  const same = pullsOf(repository).find(
    ({ state, pull }) =>
      state === 'open' &&
      pull.headRepository === headRepository &&
      pull.headRef === headRef &&
      pull.baseRef === baseRef,
  )
  const custom = (message: string) => validationFailed({ resource: 'PullRequest', code: 'custom', message })
  if (same) throw custom(`A pull request already exists for ${label}.`)
  const commits =
    headRepository === repository ? await commitsBetween(repository, sides.baseSha, sides.headSha) : undefined
  const nothing = commits?.length === 0 || sides.headSha === sides.baseSha
  if (nothing) throw custom(`No commits between ${baseRef} and ${headRepository === repository ? headRef : label}`)
}

async function updatePull(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  const issue = pullIn(call)
  if (
    actor.kind === 'user' &&
    actor.account.id !== issue.author.id &&
    !hasRole(world, repository, actor.account, 'triage')
  )
    throw notFound()
  const text = optionalText(body, 'body') ?? issue.body
  checkBody(text)
  const before = { title: issue.title, body: issue.body, base: issue.pull.baseRef }
  const changes: Record<string, unknown> = {}
  issue.title = optionalText(body, 'title') ?? issue.title
  issue.body = text
  const base = optionalText(body, 'base')
  if (base !== undefined && base !== before.base) retarget(call, issue, base)
  if (issue.title !== before.title) changes.title = { from: before.title }
  if (issue.body !== before.body) changes.body = { from: before.body }
  if (issue.pull.baseRef !== before.base) changes.base = { ref: { from: before.base } }
  issue.updatedAt = now(world)
  if (Object.keys(changes).length > 0) {
    const payload = {
      action: 'edited',
      number: issue.number,
      changes,
      pull_request: await pullJson(world, repository, issue),
    }
    emit(world, { event: 'pull_request', repository, actor, payload })
  }
  await changeState(call, issue)
  return ok(await pullJson(world, repository, issue))
}

function retarget({ repository }: RepositoryCall, issue: PullIssue, base: string): void {
  const sha = repository.refs.read(`refs/heads/${base}`)
  if (sha === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  issue.pull.baseRef = base
  issue.pull.baseSha = sha
}

async function changeState({ world, repository, body, actor }: RepositoryCall, issue: PullIssue): Promise<void> {
  const state = optionalText(body, 'state')
  if (state === undefined || state === issue.state) return
  if (state === 'closed') return closePull(world, repository, { issue, actor })
  if (issue.pull.merged) throw validationFailed({ resource: 'PullRequest', field: 'state', code: 'invalid' })
  issue.state = 'open'
  issue.closedAt = undefined
  const payload = { action: 'reopened', number: issue.number, pull_request: await pullJson(world, repository, issue) }
  emit(world, { event: 'pull_request', repository, actor, payload })
}

async function span(call: RepositoryCall): Promise<{ from: string; to: string }> {
  const { pull } = pullIn(call)
  const base = pull.merged ? pull.baseSha : (call.repository.refs.read(`refs/heads/${pull.baseRef}`) ?? pull.baseSha)
  return { from: (await mergeBase(call.repository, base, pull.headSha)) ?? base, to: pull.headSha }
}

/** Cut after 3,000 files without a word. */
async function listFiles(call: RepositoryCall): Promise<Reply> {
  const { from, to } = await span(call)
  const files = (await diffFiles(call.repository, from, to)).slice(0, FILES_LIMIT)
  return page(call, files, (file) => diffEntryJson(call.world, call.repository, { file, sha: to }))
}

async function listCommits(call: RepositoryCall): Promise<Reply> {
  const { from, to } = await span(call)
  const commits = (await commitsBetween(call.repository, from, to)).slice(0, COMMITS_LIMIT)
  return page(call, commits, (sha) => commitJson(call.world, call.repository, sha))
}
