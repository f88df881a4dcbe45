import { accountOfActor } from './access.ts'
import { ApiError } from './api-error.ts'
import { reaches, writeCommit } from './git-objects.ts'
import { mergeTrees } from './mergeability.ts'
import { pullIn } from './pulls.ts'
import { moveRef } from './push.ts'
import { optionalText } from './request-body.ts'
import { type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import { fullName } from './stored-repository.ts'
import { WEB_FLOW } from './web-flow.ts'
import { inBackground, now } from './world.ts'

export const updateBranchRoutes = [
  repositoryRoute('PUT /pulls/{number}/update-branch', { needs: 'pull_requests:write' }, updateBranch),
]

/** Merges the base into the head, after the 202: the head changes later, with a push. */
async function updateBranch(call: RepositoryCall): Promise<Reply> {
  const { world, repository, body, actor } = call
  const issue = pullIn(call)
  const { headRepository, headRef, headSha, baseRef } = issue.pull
  const expected = optionalText(body, 'expected_head_sha')
  if (expected !== undefined && expected !== headSha)
    throw new ApiError(422, 'expected head sha didn’t match current head ref.')
  const base = repository.refs.read(`refs/heads/${baseRef}`) ?? issue.pull.baseSha
  if (reaches(repository.objects, headSha, base))
    throw new ApiError(422, 'There are no new commits on the base branch.')
  const tree = await mergeTrees(repository, headSha, base)
  if (tree === undefined || headRepository !== repository)
    throw new ApiError(422, 'merge conflict between base and head')
  const account = accountOfActor(actor)
  const author = { name: account.name, email: account.email, date: now(world) }
  const message = `Merge branch '${baseRef}' into ${headRef}`
  const merge = writeCommit(repository.objects, {
    tree,
    parents: [headSha, base],
    author,
    committer: { ...WEB_FLOW, date: author.date },
    message,
  })
  repository.verified.add(merge)
  inBackground(
    world,
    moveRef(world, repository, { ref: `refs/heads/${headRef}`, before: headSha, after: merge, actor }),
  )
  const url = `${world.url}/${fullName(repository)}/pull/${issue.number}`
  return { status: 202, body: { message: 'Updating pull request branch.', url } }
}
