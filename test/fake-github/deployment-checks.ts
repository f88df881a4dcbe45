import { accountOfActor } from './access.ts'
import { ApiError } from './api-error.ts'
import { reaches, writeCommit } from './git-objects.ts'
import { mergeTrees } from './mergeability.ts'
import { moveRef } from './push.ts'
import { optionalList } from './request-body.ts'
import type { Reply, RepositoryCall } from './route.ts'
import { WEB_FLOW } from './web-flow.ts'
import { now } from './world.ts'

/** When the ref is a branch behind the default branch: merges, pushes and answers 202 without a deployment. */
export async function checkAutoMerge(
  call: RepositoryCall,
  { ref, sha }: { ref: string; sha: string },
): Promise<Reply | undefined> {
  const { world, repository, actor } = call
  const main = repository.refs.read(`refs/heads/${repository.defaultBranch}`)
  const branch = repository.refs.read(`refs/heads/${ref}`)
  if (main === undefined || branch === undefined || reaches(repository.objects, sha, main)) return undefined
  const tree = await mergeTrees(repository, sha, main)
  if (tree === undefined) throw new ApiError(409, `Conflict merging ${repository.defaultBranch} into ${ref}.`)
  const account = accountOfActor(actor)
  const message = `Merge branch '${repository.defaultBranch}' into ${ref}`
  const author = { name: account.name, email: account.email, date: now(world) }
  const merge = writeCommit(repository.objects, {
    tree,
    parents: [sha, main],
    author,
    committer: { ...WEB_FLOW, date: author.date },
    message,
  })
  await moveRef(world, repository, { ref: `refs/heads/${ref}`, before: sha, after: merge, actor })
  return { status: 202, body: { message: `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.` } }
}

/** Without `required_contexts` every context on the commit has to be green, our own pending one included; `[]` asks for none. */
export function checkContexts({ repository, body }: RepositoryCall, { ref, sha }: { ref: string; sha: string }): void {
  const states = new Map<string, string>()
  for (const status of repository.statuses) if (status.sha === sha) states.set(status.context, status.state)
  for (const run of repository.checkRuns) if (run.headSha === sha) states.set(run.name, run.conclusion ?? 'pending')
  const required = optionalList(body, 'required_contexts')?.map(String) ?? [...states.keys()]
  const bad = required.filter((context) => states.get(context) !== 'success')
  if (bad.length === 0) return
  throw new ApiError(409, `Conflict: Commit status checks failed for ${ref}.`, {
    errors: [{ resource: 'Deployment', field: 'required_contexts', code: 'invalid' }],
  })
}
