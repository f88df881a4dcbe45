import type { GitHubClient } from './client.ts'
import {
  createDeployment,
  type Deployment,
  type DeploymentState,
  readDeploymentStates,
  readDeployments,
  setDeploymentState,
} from './deployment.ts'

/** What happened to a release, as GitHub's deployments are to show it. */
export interface MirroredRelease {
  /** The model repository. */
  readonly repository: string
  /** GitHub's name of the environment. */
  readonly environment: string
  readonly isProduction: boolean
  readonly payload: {
    readonly model: string
    readonly version: string
    readonly rollout: string
    readonly gitops: { readonly repository: string; readonly commit?: string; readonly pullRequest?: number }
    /** The address of what asked: a deployment is found again by it. */
    readonly command: string
  }
  /** What the version gets. */
  readonly traffic: 'all' | 'part' | 'none'
  /** The commit that is released; nothing for one that another change has brought. */
  readonly commit: string | undefined
  readonly url: string
  readonly state: 'proposed' | 'done' | 'given-up'
}

/** How many earlier deployments are looked at for those that a new one replaces. */
const LOOKED_AT = 5

/**
 * Brings the deployments of a repository up to date; doing it again changes nothing.
 * @throws MissingPermission without `deployments: write`.
 */
export async function mirrorDeployment(client: GitHubClient, release: MirroredRelease): Promise<void> {
  const { repository, environment, traffic, state, payload } = release
  const all = await readDeployments(client, repository, environment)
  const ours = all.filter((one) => isOurs(one, payload.model))
  const own = ours.find((one) => one.payload.command === payload.command)
  if (state === 'given-up') {
    if (own !== undefined) await become('inactive', own, release, client)
    return
  }
  if (traffic === 'none') {
    if (state === 'done') await goBack(ours, release, client)
    return
  }
  const current = own ?? (await create(release, client))
  if (current === undefined) return
  const older = ours.filter(({ id }) => id < current.id).slice(0, LOOKED_AT)
  if (state === 'proposed') {
    await endQueued(older, release, client)
    await become('queued', current, release, client)
    return
  }
  await become('success', current, release, client)
  if (traffic === 'all') await deactivate(older, release, client)
}

/** Others may deploy to the same environment. */
function isOurs({ payload }: Deployment, model: string): boolean {
  return payload.model === model && typeof payload.version === 'string' && typeof payload.command === 'string'
}

async function create(release: MirroredRelease, client: GitHubClient): Promise<Deployment | undefined> {
  const { repository, environment, isProduction, commit, payload } = release
  if (commit === undefined) return undefined
  const description = `${payload.model} ${payload.version}: ${payload.rollout}`
  const wanted = { repository, sha: commit, environment, isProduction, description, payload: { ...payload } }
  return createDeployment(client, wanted, (one) => one.payload.command === payload.command)
}

const WORDS = { queued: 'proposed', success: 'released', inactive: 'does not run' } as const

async function become(
  state: DeploymentState,
  { id }: Deployment,
  { repository, traffic, url }: MirroredRelease,
  client: GitHubClient,
): Promise<void> {
  const states = await readDeploymentStates(client, repository, id)
  // What has been released is not queued again by a command that is told twice.
  if (states[0] === state || (state === 'queued' && states.includes('success'))) return
  const replaces = state === 'success' && traffic !== 'part'
  await setDeploymentState(client, { repository, id, state, description: WORDS[state], url, replaces })
}

/** What a version replaces that takes all the traffic. GitHub does so itself, but not in production. */
async function deactivate(older: readonly Deployment[], release: MirroredRelease, client: GitHubClient): Promise<void> {
  for (const other of older) await end('success', other, release, client)
}

/** A proposal that was rewritten by a newer command, under the same number. */
async function endQueued(older: readonly Deployment[], release: MirroredRelease, client: GitHubClient): Promise<void> {
  const number = release.payload.gitops.pullRequest
  for (const other of older) {
    const gitops = other.payload.gitops as { readonly pullRequest?: unknown } | undefined
    if (number !== undefined && gitops?.pullRequest === number) await end('queued', other, release, client)
  }
}

async function end(
  state: DeploymentState,
  deployment: Deployment,
  release: MirroredRelease,
  client: GitHubClient,
): Promise<void> {
  const [now] = await readDeploymentStates(client, release.repository, deployment.id)
  if (now === state) await become('inactive', deployment, release, client)
}

/** After a rollback: the version does not run any more, and what ran before it does again. */
async function goBack(ours: readonly Deployment[], release: MirroredRelease, client: GitHubClient): Promise<void> {
  const { version } = release.payload
  const looked = ours.slice(0, LOOKED_AT)
  for (const other of looked.filter(({ payload }) => payload.version !== version)) {
    const states = await readDeploymentStates(client, release.repository, other.id)
    if (!states.includes('success')) continue
    if (states[0] !== 'success') await become('success', other, release, client)
    break
  }
  for (const own of looked.filter(({ payload }) => payload.version === version))
    await end('success', own, release, client)
}
