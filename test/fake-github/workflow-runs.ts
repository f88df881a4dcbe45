import { type Account, accountJson } from './account.ts'
import { ApiError, notFound } from './api-error.ts'
import { type Artifact, artifactJson, isExpired } from './artifacts.ts'
import { pullsAt } from './check-run.ts'
import { readCommit } from './git-objects.ts'
import { page } from './paging.ts'
import { repositoryJson } from './repository-json.ts'
import { ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { iso, nodeId, now, type World } from './world.ts'

/** A run of GitHub Actions; the fake runs nothing, tests say what ran. */
export interface WorkflowRun {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly event: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  readonly headSha: string
  readonly headBranch: string
  readonly repository: StoredRepository
  headRepository: StoredRepository | undefined
  readonly actor: Account
  readonly artifacts: Artifact[]
  readonly createdAt: Date
}

const READ = { needs: 'actions:read' } as const

export const workflowRunRoutes = [
  repositoryRoute('GET /actions/runs', READ, (call) => {
    const runs = runsOf(call).toReversed()
    return page(
      call,
      runs,
      (run) => runJson(call.world, run),
      (workflow_runs) => ({ total_count: runs.length, workflow_runs }),
    )
  }),
  repositoryRoute('GET /actions/runs/{id}', READ, (call) => ok(runJson(call.world, runIn(call)))),
  repositoryRoute('GET /actions/runs/{id}/artifacts', READ, (call) => listArtifacts(call, runIn(call).artifacts)),
  repositoryRoute('GET /actions/artifacts', READ, (call) =>
    listArtifacts(
      call,
      runsOf(call).flatMap((run) => run.artifacts),
    ),
  ),
  repositoryRoute('GET /actions/artifacts/{id}/zip', READ, download),
]

function runsOf({ world, repository }: RepositoryCall): WorkflowRun[] {
  return world.workflowRuns.filter((run) => run.repository === repository)
}

function runIn(call: RepositoryCall): WorkflowRun {
  const run = runsOf(call).find((each) => each.id === Number(call.params.id))
  if (!run) throw notFound()
  return run
}

/** Expired artifacts stay in the list. */
function listArtifacts(call: RepositoryCall, all: readonly Artifact[]): Reply {
  const name = call.query.get('name')
  const found = all.filter((artifact) => name === null || artifact.name === name)
  const runOf = (artifact: Artifact) => runsOf(call).find((run) => run.artifacts.includes(artifact))
  const render = (artifact: Artifact) => artifactJson(call.world, call.repository, { artifact, run: runOf(artifact) })
  return page(call, found, render, (artifacts) => ({ total_count: found.length, artifacts }))
}

/** A redirect to another host, valid for a minute; that host takes no `Authorization`. */
function download(call: RepositoryCall): Reply {
  if (call.actor.kind === 'anonymous') throw new ApiError(401, 'Requires authentication')
  const artifact = runsOf(call)
    .flatMap((run) => run.artifacts)
    .find((each) => each.id === Number(call.params.id))
  if (!artifact) throw notFound()
  if (isExpired(call.world, artifact)) throw new ApiError(410, 'Artifact has expired')
  const until = now(call.world).getTime() + 60_000
  return { status: 302, headers: { location: `${call.world.blobUrl}/artifacts/${artifact.id}.zip?until=${until}` } }
}

/** For runs from forks `pull_requests` is always empty. */
export function runJson(world: World, run: WorkflowRun): Schema<'workflow-run'> {
  const { repository, headRepository } = run
  const name = fullName(repository)
  const url = `${world.apiUrl}/repos/${name}/actions/runs/${run.id}`
  const commit = readCommit((headRepository ?? repository).objects, run.headSha)
  const person = (signature: { name: string; email: string } | undefined) =>
    signature ? { name: signature.name, email: signature.email } : null
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.name,
    run_number: run.id,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: `${world.url}/${name}/actions/runs/${run.id}`,
    pull_requests: headRepository === repository ? pullsAt(world, repository, run.headSha) : [],
    created_at: iso(run.createdAt),
    updated_at: iso(run.createdAt),
    run_started_at: iso(run.createdAt),
    actor: accountJson(world, run.actor),
    triggering_actor: accountJson(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${world.apiUrl}/repos/${name}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${world.apiUrl}/repos/${name}/actions/workflows/1`,
    head_commit: commit
      ? {
          id: run.headSha,
          tree_id: commit.tree,
          message: commit.message,
          timestamp: iso(commit.committer.date),
          author: person(commit.author),
          committer: person(commit.committer),
        }
      : null,
    repository: repositoryJson(world, repository),
    // GitHub answers null once the fork is deleted, against its own description.
    head_repository: headRepository
      ? repositoryJson(world, headRepository)
      : (null as unknown as Schema<'minimal-repository'>),
  }
}
