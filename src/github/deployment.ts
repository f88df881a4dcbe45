import { type GitHubClient, repositoryName } from './client.ts'
import { isServerFailure, permitted } from './failure.ts'

export type DeploymentState = 'queued' | 'success' | 'inactive'

export interface Deployment {
  readonly id: number
  /** What whoever made it has written into it; anything may stand there. */
  readonly payload: Readonly<Record<string, unknown>>
}

export interface NewDeployment {
  readonly repository: string
  /** The full sha of the commit that is deployed. */
  readonly sha: string
  readonly environment: string
  readonly isProduction: boolean
  readonly description: string
  readonly payload: Readonly<Record<string, unknown>>
}

const PURPOSE = (repository: string) => ({
  doing: `write deployments of ${repository}`,
  permissions: ['deployments: write'],
})
/** GitHub takes no longer ones. */
const LONGEST_DESCRIPTION = 140

/** The newest deployments to an environment, newest first; one page. */
export async function readDeployments(
  client: GitHubClient,
  repository: string,
  environment: string,
): Promise<readonly Deployment[]> {
  const answer = await permitted(PURPOSE(repository), () =>
    client.rest.repos.listDeployments({ ...repositoryName(repository), environment, per_page: 100 }),
  )
  return answer.data.map(({ id, payload }) => ({ id, payload: payloadOf(payload) }))
}

/**
 * Records a deployment. Nothing is merged into the commit, and no check is waited for: both would be GitHub's default.
 * @param isOurs finds it again when GitHub has made it and failed afterwards.
 */
export async function createDeployment(
  client: GitHubClient,
  deployment: NewDeployment,
  isOurs: (one: Deployment) => boolean,
): Promise<Deployment> {
  const { repository, sha, environment, isProduction, description, payload } = deployment
  try {
    const created = await permitted(PURPOSE(repository), () =>
      client.rest.repos.createDeployment({
        ...repositoryName(repository),
        ref: sha,
        environment,
        production_environment: isProduction,
        transient_environment: false,
        description: description.slice(0, LONGEST_DESCRIPTION),
        payload: { ...payload },
        auto_merge: false,
        required_contexts: [],
      }),
    )
    // 202 says that a branch was merged instead, which auto_merge forbids.
    if ('id' in created.data) return { id: created.data.id, payload }
    throw new Error(`GitHub made no deployment: ${created.data.message ?? created.status}`)
  } catch (error) {
    const made = isServerFailure(error)
      ? (await readDeployments(client, repository, environment)).find(isOurs)
      : undefined
    if (made === undefined) throw error
    return made
  }
}

/** All the states that a deployment has had, newest first. */
export async function readDeploymentStates(
  client: GitHubClient,
  repository: string,
  id: number,
): Promise<readonly string[]> {
  const at = { ...repositoryName(repository), deployment_id: id, per_page: 100 }
  const answer = await permitted(PURPOSE(repository), () => client.rest.repos.listDeploymentStatuses(at))
  return answer.data.map(({ state }) => state)
}

export async function setDeploymentState(
  client: GitHubClient,
  status: {
    readonly repository: string
    readonly id: number
    readonly state: DeploymentState
    readonly description: string
    readonly url?: string
    /** Whether a success makes earlier ones of the environment inactive; those of production are left alone by GitHub. */
    readonly replaces: boolean
  },
): Promise<void> {
  const { repository, id, state, description, url, replaces } = status
  await permitted(PURPOSE(repository), () =>
    client.rest.repos.createDeploymentStatus({
      ...repositoryName(repository),
      deployment_id: id,
      state,
      description: description.slice(0, LONGEST_DESCRIPTION),
      auto_inactive: replaces,
      ...(url !== undefined && { log_url: url }),
    }),
  )
}

/** It comes back as it was given, which older servers did as text. */
function payloadOf(payload: unknown): Readonly<Record<string, unknown>> {
  const value = typeof payload === 'string' ? parseJson(payload) : payload
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
