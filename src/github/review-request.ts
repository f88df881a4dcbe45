import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, MissingPermission, permitted } from './failure.ts'

export interface ReviewRequest {
  readonly repository: string
  readonly pullRequest: number
  readonly users: readonly string[]
  /** Slugs of teams of the repository's organization. */
  readonly teams: readonly string[]
}

/** Somebody who could not be asked, and why, in GitHub's words. */
export interface NotAsked {
  readonly name: string
  readonly reason: string
}

/**
 * Asks people and teams for a review. GitHub asks nobody when one of them may not be asked, so then each is asked alone.
 * @returns those who could not be asked: no collaborator, no such team, a right that is missing.
 */
export async function requestReviews(client: GitHubClient, request: ReviewRequest): Promise<readonly NotAsked[]> {
  if (request.users.length + request.teams.length === 0) return []
  if ((await ask(client, request)) === undefined) return []
  const alone = [
    ...request.users.map((name) => ({ name, users: [name], teams: [] })),
    ...request.teams.map((name) => ({ name, users: [], teams: [name] })),
  ]
  const refused: NotAsked[] = []
  for (const { name, ...one } of alone) {
    const reason = await ask(client, { ...request, ...one })
    if (reason !== undefined) refused.push({ name, reason })
  }
  return refused
}

/** @returns why GitHub refuses; nothing when everybody was asked. */
async function ask(client: GitHubClient, request: ReviewRequest): Promise<string | undefined> {
  const { repository, pullRequest, users, teams } = request
  const purpose = { doing: `ask for reviews of ${repository}#${pullRequest}`, permissions: ['pull-requests: write'] }
  try {
    await permitted(purpose, () =>
      client.rest.pulls.requestReviewers({
        ...repositoryName(repository),
        pull_number: pullRequest,
        reviewers: [...users],
        team_reviewers: [...teams],
      }),
    )
    return undefined
  } catch (error) {
    if (error instanceof MissingPermission) return error.what
    if (isRequestFailure(error, 403, 404, 422)) return error.message.split(/\r?\n| - https:/, 1)[0] ?? ''
    throw error
  }
}
