import type { ReleasedModel, Role } from '../src/config/gitops-config.ts'
import { repositoryName } from '../src/github/client.ts'
import { type Collaborator, readCollaborator, readTeams } from '../src/github/permission.ts'
import { authorize, roleOf } from '../src/release/authorize.ts'
import type { Desk } from './desk.ts'
import type { OpenRepository } from './load-release.ts'

interface Person {
  readonly id: number
  readonly login: string
  readonly isBot?: true
}

/** Somebody who has a role on a repository: one of GitHub's five, and what GitHub calls it where it is a custom one. */
export interface KnownPerson extends Collaborator {
  readonly role: Role
}

/**
 * A person's role on a repository; nothing where they have none. The account must be the very one that commented: a
 * login that was renamed can belong to somebody else by now. GitHub knows no role of a bot: the operator who lets one
 * command has given it `write`.
 */
export async function readPerson(
  { client, repository }: OpenRepository,
  author: Person,
): Promise<KnownPerson | undefined> {
  if (author.isBot) return { id: author.id, permission: 'write', roleName: 'write', role: 'write' }
  const collaborator = await readCollaborator(client, repository.fullName, author.login)
  if (collaborator?.id !== author.id) return undefined
  const role = roleOf(collaborator)
  return role && { ...collaborator, role }
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
  const client = await desk.github.open(repository.fullName, { metadata: 'read', members: 'read' })
  if (client === undefined) return []
  return readTeams(client, repositoryName(repository.fullName).owner, slugs, person.login)
}
