import type { ReleasedModel, Role } from '../src/config/gitops-config.ts'
import { repositoryName } from '../src/github/client.ts'
import { readCollaborator, readTeams } from '../src/github/permission.ts'
import { authorize, roleOf } from '../src/release/authorize.ts'
import type { Desk } from './desk.ts'
import { type OpenRepository, openRepository } from './load-release.ts'

interface Person {
  readonly id: number
  readonly login: string
}

/**
 * A person's role on the gitops repository. The account must be the very one that commented: a login that was renamed
 * can belong to somebody else by now.
 */
export async function readRole({ client, repository }: OpenRepository, author: Person): Promise<Role | undefined> {
  const collaborator = await readCollaborator(client, repository.fullName, author.login)
  return collaborator?.id === author.id ? roleOf(collaborator) : undefined
}

/** Those of the teams named in the configuration that a person is in, asked for only where the role does not do. */
export async function readMemberships(
  { repository }: OpenRepository,
  { environments }: ReleasedModel,
  person: { readonly role: Role; readonly login: string },
  desk: Desk,
): Promise<readonly string[]> {
  const standing = { role: person.role, teams: [] }
  const closed = environments.filter((environment) => {
    const isLast = environment === environments.at(-1)
    return authorize({ command: 'promote', environment, isLast, standing }).kind === 'refused'
  })
  const slugs = [...new Set(closed.flatMap(({ allow }) => allow?.teams ?? []))]
  if (slugs.length === 0 || !repository.ownerIsOrganization) return []
  const organization = await openRepository(repository.fullName, { metadata: 'read', members: 'read' }, desk)
  return readTeams(organization.client, repositoryName(repository.fullName).owner, slugs, person.login)
}
