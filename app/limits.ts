import type { CommentJob } from './job.ts'
import type { Limit } from './metrics.ts'

export interface MostCommands {
  /** In a minute. */
  readonly perSender: number
  /** In a minute. */
  readonly perInstallation: number
  /** In an hour. */
  readonly perPullRequest: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** GitHub's own word for who is no stranger. It decides nothing but in whose company a command is counted. */
const MEMBERS = ['OWNER', 'MEMBER', 'COLLABORATOR']

/**
 * Counts commands, and says which limit one is above: each clock minute (for a pull request, hour) has its own count, by
 * the time at which GitHub took the comment, so that those which arrive late and all at once do not exceed it. Members
 * and all others are counted apart, or a stranger could use up what the others have. Kept in memory: every process
 * counts for itself. A comment counts once, however often GitHub tells of it, and is judged alike each time.
 */
export function createLimits(most: MostCommands): (job: CommentJob) => Limit | undefined {
  const judge = judgeBy(most)
  const judged = new Map<number, Limit | undefined>()
  return (job) => {
    const { id } = job.comment
    if (!judged.has(id)) judged.set(id, judge(job))
    const limit = judged.get(id)
    forgetOldest(judged)
    return limit
  }
}

function judgeBy(most: MostCommands): (job: CommentJob) => Limit | undefined {
  const counts = new Counts()
  return (job) => {
    const at = Date.parse(job.comment.createdAt)
    const company = MEMBERS.includes(job.author.association ?? '') ? 'members' : 'others'
    const owner = job.installation ?? job.repository
    const [minute, hour] = [Math.floor(at / MINUTE_MS), Math.floor(at / HOUR_MS)]
    if (counts.add(`sender ${job.author.id} ${minute}`) > most.perSender) return 'sender'
    if (counts.add(`installation ${owner} ${company} ${minute}`) > most.perInstallation) return 'installation'
    const pull = `${job.repository}#${job.pullRequest}`
    return counts.add(`pull ${pull} ${company} ${hour}`) > most.perPullRequest ? 'pull-request' : undefined
  }
}

/** Of more keys the oldest are forgotten, hours or floods ago. */
const MOST_KEYS = 50_000

class Counts {
  readonly #counts = new Map<string, number>()

  add(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    forgetOldest(this.#counts)
    return count
  }
}

function forgetOldest<Key>(known: Map<Key, unknown>): void {
  const [oldest] = known.keys()
  if (oldest !== undefined && known.size > MOST_KEYS) known.delete(oldest)
}
