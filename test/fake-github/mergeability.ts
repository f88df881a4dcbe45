import { setTimeout as sleep } from 'node:timers/promises'
import { reaches, readCommit, writeCommit } from './git-objects.ts'
import { git } from './git-process.ts'
import { mergeBase } from './history.ts'
import type { PullIssue } from './issue.ts'
import { refusalOf } from './protection.ts'
import type { MergeTest } from './pull.ts'
import type { StoredRepository } from './stored-repository.ts'
import { WEB_FLOW } from './web-flow.ts'
import { inBackground, now, type World } from './world.ts'

/** A real three-way merge of two commits: the tree, or undefined for a conflict. */
export async function mergeTrees(
  repository: StoredRepository,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  const base = await mergeBase(repository, ours, theirs)
  const [at, mine, other] = [base, ours, theirs].map((sha) => sha && readCommit(repository.objects, sha)?.tree)
  if (at !== undefined && at === mine) return other
  if (at !== undefined && at === other) return mine
  const options = ['merge-tree', '--write-tree', '--no-messages', '--allow-unrelated-histories']
  const result = await git(repository.gitDir, [...options, ours, theirs])
  if (result.code > 1) throw new Error(`git merge-tree: ${result.stderr}`)
  return result.code === 0 ? result.stdout.trim().split('\n')[0] : undefined
}

/** Merges head into base for a try, and keeps the result in `refs/pull/<n>/merge` as GitHub does. */
export async function testMerge(world: World, repository: StoredRepository, issue: PullIssue): Promise<MergeTest> {
  const { headSha } = issue.pull
  const baseSha = repository.refs.read(`refs/heads/${issue.pull.baseRef}`) ?? issue.pull.baseSha
  const known = issue.pull.mergeTest
  if (known && known.headSha === headSha && known.baseSha === baseSha) return known
  const tree = await mergeTrees(repository, baseSha, headSha)
  const mergeSha =
    tree === undefined
      ? undefined
      : writeCommit(repository.objects, {
          tree,
          parents: [baseSha, headSha],
          author: { name: issue.author.name, email: issue.author.email, date: now(world) },
          committer: { ...WEB_FLOW, date: now(world) },
          message: `Merge ${headSha} into ${baseSha}`,
        })
  const test: MergeTest = { headSha, baseSha, mergeable: tree !== undefined, mergeSha }
  if (issue.pull.headSha !== headSha) return test
  issue.pull.mergeTest = test
  if (mergeSha !== undefined && issue.state === 'open') repository.refs.set(`refs/pull/${issue.number}/merge`, mergeSha)
  return test
}

/**
 * `mergeable` as a reader sees it: null the first time somebody asks after a push to head or base, and for as long as
 * the lag says; asking is what starts GitHub's job.
 */
export function shownMergeTest(world: World, repository: StoredRepository, issue: PullIssue): MergeTest | undefined {
  const base = repository.refs.read(`refs/heads/${issue.pull.baseRef}`) ?? issue.pull.baseSha
  const pair = `${issue.pull.headSha} ${base}`
  const { asked, mergeTest } = issue.pull
  if (
    asked?.pair === pair &&
    asked.answerAt <= Date.now() &&
    mergeTest &&
    `${mergeTest.headSha} ${mergeTest.baseSha}` === pair
  ) {
    return mergeTest
  }
  if (asked?.pair !== pair) {
    issue.pull.asked = { pair, answerAt: Date.now() + world.lag.mergeableMs }
    inBackground(
      world,
      sleep(world.lag.mergeableMs).then(() => testMerge(world, repository, issue)),
    )
  }
  return undefined
}

/** The undocumented `mergeable_state`. */
export function mergeableState(
  world: World,
  repository: StoredRepository,
  issue: PullIssue,
  test: MergeTest | undefined,
): string {
  const { pull } = issue
  if (pull.merged || issue.state === 'closed' || !test) return 'unknown'
  if (!test.mergeable) return 'dirty'
  if (pull.draft) return 'draft'
  const change = {
    branch: pull.baseRef,
    before: test.baseSha,
    after: test.mergeSha,
    pull: issue,
    actor: { kind: 'anonymous' } as const,
  }
  if (test.mergeSha && refusalOf(world, repository, change)) {
    const strict = [...repository.classicRules, ...repository.rulesets].some((rules) => rules.strict)
    const behind = !reaches(repository.objects, pull.headSha, test.baseSha)
    return strict && behind && !refusalOf(world, repository, { ...change, before: undefined }) ? 'behind' : 'blocked'
  }
  const runs = repository.checkRuns.filter((run) => run.headSha === pull.headSha)
  const allPass = runs.every((run) => ['success', 'neutral', 'skipped'].includes(run.conclusion ?? ''))
  return allPass ? 'clean' : 'unstable'
}
