import { describe, expect, test } from 'vitest'
import { OPEN_CONFIG, values } from './files.ts'
import { AT, GITOPS_AT, OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const STATE = 'serin-state'

const frozen = (environment = 'test') => world.gitops.readFile(`freeze/iris/${environment}.yml`, STATE)

const CHANGES = ['/canary 20 test', '/promote test', '/shadow 10 test', '/set threshold 0.7 test'] as const
const SETTABLE = OPEN_CONFIG.replace(
  'test/iris/config.yaml\n',
  'test/iris/config.yaml\n        settable: { threshold: { path: replicas.max, type: number } }\n',
)

async function expectFrozen(pull: number, reason: RegExp) {
  for (const body of CHANGES) {
    const { text } = await world.comment('admin', pull, body)
    expect(text).toMatch(reason)
  }
  expect(world.commits()).toBe(0)
}

describe('/freeze', () => {
  test('stops every change at once, with who and when', async () => {
    await world.fresh({ gitops: { 'serin.yml': SETTABLE } })
    const pull = await world.openPull()
    const { text, url } = await world.comment('maintain', pull.number, '/freeze test it burns <b>')
    expect(text).toMatch(
      /^\*\*Frozen:\*\* `iris` in \*\*test\*\*\. Only `\/rollback` works until `\/unfreeze`\. Commit \[/,
    )
    expect(frozen()).toMatch(/^#.*\nby: maintain\nat: \d{4}-.*Z\ncomment: http/)
    expect(frozen()).toContain(`comment: ${url}\n`)
    expect(frozen()).not.toContain('burns')
    await expectFrozen(pull.number, /“test” is frozen by `maintain` since `\d{4}-\d\d-\d\d \d\d:\d\d UTC`/)
  })

  test('without an environment stops all', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('maintain', pull.number, '/freeze')
    expect(text).toContain('**test**, **prod**')
    expect([frozen('test'), frozen('prod')]).not.toContain(undefined)
  })

  test('lets /rollback through', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/canary 20')
    await world.comment('maintain', pull.number, '/freeze')
    await world.comment('write', pull.number, '/rollback')
    expect(world.manifest('test')).toBe(values(pull.version, 0))
  })

  test('works where every branch of the manifests is protected', async () => {
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze test')
    expect(frozen()).toContain('by: maintain')
    expect(await world.proposals()).toEqual([])
  })

  test('has no history in common with the manifests', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze test')
    expect(world.gitops.log(STATE)).toHaveLength(1)
    expect(world.gitops.readFile('serin.yml', STATE)).toBeUndefined()
    await world.comment('write', pull.number, '/canary 20 prod')
    expect(world.gitops.log(STATE)).toHaveLength(1)
  })

  test('twice says who it was', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze test')
    const { text } = await world.comment('admin', pull.number, '/freeze test')
    expect(text).toMatch(/^\*\*Nothing to do\.\*\* “test” is frozen by `maintain`/)
  })

  test('names the proposals that a person could still merge', async () => {
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    await world.comment('maintain', pull.number, '/promote prod')
    const [proposal] = await world.proposals()
    const { text } = await world.comment('maintain', pull.number, '/freeze prod')
    expect(text).toContain(`(${proposal?.html_url})`)
    expect(text).toContain('Close what must not happen:')
  })

  test('of another model stops nothing here', async () => {
    const pull = await world.openPull()
    await world.gitops.commit({ branch: STATE, message: 'x', files: { 'freeze/cars/test.yml': 'by: x\n' } })
    await world.comment('write', pull.number, '/canary 20')
    expect(world.manifest('test')).toBe(values(pull.version, 20))
  })

  test('is refused with the way out where its branch takes no commits', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze test')
    world.gitops.protect(STATE, { kind: 'ruleset', requiredReviews: 1 })
    const { text } = await world.comment('maintain', pull.number, '/freeze prod')
    expect(text).toContain('Leave it out of the rules for branches, or write `frozen: true`')
  })
})

describe('a freeze that cannot be read', () => {
  test.each([
    ['is no text', 'freeze/iris/test.yml', '\u0000'],
    ['says something else', 'freeze/iris/test.yml', 'by: "<b>@everyone</b>"\nat: yesterday\n'],
    ['is a folder', 'freeze/iris/test.yml/x', 'x'],
    ['lies in a file', 'freeze/iris', 'x'],
  ])('because it %s still holds', async (_, path, text) => {
    await world.fresh({ gitops: { 'serin.yml': SETTABLE } })
    const pull = await world.openPull()
    await world.gitops.commit({ branch: STATE, message: 'x', files: { [path]: text } })
    await expectFrozen(pull.number, /“test” is frozen|frozen cannot be read/)
    const written = (await world.commentsOn(pull.number)).join('')
    expect(written).not.toContain('everyone')
  })
})

describe('/unfreeze', () => {
  test('lets changes through again', async () => {
    const pull = await world.openPull()
    await world.comment('maintain', pull.number, '/freeze')
    const { text } = await world.comment('maintain', pull.number, '/unfreeze test')
    expect(text).toMatch(/^\*\*Free again:\*\* `iris` in \*\*test\*\*\./)
    expect(frozen('prod')).toBeDefined()
    await world.comment('write', pull.number, '/canary 20')
    expect(world.manifest('test')).toBe(values(pull.version, 20))
    await world.comment('maintain', pull.number, '/unfreeze')
    expect(frozen('prod')).toBeUndefined()
  })

  test('of what is free does nothing', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('maintain', pull.number, '/unfreeze')
    expect(text).toBe('**Nothing to do.** Nothing is frozen there.')
  })
})

describe('`frozen: true` in serin.yml', () => {
  test('freezes, and no comment changes that', async () => {
    const serin = SETTABLE.replace('settable', 'frozen: true\n        settable')
    await world.fresh({ gitops: { 'serin.yml': serin } })
    const pull = await world.openPull()
    await expectFrozen(pull.number, /“test” is frozen by `frozen: true` in serin\.yml/)
    const { text } = await world.comment('admin', pull.number, '/unfreeze test')
    expect(text).toMatch(/^\*\*Not done\.\*\* “test” is frozen by `frozen: true`.*takes the line out/)
    const status = await world.comment('write', pull.number, '/status')
    expect(status.text).toContain('test (frozen)')
  })
})

test('a closed pull request can freeze, and its comment does it once', async () => {
  const pull = await world.openPull()
  await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
  await world.comment('maintain', pull.number, '/freeze prod')
  expect(frozen('prod')).toContain('by: maintain')
  const { data } = await world.as('owen').rest.repos.listCommits({ ...GITOPS_AT, sha: STATE })
  expect(data.map(({ commit }) => commit.message)).toEqual([expect.stringContaining('Serin-Environment: prod')])
  expect(world.manifest('prod', 'production')).toBe(values(OLD))
})
