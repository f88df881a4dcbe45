import type { GitHubClient } from '../src/github/client.ts'
import { readHead } from '../src/github/repository.ts'
import type { HistoryRecord } from '../src/history/history.ts'
import { usesOfTestSet } from '../src/history/test-set-use.ts'
import { readNewestRecords } from './newest-chunk.ts'

/** By then the best of so many equal models looks clearly better than it is, by luck on these examples alone. */
const MANY = 20

/**
 * A warning when the same test examples have judged many models: main is the best of them on these examples, partly by
 * luck. Counted are the newest records of main and of its own pull requests, so that there may have been more.
 */
export async function noteOnTestSet(
  client: GitHubClient,
  of: {
    readonly repository: string
    readonly dataBranch: string
    readonly model: string
    readonly sha: string
    readonly testSet: string | undefined
    /** What main measured. */
    readonly history: readonly HistoryRecord[]
  },
): Promise<readonly string[]> {
  const { testSet, history, sha } = of
  if (testSet === undefined) return []
  const uses = usesOfTestSet([...history, ...(await readEvaluated(client, of))], testSet, sha)
  if (uses <= MANY) return []
  return [
    `These test examples have judged at least ${uses} models by now. Whichever of many looks best on the same examples is partly the luckiest, so small differences say less and less; take fresh examples when you can.`,
  ]
}

async function readEvaluated(
  client: GitHubClient,
  {
    repository,
    dataBranch,
    model,
  }: { readonly repository: string; readonly dataBranch: string; readonly model: string },
): Promise<readonly HistoryRecord[]> {
  const commit = await readHead(client, repository, dataBranch)
  if (commit === undefined) return []
  return (await readNewestRecords(client, { repository, commit, model, folder: 'evaluated' })).records
}
