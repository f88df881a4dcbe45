import { ApiError, notFound } from './api-error.ts'
import { requireWorkflows } from './contents-write.ts'
import { changedPaths } from './diff.ts'
import { refuseEmpty } from './git-data.ts'
import { reaches } from './git-objects.ts'
import { page } from './paging.ts'
import { refusalOf, refusalText } from './protection.ts'
import { moveRef } from './push.ts'
import { isRefName } from './ref-store.ts'
import { optionalBoolean, requiredText } from './request-body.ts'
import { created, NO_CONTENT, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import type { Schema } from './schema.ts'
import { fullName } from './stored-repository.ts'
import { nodeId } from './world.ts'

export const gitRefRoutes = [
  repositoryRoute('GET /git/ref/{ref+}', { needs: 'contents:read' }, getRef),
  repositoryRoute('GET /git/matching-refs/{ref+}', { needs: 'contents:read' }, matchingRefs),
  repositoryRoute('POST /git/refs', { needs: 'contents:write' }, createRef),
  repositoryRoute('PATCH /git/refs/{ref+}', { needs: 'contents:write' }, updateRef),
  repositoryRoute('DELETE /git/refs/{ref+}', { needs: 'contents:write' }, deleteRef),
]

function refJson({ world, repository }: RepositoryCall, ref: string, sha: string): Schema<'git-ref'> {
  const url = `${world.apiUrl}/repos/${fullName(repository)}/git`
  const type = repository.objects.read(sha)?.type ?? 'commit'
  return {
    ref,
    node_id: nodeId('REF', repository.id),
    url: `${url}/${ref}`,
    object: { sha, type, url: `${url}/${type}s/${sha}` },
  }
}

function getRef(call: RepositoryCall): Reply {
  refuseEmpty(call.repository)
  const ref = `refs/${call.params.ref}`
  const sha = call.repository.refs.read(ref)
  if (sha === undefined) throw notFound()
  return ok(refJson(call, ref, sha))
}

/** A search by prefix: `heads/feature` also finds `heads/featureA`. */
function matchingRefs(call: RepositoryCall): Reply {
  const refs = [...call.repository.refs.list(`refs/${call.params.ref}`)]
  return page(call, refs, ([ref, sha]) => refJson(call, ref, sha))
}

async function createRef(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  refuseEmpty(repository)
  const ref = requiredText(body, 'ref')
  const sha = requiredText(body, 'sha')
  if (!isRefName(ref)) throw new ApiError(422, `${ref} is not a valid ref name`)
  if (repository.refs.read(ref) !== undefined) throw new ApiError(422, 'Reference already exists')
  if (!repository.objects.read(sha)) throw new ApiError(422, 'Object does not exist')
  refuseByProtection(call, ref, { before: undefined, after: sha })
  const moved = await moveRef(world, repository, { ref, before: undefined, after: sha, actor })
  if (moved !== 'moved') throw new ApiError(422, 'Reference already exists')
  return created(refJson(call, ref, sha))
}

async function updateRef(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor, params } = call
  refuseEmpty(repository)
  const sha = requiredText(body, 'sha')
  const force = optionalBoolean(body, 'force') ?? false
  const ref = `refs/${params.ref}`
  const before = repository.refs.read(ref)
  if (before === undefined) throw new ApiError(422, 'Reference does not exist')
  const object = repository.objects.read(sha)
  if (!object) return { status: 500 }
  if (object.type !== 'commit' && ref.startsWith('refs/heads/')) throw new ApiError(422, 'Object is not a commit')
  if (!force && !reaches(repository.objects, sha, before)) throw new ApiError(422, 'Update is not a fast forward')
  const { added, modified } = changedPaths(repository.objects, before, sha)
  requireWorkflows(actor, [...added, ...modified])
  refuseByProtection(call, ref, { before, after: sha })
  const moved = await moveRef(world, repository, { ref, before, after: sha, actor })
  if (moved !== 'moved') throw new ApiError(422, 'Update is not a fast forward')
  return ok(refJson(call, ref, sha))
}

async function deleteRef(call: RepositoryCall): Promise<Reply> {
  const { world, repository, actor, params } = call
  const ref = `refs/${params.ref}`
  const before = repository.refs.read(ref)
  if (before === undefined) throw new ApiError(422, 'Reference does not exist')
  if (ref === `refs/heads/${repository.defaultBranch}`) throw new ApiError(422, 'Cannot delete the default branch')
  refuseByProtection(call, ref, { before, after: undefined })
  await moveRef(world, repository, { ref, before, after: undefined, actor })
  return NO_CONTENT
}

function refuseByProtection(
  { world, repository, actor }: RepositoryCall,
  ref: string,
  change: { before: string | undefined; after: string | undefined },
): void {
  if (!ref.startsWith('refs/heads/')) return
  const refusal = refusalOf(world, repository, { branch: ref.slice('refs/heads/'.length), actor, ...change })
  if (refusal) throw new ApiError(422, refusalText(refusal))
}
