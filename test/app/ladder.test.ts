import { beforeEach, describe, expect, test } from 'vitest'
import { OPEN_CONFIG, values } from './files.ts'
import { commentAndRun } from './stories.ts'
import { OLD, type Person, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const TEST = 'model-deployments/test/iris/config.yaml'
const STEPS = 'steps: [5, { canary: 20, soak: 2h }, 50]'
const serin = (more: string) =>
  OPEN_CONFIG.replace('test/iris/config.yaml\n', `test/iris/config.yaml\n        ${more}\n`)
const MINUTE = 60_000

/** How far GitHub's clock is from ours; commands are run by GitHub's. */
let offset = 0
const advance = (minutes: number) => {
  offset += minutes * MINUTE
  world.github.advance(minutes * MINUTE)
}

beforeEach(async () => {
  advance(-offset / MINUTE)
  await world.fresh({ gitops: { 'serin.yml': serin(STEPS) } })
})

async function say(person: Person, pull: Pull, body: string) {
  const clock = new Date(Date.now() + offset)
  return (await commentAndRun(world, { person, pull: pull.number, body }, { clock })).text
}

const climb = async (pull: Pull, ...percents: number[]) => {
  for (const percent of percents) await say('write', pull, `/canary ${percent}`)
}

describe('the steps', () => {
  test('are climbed one after the other', async () => {
    const pull = await world.openPull()
    await climb(pull, 5, 20)
    expect(world.manifest('test')).toBe(values(pull.version, 20))
  })

  test.each(['/canary 20', '/canary 50', '/canary 99', '/promote test'])('are not skipped by %s', async (command) => {
    const pull = await world.openPull()
    const text = await say('write', pull, command)
    expect(text).toContain('The steps of “test” are 5 %, 20 % (2 h) and 50 %. This version has nothing there')
    expect(text).toContain('the next step is `/canary 5 test`')
    expect(world.commits()).toBe(0)
  })

  test('may be small ones between', async () => {
    const pull = await world.openPull()
    await climb(pull, 1, 3, 5, 10)
    expect(world.manifest('test')).toBe(values(pull.version, 10))
  })

  test('down are free', async () => {
    const pull = await world.openPull()
    await climb(pull, 5, 20, 5, 1)
    expect(world.manifest('test')).toBe(values(pull.version, 1))
    expect(await say('write', pull, '/canary 20')).toContain('This version has 1 % and must have 5 % first')
  })

  test('begin anew after a rollback', async () => {
    const pull = await world.openPull()
    await climb(pull, 5, 20)
    await say('write', pull, '/rollback')
    expect(await say('write', pull, '/canary 20')).toContain('the next step is `/canary 5 test`')
  })

  test('do not hold up a first version', async () => {
    await world.fresh({ gitops: { 'serin.yml': serin(STEPS), [TEST]: '---\n' } })
    const pull = await world.openPull()
    await say('write', pull, '/promote test')
    expect(world.manifest('test')).toContain(pull.version)
  })
})

describe('a soak', () => {
  test('is waited for, and what remains is told', async () => {
    advance(-180)
    const pull = await world.openPull()
    await climb(pull, 5, 20)
    advance(119)
    const text = await say('write', pull, '/canary 50')
    expect(text).toMatch(/^\*\*Not done\.\*\* 20 % since `[^`]*UTC`; soak 2 h; earliest `[^`]*UTC`\.$/)
    expect(await say('write', pull, '/promote test')).toContain('must have 50 % first')
    advance(2)
    await climb(pull, 50)
    expect(world.manifest('test')).toBe(values(pull.version, 50))
    await say('write', pull, '/promote test')
    expect(world.manifest('test')).toBe(values(pull.version))
  })

  test('begins anew when the share was lower in between', async () => {
    advance(-300)
    const pull = await world.openPull()
    await climb(pull, 5, 20)
    advance(130)
    await climb(pull, 5, 20)
    advance(60)
    expect(await say('write', pull, '/canary 50')).toContain('soak 2 h')
  })

  test('goes on through changes that leave the share as it is', async () => {
    advance(-300)
    const pull = await world.openPull()
    await climb(pull, 5, 20)
    advance(60)
    await world.gitops.commit({ message: 'By hand', files: { [TEST]: `${world.manifest('test')}# note\n` } })
    advance(61)
    await climb(pull, 50)
    expect(world.manifest('test')).toContain('trafficPercent: 50')
  })

  test('counts for what was written by hand', async () => {
    advance(-300)
    const pull = await world.openPull()
    await world.gitops.commit({ message: 'By hand', files: { [TEST]: values(pull.version, 25) } })
    advance(121)
    await climb(pull, 50)
    expect(world.manifest('test')).toBe(values(pull.version, 50))
  })

  test.each(['merge', 'squash', 'rebase'] as const)('of a proposal begins with its %s', async (method) => {
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    advance(-300)
    const pull = await world.openPull()
    await climb(pull, 5)
    await accept(method)
    await climb(pull, 20)
    advance(150)
    await accept(method)
    expect(await say('write', pull, '/canary 50')).toContain('soak 2 h')
    advance(121)
    expect(await say('write', pull, '/canary 50')).toContain('Proposed as')
  })

  async function accept(method: 'merge' | 'squash' | 'rebase') {
    const [proposal] = await world.proposals()
    const at = { owner: 'acme', repo: 'mlops-gitops', pull_number: proposal?.number ?? 0 }
    await world.as('second').rest.pulls.createReview({ ...at, event: 'APPROVE' })
    await world.as('second').rest.pulls.merge({ ...at, merge_method: method })
  }
})

describe('--skip', () => {
  test.each(['/canary 50 --skip', '/canary 99 test --skip'])('%s is for the role above', async (command) => {
    const pull = await world.openPull()
    expect(await say('write', pull, command)).toContain(
      'To leave out steps with `--skip` needs the role “maintain” or higher on the gitops repository.',
    )
    expect(world.commits()).toBe(0)
    await say('maintain', pull, command)
    expect(world.manifest('test')).toContain('canary:')
  })

  test('is offered to those who may', async () => {
    const pull = await world.openPull()
    expect(await say('maintain', pull, '/promote test')).toContain('You may leave out steps with `--skip`.')
    await say('maintain', pull, '/promote test --skip')
    expect(world.manifest('test')).toBe(values(pull.version))
  })

  test('needs nothing more where no step is left out', async () => {
    const pull = await world.openPull()
    await say('write', pull, '/canary 5 --skip')
    expect(world.manifest('test')).toBe(values(pull.version, 5))
  })
})

test('nothing of the ladder is kept anywhere else than in the manifest’s history', async () => {
  const pull = await world.openPull()
  await climb(pull, 5)
  await world.gitops.commit({ message: 'By hand', files: { [TEST]: values(OLD) } })
  expect(await say('write', pull, '/canary 20')).toContain('This version has nothing there')
})
