import examples from '@octokit/webhooks-examples' with { type: 'json' }
import { expect, test } from 'vitest'
import { AT, openPull, startTestWorld } from './test-world.ts'

/** Keys of GitHub's examples that ours lack: old ones that GitHub dropped, and parts nobody here reads. */
const KNOWN_GAPS = /^(enterprise|.*\.(temp_clone_token|organization))$/

const CASES = [
  'issue_comment.created',
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.closed',
  'pull_request_review.submitted',
  'check_run.completed',
  'push',
  'deployment.created',
] as const

function keysOf(value: unknown, depth: number, prefix = ''): string[] {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, each]) => [prefix + key, ...keysOf(each, depth - 1, `${prefix}${key}.`)])
}

test.each(CASES)('%s has the keys of GitHub’s example', async (name) => {
  const world = await startTestWorld()
  const [event = '', action] = name.split('.')
  const { number, head } = await openPull(world, world.as('bob'))
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  await world.as('bob').rest.issues.createComment({ ...AT, issue_number: number, body: 'x' })
  await world.as('alice').rest.pulls.createReview({ ...AT, pull_number: number, event: 'APPROVE' })
  await world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha: head, conclusion: 'success' })
  await world.bot.rest.repos.createDeployment({ ...AT, ref: 'main', auto_merge: false, required_contexts: [] })
  await world.bot.rest.pulls.merge({ ...AT, pull_number: number })
  await world.github.settled()
  const ours = world.received.find((each) => each.event === event && each.payload.action === action)
  const all = examples as unknown as readonly { name: string; examples: readonly { action?: string }[] }[]
  const example = all.find((each) => each.name === event)?.examples.find((each) => each.action === action)
  const have = new Set(keysOf(ours?.payload, 2))
  const missing = keysOf(example, 2).filter((key) => !have.has(key) && !KNOWN_GAPS.test(key))
  await world.stop()
  expect(missing).toEqual([])
})
