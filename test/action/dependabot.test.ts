import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { endRun, evaluateFork, publish, READ_ONLY } from './fork-world.ts'
import { accuracy, type Pull, startWorld, type World } from './world.ts'

const DEPENDABOT = 'dependabot[bot]'
const ACTOR = { env: { GITHUB_ACTOR: DEPENDABOT } }

let world: World
beforeAll(async () => {
  world = await startWorld()
  world.github.createUser(DEPENDABOT)
  await world.runOn({ push: await world.pushToMain(accuracy(0.94)) })
})
afterAll(() => world.stop())

const ended = (pull: Pull, artifact?: Buffer) =>
  endRun(world, { headSha: pull.head, headBranch: pull.branch, head: 'acme/iris', actor: DEPENDABOT, artifact })

describe('a pull request by Dependabot, whose token only reads', () => {
  let pull: Pull
  beforeAll(async () => {
    pull = await world.openPull(accuracy(0.97))
  })

  it('is measured without a failure, and reported by the second workflow', async () => {
    const { result, artifact } = await evaluateFork(world, pull, ACTOR.env)
    expect([result.conclusion, result.outputs.verdict]).toEqual(['success', 'pass'])
    expect(result.log).toContain('That is so for pull requests from a fork or by Dependabot')
    expect(await world.reports(pull)).toEqual([])

    const { payload } = await ended(pull, artifact)
    const published = await publish(world, payload)
    expect([published.conclusion, published.outputs.verdict]).toEqual(['success', 'pass'])
    const [comment = ''] = await world.reports(pull)
    expect(comment).toMatch(/✅ iris: the gate passes.*0\.94.*0\.97/s)
    expect(comment.split('\n\n')[1]).toContain('with the updated dependency, which nobody has reviewed')
  })

  it('has a check run that lets it be merged and not released', async () => {
    expect(await world.checks(pull.head)).toMatchObject([
      { conclusion: 'neutral', title: expect.stringContaining('By Dependabot’s run') },
    ])
  })

  it('leaves nothing on the data branch', () => {
    expect(world.history()).toHaveLength(1)
    expect(world.model.log('serin-data')).toHaveLength(1)
  })
})

describe('a pull request by Dependabot, whose workflow has the rights', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    pull = await world.openPull({ ...accuracy(0.96), 'plots/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' })
    result = await world.runOn({ pullRequest: pull.number }, ACTOR)
  })

  it('reports itself and leaves no bundle', async () => {
    expect([result.conclusion, result.outputs.bundle]).toEqual(['success', ''])
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'success' }])
  })

  it('is left alone by the second workflow', async () => {
    const before = await world.reports(pull)
    const { payload } = await ended(pull)
    const published = await publish(world, payload)
    expect(published.conclusion).toBe('success')
    expect(published.summary).toContain('left no results behind')
    expect(await world.reports(pull)).toEqual(before)
  })

  it('writes nothing on the data branch all the same', () => {
    expect(world.model.log('serin-data')).toHaveLength(1)
  })
})

it('a person’s run on a branch of the repository is not taken for Dependabot’s', async () => {
  const pull = await world.openPull(accuracy(0.95))
  const result = await world.runOn({ pullRequest: pull.number }, { permissions: READ_ONLY })
  expect(result.conclusion).toBe('failure')
  const { payload } = await endRun(world, {
    headSha: pull.head,
    headBranch: pull.branch,
    head: 'acme/iris',
    actor: 'cleo',
  })
  expect((await publish(world, payload)).summary).toContain('was for a branch of this repository')
})
