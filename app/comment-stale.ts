import { repositoryName } from '../src/github/client.ts'
import { expectNoComment } from '../src/github/comment.ts'
import { absentAs404 } from '../src/github/failure.ts'
import type { PullRequestNow } from '../src/github/pull-request-now.ts'
import type { Reason } from '../src/release/reason.ts'
import type { CommentJob } from './job.ts'
import type { OpenRepository } from './load-release.ts'
import { replyMarker } from './write-reply.ts'

/**
 * Why a comment's command may not be carried out any more: the comment was deleted or edited meanwhile.
 * @param seen the newest comments, where they were read just now.
 */
export async function whyCommentStale(
  job: CommentJob,
  { client, repository }: OpenRepository,
  seen?: PullRequestNow['comments'],
): Promise<Reason | undefined> {
  const there = seen?.newest.find(({ url }) => url === job.comment.url)
  if (seen && there) {
    const marker = replyMarker(job)
    // The reply is younger than the comment, so it would be among these.
    if (!seen.newest.some(({ body }) => body.startsWith(marker))) expectNoComment(client, marker)
    return there.body === job.comment.body ? undefined : EDITED
  }
  const comment = await absentAs404(() =>
    client.rest.issues.getComment({ ...repositoryName(repository.fullName), comment_id: job.comment.id }),
  )
  if (comment === undefined) return DELETED
  if (comment.data.body === job.comment.body) return undefined
  return EDITED
}

const DELETED: Reason = {
  code: 'comment-deleted',
  reason: 'The comment was deleted before the command was carried out.',
}
const EDITED: Reason = {
  code: 'comment-edited',
  reason: 'The comment was edited before the command was carried out. Write a new one.',
}
