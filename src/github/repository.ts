import { type GitHubClient, repositoryName } from './client.ts'
import { absentAs404, isRequestFailure, permitted } from './failure.ts'

export interface Repository {
  readonly id: number
  readonly fullName: string
  readonly ownerId: number
  readonly ownerIsOrganization: boolean
  readonly defaultBranch: string
  readonly archived: boolean
  /** Not for everybody: private, or only for an enterprise. */
  readonly isPrivate: boolean
  readonly url: string
}

/** Reads a repository, or `undefined` when the token cannot see it. A renamed one answers with its new name. */
export async function readRepository(client: GitHubClient, fullName: string): Promise<Repository | undefined> {
  const purpose = { doing: `read the repository ${fullName}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () =>
    absentAs404(() => client.rest.repos.get({ ...repositoryName(fullName) })),
  )
  if (answer === undefined) return undefined
  const { data } = answer
  return {
    id: data.id,
    fullName: data.full_name,
    ownerId: data.owner.id,
    ownerIsOrganization: data.owner.type === 'Organization',
    defaultBranch: data.default_branch,
    archived: data.archived,
    isPrivate: data.private,
    url: data.html_url,
  }
}

/** The commit at the tip of a branch, or `undefined` when there is no such branch, or no commit at all. */
export async function readHead(client: GitHubClient, fullName: string, branch: string): Promise<string | undefined> {
  const purpose = { doing: `read the branch ${branch} of ${fullName}`, permissions: ['contents: read'] }
  const answer = await permitted(purpose, () => absentAs404(() => headOf(client, fullName, branch)))
  return answer?.data.object.sha
}

/** A repository without any commit answers 409 to everything about git. */
async function headOf(client: GitHubClient, fullName: string, branch: string) {
  try {
    return await client.rest.git.getRef({ ...repositoryName(fullName), ref: `heads/${branch}` })
  } catch (error) {
    if (isRequestFailure(error, 409) && /empty/i.test(error.message)) return undefined
    throw error
  }
}
