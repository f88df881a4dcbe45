import { upsertComment } from '../src/github/comment.ts'
import { type Reply, reasonCodeOf, renderReply } from '../src/release/reply.ts'
import type { Desk } from './desk.ts'
import type { CommentJob } from './job.ts'
import type { OpenRepository } from './load-release.ts'
import { maskReply } from './mask.ts'

/**
 * Who is answered. An `insider` may change something and gets a reply to every command. All the others share one comment
 * per pull request, so that nobody can make Serin fill it: a `reader`, who may see the gitops repository, gets it
 * rewritten; `anybody` is told once what a command needs, and by a reaction from then on.
 */
export type Audience = 'insider' | 'reader' | 'anybody'

const FOR_ALL = '<!-- serin:reply-for-all -->'

/** What the first line of the reply to a comment begins with. The code of why nothing was done may follow, for programs. */
export function replyMarker({ comment }: { readonly comment: Pick<CommentJob['comment'], 'id'> }): string {
  return `<!-- serin:reply ${comment.id} `
}

export async function writeReply(
  told: {
    readonly job: CommentJob
    readonly source: OpenRepository
    readonly reply: Reply
    readonly audience: Audience
  },
  desk: Desk,
): Promise<void> {
  const { job, source, reply, audience } = told
  const own = replyMarker(job)
  const code = reasonCodeOf(reply)
  const text = `${own}${code === undefined ? '' : `${code} `}-->\n${maskReply(renderReply(reply))}`
  const isOwn = audience === 'insider'
  const mayReplace = audience === 'reader' && reply.kind !== 'refused'
  // Of an attempt that got as far as its reply, that holds.
  const keepsFirst = !isOwn || reply.kind === 'broken'
  await upsertComment(source.client, {
    repository: source.repository.fullName,
    pullRequest: job.pullRequest,
    marker: isOwn ? own : FOR_ALL,
    body: isOwn ? text : `${FOR_ALL}\n${text}`,
    author: desk.github.self,
    ...(keepsFirst && { mayReplace: async () => !isOwn && mayReplace }),
  })
}
