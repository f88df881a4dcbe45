import type { ReleasedModel } from '../src/config/gitops-config.ts'
import { repositoryName } from '../src/github/client.ts'
import { readCollaborator, readTeams } from '../src/github/permission.ts'
import { roleOf, type Standing } from '../src/release/authorize.ts'
import type { Desk } from './desk.ts'
import { type OpenRepository, openRepository } from './load-release.ts'

/**
 * What the commenter may do on the gitops repository. The account must be the very one that commented: a login that
 * was renamed can belong to somebody else by now. Teams are asked for only where the role is not enough by itself.
 */
export async function readStanding(
  { client, repository }: OpenRepository,
  model: ReleasedModel,
  author: { readonly id: number; readonly login: string },
  desk: Desk,
): Promise<Standing> {
  const collaborator = await readCollaborator(client, repository.fullName, author.login)
  if (collaborator === undefined || collaborator.id !== author.id) return { role: undefined, teams: [] }
  const role = roleOf(collaborator)
  const slugs = [...new Set(model.environments.flatMap((environment) => environment.allow?.teams ?? []))]
  if (slugs.length === 0 || role === 'admin' || !repository.ownerIsOrganization) return { role, teams: [] }
  const organization = await openRepository(repository.fullName, { metadata: 'read', members: 'read' }, desk)
  return {
    role,
    teams: await readTeams(organization.client, repositoryName(repository.fullName).owner, slugs, author.login),
  }
}
