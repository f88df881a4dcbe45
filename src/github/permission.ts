import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, permitted } from './failure.ts'

/** What GitHub says of a person's rights on a repository. */
export interface Collaborator {
  readonly id: number
  /** The legacy field: `admin`, `write`, `read` or `none`. */
  readonly permission: string
  /** `admin`, `maintain`, `write`, `triage`, `read`, or a custom role's own name. */
  readonly roleName: string
}

/** A person's rights on a repository; `undefined` when GitHub knows no such person there. */
export async function readCollaborator(
  client: GitHubClient,
  repository: string,
  login: string,
): Promise<Collaborator | undefined> {
  const purpose = { doing: `read the role of a person on ${repository}`, permissions: ['metadata: read'] }
  const answer = await permitted(purpose, () =>
    absentAs404(() =>
      client.rest.repos.getCollaboratorPermissionLevel({ ...repositoryName(repository), username: login }),
    ),
  )
  if (answer?.data.user == null) return undefined
  return { id: answer.data.user.id, permission: answer.data.permission, roleName: answer.data.role_name }
}

/** Which of the given teams of an organization (slugs) a person is an active member of. Child teams count. */
export async function readTeams(
  client: GitHubClient,
  organization: string,
  slugs: readonly string[],
  login: string,
): Promise<readonly string[]> {
  const purpose = { doing: `read the teams of ${organization}`, permissions: ['members: read (of the organization)'] }
  const active: string[] = []
  for (const slug of slugs) {
    const membership = await permitted(purpose, () =>
      absentAs404(() =>
        client.rest.teams.getMembershipForUserInOrg({ org: organization, team_slug: slug, username: login }),
      ),
    )
    if (membership?.data.state === 'active') active.push(slug)
  }
  return active
}
