import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActionResult } from '../runner/runner.ts'
import { accuracy, GITOPS_PERMISSIONS, type Pull, startWorld, type World, worldOfThisTest } from './world.ts'

const READ_ONLY = { contents: 'read', pull_requests: 'read', checks: 'read' } as const

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const errorOf = (result: ActionResult) => result.annotations.map(({ message }) => message).join('\n')

describe('a pull request from a fork', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    pull = await world.openForkPull()
    result = await world.runOn({ pullRequest: pull.number }, { permissions: READ_ONLY })
  })

  it('has its report in the job summary', () => {
    expect(result.summary).toMatch(/✅ iris[\s\S]*0\.97/)
    expect(result.outputs.verdict).toBe('pass')
  })

  it('gets a warning, no error', () => {
    expect(result.annotations.map(({ level }) => level)).toEqual(['warning', 'warning'])
    expect(errorOf(result)).toContain('so for pull requests from a fork or by Dependabot; the report')
    expect([result.exitCode, result.conclusion]).toEqual([0, 'success'])
  })

  it('fails by its verdict all the same', async () => {
    await world.github.repository('mallory/iris').commit({ branch: 'change', message: 'Worse', files: accuracy(0.5) })
    const worse = await world.runOn({ pullRequest: pull.number }, { permissions: READ_ONLY })
    expect([worse.exitCode, worse.outputs.verdict]).toEqual([1, 'fail'])
    expect(worse.summary).toContain('❌ iris')
  })
})

describe('a workflow without `pull-requests: write`', () => {
  let pull: Pull
  let result: ActionResult
  beforeAll(async () => {
    pull = await world.openPull()
    const permissions = { contents: 'read', checks: 'write' } as const
    result = await world.runOn({ pullRequest: pull.number }, { permissions })
  })

  it('fails with the lines to add', () => {
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain('permissions:\n  pull-requests: write\n')
    expect(errorOf(result)).toContain(`comment on acme/iris#${pull.number}`)
  })

  it('still has the report in the summary, the check run and the outputs', async () => {
    expect(result.summary).toContain('✅ iris')
    expect(await world.checks(pull.head)).toMatchObject([{ conclusion: 'success' }])
    expect(result.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' })
  })
})

it('without `checks: write` names that line, and still comments', async () => {
  const pull = await world.openPull()
  const permissions = { contents: 'read', pull_requests: 'write' } as const
  const result = await world.runOn({ pullRequest: pull.number }, { permissions })
  expect(errorOf(result)).toContain('permissions:\n  checks: write\n')
  expect(await world.reports(pull)).toHaveLength(1)
  expect(result.summary).toContain('✅ iris')
})

it('without both names both, once each', async () => {
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number }, { permissions: { contents: 'read' } })
  expect(errorOf(result).match(/(pull-requests|checks): write/g)).toEqual(['checks: write', 'pull-requests: write'])
})

it('on main without `contents: write` names that line, and still reports', async () => {
  const { sha } = await world.pushToMain(accuracy(0.951))
  const permissions = { contents: 'read', pull_requests: 'write', checks: 'write' } as const
  const result = await world.runOn({ push: { sha } }, { permissions })
  expect(result.exitCode).toBe(1)
  expect(errorOf(result)).toContain('permissions:\n  contents: write\n')
  expect(result.summary).toContain('✅ iris')
  expect(result.summary).toMatch(/may not write to acme\/iris/)
  expect(await world.checks(sha)).toMatchObject([{ conclusion: 'success' }])
})

it('on main with a gitops token that may only read names what it lacks, and where', async () => {
  const { sha } = await world.pushToMain(accuracy(0.952))
  const gitopsToken = world.github.createActionsToken('acme/mlops-gitops', { contents: 'read' })
  const result = await world.runOn({ push: { sha } }, { gitopsToken })
  expect(errorOf(result)).toMatch(/may not write to acme\/mlops-gitops[\s\S]*permissions:\n {2}contents: write\n/)
  expect(world.history().at(-1)?.sha).toBe(sha)
})

it('says that a token was not accepted', async () => {
  const { sha } = await world.pushToMain(accuracy(0.953))
  const result = await world.runOn({ push: { sha } }, { gitopsToken: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' })
  expect(errorOf(result)).toMatch(/token was not accepted.*expired, was revoked/s)
  expect(result.log).not.toContain('ghp_0123456789')
})

describe('a private repository', () => {
  it('works with the permissions of the README', async () => {
    const local = await worldOfThisTest({ private: true })
    const pull = await local.openPull()
    const result = await local.runOn({ pullRequest: pull.number })
    expect([result.conclusion, result.outputs.verdict]).toEqual(['success', 'pass'])
    const merged = await local.merge(pull)
    const onMain = await local.runOn({ push: merged }, {})
    expect([onMain.conclusion, onMain.outputs.verdict]).toEqual(['success', 'pass'])
  })

  it('without any right on pull requests is evaluated and told which line is missing', async () => {
    const local = await worldOfThisTest({ private: true })
    const pull = await local.openPull()
    const permissions = { contents: 'read', checks: 'write' } as const
    const result = await local.runOn({ pullRequest: pull.number }, { permissions })
    expect(result.summary).toContain('✅ iris')
    expect(errorOf(result)).toContain('permissions:\n  pull-requests: write\n')
  })

  it('hides a gitops repository from a token that does not reach it, and says so', async () => {
    const local = await worldOfThisTest({ private: true })
    const { sha } = await local.pushToMain(accuracy(0.96))
    const gitopsToken = local.github.createActionsToken('acme/iris', GITOPS_PERMISSIONS)
    const result = await local.runOn({ push: { sha } }, { gitopsToken })
    expect(errorOf(result)).toMatch(/cannot see acme\/mlops-gitops.*`gitops-token` reaches that repository/)
  })
})
