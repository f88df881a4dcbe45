import { describe, expect, test } from 'vitest'
import { installationToken, octokit } from '../fake-github/test-world.ts'
import { values } from './files.ts'
import { AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'

function nothingHappened() {
  expect(world.manifest('test')).toBe(values(OLD))
  expect(world.commits()).toBe(0)
}

describe('without a passing verdict of its head', () => {
  test('a version is refused', async () => {
    const pull = await world.openPull({ verdict: 'none' })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toBe(
      `**Not done.** There is no verdict for \`${pull.version}\`. The workflow has not written the check run “serin / iris” on that commit with its own token.`,
    )
    nothingHappened()
  })

  test.each([
    ['failed', { conclusion: 'failure' }, 'The gates did not pass for'],
    ['was cancelled', { conclusion: 'cancelled' }, 'There is no verdict for'],
    ['ended in neither', { conclusion: 'neutral' }, 'The gates did not pass for'],
    ['is running', { status: 'in_progress' }, 'is not finished. Comment again when'],
  ] as const)('whose evaluation %s, it is refused', async (_, state, reason) => {
    const pull = await world.openPull({ verdict: 'none' })
    await world.judged(pull.head, state)
    const { text } = await world.comment('admin', pull.number, '/promote')
    expect(text).toContain(reason)
    nothingHappened()
  })

  test('whose verdict belongs to the commit before, it is refused', async () => {
    const pull = await world.openPull()
    const head = await world.model.commit({ branch: 'random-forest', message: 'x', files: { 'params.yaml': 'y: 1\n' } })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain(`There is no verdict for \`${head.slice(0, 12)}\``)
    nothingHappened()
  })

  test('another app’s check run of the name does not help', async () => {
    const pull = await world.openPull({ verdict: 'none' })
    const other = world.github.createApp({ slug: 'other', permissions: { checks: 'write' } })
    const installation = world.github.install(other, 'acme')
    const token = await installationToken(world.github, other, installation.id)
    await octokit(world.github, token).rest.checks.create({
      ...AT,
      name: 'serin / iris',
      head_sha: pull.head,
      conclusion: 'success',
    })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('There is no verdict for')
    nothingHappened()
  })

  test('a newer failure counts more than an older pass', async () => {
    const pull = await world.openPull()
    await world.judged(pull.head, { conclusion: 'failure' })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('The gates did not pass')
    nothingHappened()
  })

  test('a rollback works', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.judged(pull.head, { conclusion: 'failure' })
    const { text } = await world.comment('write', pull.number, '/rollback')
    expect(text).toContain('rolled back')
  })
})

describe('a pull request', () => {
  test('that is a draft releases nothing', async () => {
    const pull = await world.openPull({ draft: true })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toBe('**Not done.** This pull request is a draft. Mark it as ready for review first.')
    nothingHappened()
  })

  test('to another branch releases nothing', async () => {
    await world.model.setBranch('v1', world.model.sha('main'))
    const pull = await world.openPull({ base: 'v1' })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('This pull request goes to “v1”, not to “main”')
    nothingHappened()
  })

  test('that was closed without a merge releases nothing', async () => {
    const pull = await world.openPull()
    await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('only `/rollback` and `/status` work here')
    nothingHappened()
  })

  test('that was closed without a merge can be rolled back', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
    const { text } = await world.comment('write', pull.number, '/rollback')
    expect(text).toContain(`\`${OLD}\` takes all the traffic`)
    expect(world.manifest('test')).toBe(values(pull.version, 0))
  })

  test('that was merged releases the merge commit', async () => {
    const pull = await world.openPull()
    const merged = await world.merge(pull)
    await world.passed(merged.head)
    await world.comment('write', pull.number, '/canary 20')
    expect(world.manifest('test')).toBe(values(merged.version, 20))
  })

  test('that was merged needs the verdict of the merge commit', async () => {
    const pull = await world.openPull()
    const merged = await world.merge(pull)
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain(`There is no verdict for \`${merged.version}\``)
    nothingHappened()
  })

  test('that was merged during its canary goes on with the merge commit', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    const merged = await world.merge(pull)
    await world.passed(merged.head)
    await world.comment('write', pull.number, '/promote')
    expect(world.manifest('test')).toBe(values(merged.version))
  })
})

describe('a fork', () => {
  async function fromFork() {
    const fork = world.model.fork('mallory')
    const head = await fork.commit({ branch: 'better', message: 'x', files: { 'params.yaml': 'z: 1\n' } })
    const { data } = await world
      .as('mallory')
      .rest.pulls.create({ ...AT, title: 'x', head: 'mallory:better', base: 'main' })
    await world.passed(head)
    return { pull: { number: data.number, head, version: head.slice(0, 12) }, fork }
  }

  test('releases nothing before the merge', async () => {
    const { pull, fork } = await fromFork()
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('comes from a fork; its model can be released after the merge')
    nothingHappened()
    fork.delete()
  })

  test('that is gone releases nothing', async () => {
    const { pull, fork } = await fromFork()
    fork.delete()
    const { text } = await world.comment('admin', pull.number, '/canary 20')
    expect(text).toContain('comes from a fork')
    nothingHappened()
  })

  test('releases the merge commit', async () => {
    const { pull, fork } = await fromFork()
    const merged = await world.merge(pull)
    await world.passed(merged.head)
    await world.comment('write', pull.number, '/canary 20')
    expect(world.manifest('test')).toBe(values(merged.version, 20))
    fork.delete()
  })
})

describe('/promote with a commit', () => {
  test.each([7, 12, 40])('of %i digits takes the one that was looked at', async (digits) => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, `/promote test ${pull.head.slice(0, digits)}`)
    expect(world.manifest('test')).toBe(values(pull.version))
  })

  test('refuses another', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('admin', pull.number, '/promote test 0123456789')
    expect(text).toContain('not the one that the command names')
    expect(text).toContain(pull.version)
    nothingHappened()
  })

  test('refuses the one before a push', async () => {
    const pull = await world.openPull()
    const head = await world.model.commit({ branch: 'random-forest', message: 'x', files: { 'params.yaml': 'y: 1\n' } })
    await world.passed(head)
    const { text } = await world.comment('admin', pull.number, `/promote ${pull.head.slice(0, 12)}`)
    expect(text).toContain('not the one that the command names')
    nothingHappened()
  })
})

describe('an environment after another', () => {
  test('takes only what has run there', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('admin', pull.number, '/canary 20 prod')
    expect(text).toBe(
      `**Not done.** “prod” takes only what has run in “test”, and ${pull.version} has not. Release it there first: \`/promote test\`.`.replace(
        pull.version,
        `\`${pull.version}\``,
      ),
    )
    expect(await world.proposals()).toEqual([])
  })

  test('takes what has run there before something newer', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    await world.gitops.commit({ message: 'By hand', files: { [TEST]: values('cccccccccccc') } })
    await world.comment('maintain', pull.number, '/canary 20 prod')
    expect(await world.proposals()).toHaveLength(1)
  })

  test('does not take what was rolled back there', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.comment('write', pull.number, '/rollback')
    const { text } = await world.comment('admin', pull.number, '/promote prod')
    expect(text).toContain('takes only what has run in “test”')
  })
})
