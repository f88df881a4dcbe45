import type { Reply } from '../src/release/reply.ts'
import type { ReleaseSides } from './load-release.ts'

/**
 * A reply as everybody may read it: where the pull request is public and the gitops repository is not, it shows the lines
 * that change and none around them.
 */
export function publicReply(reply: Reply, { source, gitops }: Pick<ReleaseSides, 'source' | 'gitops'>): Reply {
  if (source.repository.isPrivate || !gitops.repository.isPrivate || !('diff' in reply)) return reply
  const lines = reply.diff.split('\n').filter((line) => !line.startsWith(' '))
  return { ...reply, diff: lines.join('\n') }
}
