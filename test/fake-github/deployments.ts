import { accountOfActor } from './access.ts'
import { type Account, accountJson } from './account.ts'
import { ApiError, notFound, validationFailed } from './api-error.ts'
import { checkAutoMerge, checkContexts } from './deployment-checks.ts'
import { resolveCommit } from './history.ts'
import { page } from './paging.ts'
import { type Body, optionalBoolean, optionalText, requiredText } from './request-body.ts'
import { created, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName, type StoredRepository } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { iso, newId, nodeId, now, type World } from './world.ts'

type State = Schema<'deployment-status'>['state']

export interface DeploymentStatus {
  readonly id: number
  readonly state: State
  readonly description: string
  readonly targetUrl: string
  readonly environmentUrl: string
  readonly creator: Account
  readonly createdAt: Date
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly description: string | null
  readonly payload: Record<string, unknown> | string
  readonly transient: boolean
  readonly production: boolean
  readonly creator: Account
  readonly createdAt: Date
  readonly statuses: DeploymentStatus[]
}

const STATES: readonly string[] = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] satisfies State[]
const READ = { needs: 'deployments:read' } as const
const WRITE = { needs: 'deployments:write' } as const

export const deploymentRoutes = [
  repositoryRoute('GET /deployments', READ, listDeployments),
  repositoryRoute('POST /deployments', WRITE, createDeployment),
  repositoryRoute('GET /deployments/{id}', READ, (call) =>
    ok(deploymentJson(call.world, call.repository, deploymentIn(call))),
  ),
  repositoryRoute('GET /deployments/{id}/statuses', READ, (call) => {
    const deployment = deploymentIn(call)
    return page(call, deployment.statuses.toReversed(), (status) => statusJson(call, deployment, status))
  }),
  repositoryRoute('POST /deployments/{id}/statuses', WRITE, createStatus),
]

function deploymentIn({ repository, params }: RepositoryCall): Deployment {
  const deployment = repository.deployments.find((each) => each.id === Number(params.id))
  if (!deployment) throw notFound()
  return deployment
}

function listDeployments(call: RepositoryCall): Reply {
  const wanted = (['sha', 'ref', 'task', 'environment'] as const).map((key) => [key, call.query.get(key)] as const)
  const found = call.repository.deployments.filter((each) =>
    wanted.every(([key, value]) => value === null || each[key] === value),
  )
  return page(call, found.toReversed(), (each) => deploymentJson(call.world, call.repository, each))
}

/** Merges the default branch into the ref first and wants every context green, unless told not to. */
async function createDeployment(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  const ref = requiredText(body, 'ref')
  const sha = resolveCommit(repository, ref)
  if (sha === undefined) throw new ApiError(422, `No ref found for: ${ref}`)
  if (optionalBoolean(body, 'auto_merge') ?? true) {
    const merged = await checkAutoMerge(call, { ref, sha })
    if (merged) return merged
  }
  checkContexts(call, { ref, sha })
  const environment = optionalText(body, 'environment') ?? 'production'
  const deployment: Deployment = {
    id: newId(world),
    sha,
    ref,
    task: optionalText(body, 'task') ?? 'deploy',
    environment,
    description: optionalText(body, 'description') ?? null,
    payload: typeof body.payload === 'string' ? body.payload : ((body.payload as Body | undefined) ?? {}),
    transient: optionalBoolean(body, 'transient_environment') ?? false,
    production: optionalBoolean(body, 'production_environment') ?? environment === 'production',
    creator: accountOfActor(actor),
    createdAt: now(world),
    statuses: [],
  }
  repository.deployments.push(deployment)
  const json = deploymentJson(world, repository, deployment)
  emit(world, {
    event: 'deployment',
    repository,
    actor,
    payload: { action: 'created', deployment: json, workflow: null, workflow_run: null },
  })
  return created(json)
}

function createStatus(call: RepositoryCall): Reply {
  const { world, repository, body, actor } = call
  const deployment = deploymentIn(call)
  const state = requiredText(body, 'state')
  if (!STATES.includes(state)) throw validationFailed({ resource: 'DeploymentStatus', field: 'state', code: 'invalid' })
  const description = optionalText(body, 'description') ?? ''
  if (description.length > 140) {
    throw validationFailed({
      resource: 'DeploymentStatus',
      field: 'description',
      code: 'custom',
      message: 'description is too long (maximum is 140 characters)',
    })
  }
  const status: DeploymentStatus = {
    id: newId(world),
    state: state as State,
    description,
    targetUrl: optionalText(body, 'log_url') ?? optionalText(body, 'target_url') ?? '',
    environmentUrl: optionalText(body, 'environment_url') ?? '',
    creator: accountOfActor(actor),
    createdAt: now(world),
  }
  if (optionalBoolean(body, 'auto_inactive') ?? true) deactivateEarlier(world, repository, { deployment, status })
  deployment.statuses.push(status)
  const json = statusJson(call, deployment, status)
  const payload = {
    action: 'created',
    deployment_status: json,
    deployment: deploymentJson(world, repository, deployment),
  }
  emit(world, { event: 'deployment_status', repository, actor, payload })
  return created(json)
}

/** A success makes earlier ones of the same environment inactive, but for transient and production ones. */
function deactivateEarlier(
  world: World,
  repository: StoredRepository,
  { deployment, status }: { deployment: Deployment; status: DeploymentStatus },
): void {
  if (status.state !== 'success') return
  for (const other of repository.deployments) {
    if (other === deployment || other.environment !== deployment.environment || other.transient || other.production)
      continue
    if (other.statuses.at(-1)?.state === 'success')
      other.statuses.push({ ...status, id: newId(world), state: 'inactive', description: '' })
  }
}

function deploymentJson(world: World, repository: StoredRepository, deployment: Deployment): Schema<'deployment'> {
  const base = `${world.apiUrl}/repos/${fullName(repository)}`
  const url = `${base}/deployments/${deployment.id}`
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: accountJson(world, deployment.creator),
    created_at: iso(deployment.createdAt),
    updated_at: iso(deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: base,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  }
}

function statusJson(
  { world, repository }: RepositoryCall,
  deployment: Deployment,
  status: DeploymentStatus,
): Schema<'deployment-status'> {
  const base = `${world.apiUrl}/repos/${fullName(repository)}`
  const deploymentUrl = `${base}/deployments/${deployment.id}`
  return {
    url: `${deploymentUrl}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: accountJson(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.targetUrl,
    log_url: status.targetUrl,
    environment_url: status.environmentUrl,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
    deployment_url: deploymentUrl,
    repository_url: base,
    performed_via_github_app: null,
  }
}
