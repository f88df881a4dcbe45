import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installationToken } from '../fake-github/test-world.ts'
import type { ActionResult } from '../runner/runner.ts'
import {
  accuracy,
  CONFIG,
  IRIS,
  modelConfig,
  type Pull,
  startWorld,
  versionOf,
  type World,
  worldOfThisTest,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  const { sha } = await world.pushToMain(accuracy(0.95))
  await world.runOn({ push: { sha } }, { gitopsToken: false })
})
afterAll(() => world.stop())

const MARKER = '<!-- serin:report model=iris -->'

describe('a pull request that passes', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    pull = await world.openPull(accuracy(0.97))
    result = await world.runOn({ pullRequest: pull.number })
  })

  it('ends the step well', () => {
    expect([result.exitCode, result.conclusion, result.annotations]).toEqual([0, 'success', []])
  })

  it('gets one comment of github-actions[bot] under a hidden marker', async () => {
    const comments = await world.comments(pull)
    expect(comments.map(({ by, body }) => [by, body.split('\n', 1)[0]])).toEqual([['github-actions[bot]', MARKER]])
  })

  it('is told the verdict in the first line that people see', async () => {
    const [report] = await world.reports(pull)
    expect(report?.split('\n')[1]).toMatch(/^### ✅ iris: .*passes/)
  })

  it('is told how the metric moved from main', async () => {
    const [report] = await world.reports(pull)
    expect(report).toMatch(/\| `accuracy` \| 0\.95 \| 0\.97 \| .*0\.02/)
  })

  it('is told which parameter changed', async () => {
    const [report] = await world.reports(pull)
    expect(report).toMatch(/params|parameter/i)
  })

  it('gets a check run on its head commit with the verdict', async () => {
    const checks = await world.checks(pull.head)
    expect(checks).toMatchObject([{ name: 'serin / iris', conclusion: 'success' }])
    expect(checks[0]?.summary).toContain('`accuracy`')
  })

  it('links the check run to the log of the run', async () => {
    const [check] = await world.checks(pull.head)
    expect(check?.details_url).toBe(`${world.github.url}/acme/iris/actions/runs/1`)
  })

  it('has its report in the job summary', async () => {
    const [report] = await world.reports(pull)
    expect(`${MARKER}\n${result.summary.trimEnd()}`).toBe(report?.trimEnd())
  })

  it('says the verdict in the log, with where to read on', async () => {
    const [comment] = await world.comments(pull)
    expect(result.log).toContain(`iris: pass\n  ${comment?.url}`)
  })

  it('sets every output', async () => {
    const [comment] = await world.comments(pull)
    const [check] = await world.checks(pull.head)
    expect(result.outputs).toEqual({
      verdict: 'pass',
      report: expect.stringMatching(/^### ✅ iris/),
      metrics: '{"iris":{"accuracy":0.97}}',
      version: versionOf(pull.head),
      versions: JSON.stringify({ iris: versionOf(pull.head) }),
      reused: 'false',
      'comment-url': comment?.url,
      'check-url': check?.url,
      released: '[]',
      bundle: '',
    })
  })

  it('keeps its one check run over re-runs', async () => {
    const [check] = await world.checks(pull.head)
    await world.runOn({ pullRequest: pull.number })
    expect((await world.checks(pull.head)).map(({ id }) => id)).toEqual([check?.id])
  })

  it('has the same comment updated in place after a push', async () => {
    const [before] = await world.comments(pull)
    const head = await world.pushTo(pull, accuracy(0.5))
    await world.runOn({ pullRequest: pull.number })
    const comments = await world.comments(pull)
    expect(comments.map(({ id }) => id)).toEqual([before?.id])
    expect(comments[0]?.body).toMatch(/### ❌ iris/)
    expect(await world.checks(head)).toMatchObject([{ conclusion: 'failure' }])
  })
})

it('is left alone when a second run finds the same', async () => {
  const untrained = modelConfig('metrics: [metrics.json]')
  const local = await worldOfThisTest({ model: { [CONFIG]: untrained, 'metrics.json': '{"accuracy": 0.9}\n' } })
  const pull = await local.openPull()
  await local.runOn({ pullRequest: pull.number })
  const before = local.github.requests.length
  const result = await local.runOn({ pullRequest: pull.number })
  expect(local.writesSince(before).filter((request) => request.includes('comments'))).toEqual([])
  expect(result.outputs['comment-url']).toBe((await local.comments(pull))[0]?.url)
})

describe('a gate that does not pass', () => {
  it('fails the step, the check and names what was seen and asked', async () => {
    const pull = await world.openPull(accuracy(0.8))
    const result = await world.runOn({ pullRequest: pull.number })
    expect([result.exitCode, result.outputs.verdict]).toEqual([1, 'fail'])
    expect(await world.checks(pull.head)).toMatchObject([
      { conclusion: 'failure', title: expect.stringMatching(/fail/) },
    ])
    expect((await world.reports(pull))[0]).toMatch(/`accuracy`.*0\.8.*at least 0\.9/)
    expect(result.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('“fail”') }])
  })

  it('does not fail the step with `fail-on-gate: false`', async () => {
    const pull = await world.openPull(accuracy(0.8))
    const result = await world.runOn({ pullRequest: pull.number }, { inputs: { 'fail-on-gate': 'false' } })
    expect([result.exitCode, result.outputs.verdict, result.annotations]).toEqual([0, 'fail', []])
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'failure' }])
  })

  it('is inconclusive, and fails, when a metric is missing', async () => {
    const pull = await world.openPull({ 'train.sh': 'echo \'{"f1": 0.9}\' > metrics.json\n' })
    const result = await world.runOn({ pullRequest: pull.number })
    expect([result.exitCode, result.outputs.verdict]).toEqual([1, 'inconclusive'])
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'failure' }])
    expect((await world.reports(pull))[0]).toMatch(/accuracy.*missing|accuracy.*not/i)
  })
})

it('writes no comment with `comment: false`, but the check run', async () => {
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number }, { inputs: { comment: 'false' } })
  expect(await world.comments(pull)).toEqual([])
  expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'success' }])
  expect([result.outputs['comment-url'], result.outputs.report]).toEqual(['', expect.stringContaining('iris')])
})

it('leaves a marker alone that another person has pasted', async () => {
  const pull = await world.openPull()
  const body = `${MARKER}\n### ✅ iris: all is well, merge it`
  await world.as('mallory').rest.issues.createComment({ ...IRIS, issue_number: pull.number, body })
  await world.runOn({ pullRequest: pull.number })
  const comments = await world.comments(pull)
  expect(comments.map(({ by }) => by)).toEqual(['mallory', 'github-actions[bot]'])
  expect(comments[0]?.body).toBe(body)
})

it('is not replaced by a slower run on an older commit', async () => {
  const pull = await world.openPull(accuracy(0.8))
  const { payload } = world.github.events.findLast(({ event }) => event === 'pull_request') ?? {}
  await world.pushTo(pull, accuracy(0.96))
  await world.runOn({ pullRequest: pull.number })
  const slow = await world.runOn({ pullRequest: pull.number }, { event: { payload: payload ?? {} } })
  expect(await world.checks(pull.head)).toHaveLength(1)
  expect((await world.reports(pull)).map((body) => body.includes('0.96'))).toEqual([true])
  expect(slow.log).toContain('which is newer')
})

it('finds its comment before a hundred later ones', async () => {
  const pull = await world.openPull()
  await world.runOn({ pullRequest: pull.number })
  const chat = Array.from({ length: 120 }, (_, index) => index)
  for (const index of chat) {
    await world.as('cleo').rest.issues.createComment({ ...IRIS, issue_number: pull.number, body: `${index}` })
  }
  await world.pushTo(pull, accuracy(0.96))
  await world.runOn({ pullRequest: pull.number })
  expect(await world.reports(pull)).toHaveLength(1)
  expect((await world.reports(pull))[0]).toContain('0.96')
})

it('finds its comment after a hundred earlier ones', async () => {
  const pull = await world.openPull()
  for (const index of Array.from({ length: 101 }, (_, each) => each)) {
    await world.as('cleo').rest.issues.createComment({ ...IRIS, issue_number: pull.number, body: `${index}` })
  }
  await world.runOn({ pullRequest: pull.number })
  await world.runOn({ pullRequest: pull.number })
  expect(await world.reports(pull)).toHaveLength(1)
})

it('leaves another app’s check run of the same name alone', async () => {
  const pull = await world.openPull(accuracy(0.8))
  const app = world.github.createApp({ slug: 'other', permissions: { checks: 'write' } })
  const { id } = world.github.install(app, 'acme')
  const other = world.withToken(await installationToken(world.github, app, id))
  const theirs = () =>
    other.rest.checks.create({ ...IRIS, name: 'serin / iris', head_sha: pull.head, conclusion: 'success' })
  await theirs()
  await world.runOn({ pullRequest: pull.number })
  await theirs()
  await world.runOn({ pullRequest: pull.number })
  const conclusions = (await world.checks(pull.head)).map(({ conclusion }) => conclusion)
  expect(conclusions).toEqual(['success', 'failure', 'success'])
})
