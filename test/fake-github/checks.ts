import { appOfActor } from './access.ts'
import { ApiError, notFound } from './api-error.ts'
import { applyOutput, readConclusion, readStatus } from './check-output.ts'
import { type CheckRun, checkRunJson } from './check-run.ts'
import { readCommit } from './git-objects.ts'
import { resolveCommit } from './history.ts'
import { page } from './paging.ts'
import { optionalList, optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { newId, now } from './world.ts'

const READ = { needs: 'checks:read' } as const
const WRITE = { needs: 'checks:write' } as const

export const checkRoutes = [
  repositoryRoute('POST /check-runs', WRITE, createRun),
  repositoryRoute('GET /check-runs/{id}', READ, (call) => ok(checkRunJson(call.world, call.repository, runIn(call)))),
  repositoryRoute('PATCH /check-runs/{id}', WRITE, updateRun),
  repositoryRoute('GET /check-runs/{id}/annotations', READ, (call) =>
    page(call, runIn(call).annotations, (each) => each),
  ),
  repositoryRoute('POST /check-runs/{id}/rerequest', WRITE, rerequest),
  repositoryRoute('GET /commits/{ref+}/check-runs', READ, listRuns),
]

function runIn({ repository, params }: RepositoryCall): CheckRun {
  const run = repository.checkRuns.find((each) => each.id === Number(params.id))
  if (!run) throw notFound()
  return run
}

/** Only apps write checks, GITHUB_TOKEN's app among them. */
function writingApp({ actor }: RepositoryCall) {
  const app = appOfActor(actor)
  if (!app) throw new ApiError(403, 'You must authenticate via a GitHub App.')
  return app
}

function createRun(call: RepositoryCall): Reply {
  const { world, repository, body } = call
  const app = writingApp(call)
  const name = requiredText(body, 'name')
  const headSha = requiredText(body, 'head_sha')
  if (!readCommit(repository.objects, headSha)) throw new ApiError(422, `No commit found for SHA: ${headSha}`)
  const sibling = repository.checkRuns.find((each) => each.headSha === headSha && each.app.id === app.id)
  const run: CheckRun = {
    id: newId(world),
    suiteId: sibling?.suiteId ?? newId(world),
    app,
    name,
    headSha,
    status: 'queued',
    conclusion: null,
    detailsUrl: null,
    externalId: '',
    startedAt: now(world),
    completedAt: undefined,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  }
  apply(call, run)
  repository.checkRuns.push(run)
  forgetOldest(repository, run)
  emitRun(call, run, run.status === 'completed' ? ['created', 'completed'] : ['created'])
  return created(checkRunJson(world, repository, run))
}

function updateRun(call: RepositoryCall): Reply {
  const app = writingApp(call)
  const run = runIn(call)
  if (run.app.id !== app.id) {
    throw new ApiError(
      403,
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    )
  }
  const before = run.status
  apply(call, run)
  if (before !== 'completed' && run.status === 'completed') emitRun(call, run, ['completed'])
  return ok(checkRunJson(call.world, call.repository, run))
}

/** Everything is read and checked before anything is changed: a refused PATCH leaves the run as it was. */
function apply({ world, body }: RepositoryCall, run: CheckRun): void {
  const conclusion = readConclusion(body)
  const status = conclusion ? 'completed' : readStatus(body)
  if (status === 'completed' && !conclusion)
    throw new ApiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.')
  const actions = optionalList(body, 'actions')
  if (actions && actions.length > 3)
    throw new ApiError(422, `Invalid request.\n\nNo more than 3 items are allowed; ${actions.length} were supplied.`)
  applyOutput(run, body)
  const completedAt = optionalText(body, 'completed_at')
  const startedAt = optionalText(body, 'started_at')
  run.name = optionalText(body, 'name') ?? run.name
  run.detailsUrl = optionalText(body, 'details_url') ?? run.detailsUrl
  run.externalId = optionalText(body, 'external_id') ?? run.externalId
  run.startedAt = startedAt ? new Date(startedAt) : run.startedAt
  run.actions = actions ?? run.actions
  if (status === undefined) return
  run.status = status
  run.conclusion = conclusion ?? null
  run.completedAt = status === 'completed' ? (completedAt ? new Date(completedAt) : now(world)) : undefined
}

/** GitHub keeps the newest 1,000 runs of one name in a suite. */
function forgetOldest(repository: StoredRepository, run: CheckRun): void {
  const same = repository.checkRuns.filter((each) => each.suiteId === run.suiteId && each.name === run.name)
  const [oldest] = same
  if (same.length > 1_000 && oldest) repository.checkRuns.splice(repository.checkRuns.indexOf(oldest), 1)
}

function listRuns(call: RepositoryCall): Reply {
  const { world, repository, params, query } = call
  const sha = resolveCommit(repository, params.ref ?? '')
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${params.ref}`)
  const [name, status, appId] = [query.get('check_name'), query.get('status'), query.get('app_id')]
  const all = repository.checkRuns.filter(
    (run) =>
      run.headSha === sha &&
      (name === null || run.name === name) &&
      (status === null || run.status === status) &&
      (appId === null || run.app.id === Number(appId)),
  )
  const shown = query.get('filter') === 'all' ? all : newestPerName(all)
  const render = (run: CheckRun) => checkRunJson(world, repository, run)
  return page(call, shown.toReversed(), render, (check_runs) => ({ total_count: shown.length, check_runs }))
}

function newestPerName(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [`${run.app.id} ${run.name}`, run])).values()]
}

function rerequest(call: RepositoryCall): Reply {
  const run = runIn(call)
  emitRun(call, run, ['rerequested'])
  return { status: 201, body: {} }
}

function emitRun({ world, repository, actor }: RepositoryCall, run: CheckRun, actions: readonly string[]): void {
  for (const action of actions) {
    const payload = { action, check_run: checkRunJson(world, repository, run) }
    emit(world, {
      event: 'check_run',
      repository,
      actor,
      payload,
      ...(action === 'rerequested' ? { onlyFor: run.app } : {}),
    })
  }
}
