import { describe, expect, test } from 'vitest'
import { service, values } from './files.ts'
import { AT, GITOPS_AT, OLD, type Pull, useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'

const deployment = (version: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: iris
spec:
  template:
    spec:
      containers:
        - name: model
          image: "localhost:5000/iris:${version}" # ours
`

/** What the manifest says after a rollback of a version to the one before. */
const LAYOUTS = [
  ['Helm values', values, (version: string, _before: string) => values(version, 0)],
  ['a KServe service', service, (version: string, _before: string) => service(version, 0)],
  ['a Deployment', deployment, (_version: string, before: string) => deployment(before)],
] as const

describe.each(LAYOUTS)('in %s', (_, write, rolledBack) => {
  async function promoted(): Promise<Pull> {
    await world.fresh({ gitops: { [TEST]: write(OLD) } })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    expect(world.manifest('test')).toBe(write(pull.version))
    return pull
  }

  const expectBack = async (pull: Pull, command = '/rollback') => {
    const { text } = await world.comment('write', pull.number, command)
    expect(text).toContain(`rolled back; \`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
    expect(world.manifest('test')).toBe(rolledBack(pull.version, OLD))
  }

  test('/rollback goes to what ran before and names it', async () => expectBack(await promoted()))

  test('twice does not swing', async () => {
    const pull = await promoted()
    await expectBack(pull)
    for (const command of ['/rollback', '/rollback test']) {
      const { text } = await world.comment('write', pull.number, command)
      expect(text).toBe(`**Nothing to do.** \`${pull.version}\` is already rolled back.`)
    }
    expect(world.manifest('test')).toBe(rolledBack(pull.version, OLD))
  })

  test('works when the pull request is closed', async () => {
    const pull = await promoted()
    await world.as('write').rest.pulls.update({ ...AT, pull_number: pull.number, state: 'closed' })
    await expectBack(pull)
  })

  test('works when the checks are red', async () => {
    const pull = await promoted()
    await world.judged(pull.head, { conclusion: 'failure' })
    await expectBack(pull)
  })

  test('works after the merge, of what was released before it', async () => {
    const pull = await promoted()
    await world.merge(pull)
    await expectBack(pull)
  })

  test('goes past versions that were only canaries', async () => {
    if (write === deployment) return
    await world.fresh({ gitops: { [TEST]: write(OLD) } })
    const first = await world.openPull({ branch: 'first' })
    await world.comment('write', first.number, '/canary 20')
    await world.comment('write', first.number, '/rollback')
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote test')
    await expectBack(pull)
  })

  test('works by a squashed proposal that has kept nothing but its title', async () => {
    await world.fresh({ gitops: { [TEST]: write(OLD) } })
    world.gitops.protect('main', { kind: 'ruleset', requiredReviews: 1 })
    const pull = await world.openPull()
    for (const command of ['/promote test', '/rollback test']) {
      await world.comment('write', pull.number, command)
      const [proposal] = await world.proposals()
      const at = { ...GITOPS_AT, pull_number: proposal?.number ?? 0 }
      await world.as('second').rest.pulls.createReview({ ...at, event: 'APPROVE' })
      await world.as('second').rest.pulls.merge({ ...at, merge_method: 'squash', commit_message: '' })
      await world.app.idle()
    }
    expect(world.gitops.log('main')[0]?.message).not.toContain('Serin-')
    expect(world.manifest('test')).toBe(rolledBack(pull.version, OLD))
    const { text } = await world.comment('write', pull.number, '/rollback test')
    expect(text).toMatch(/^\*\*Nothing to do\.\*\*/)
    expect(await world.proposals()).toEqual([])
  })

  test('does not undo what somebody took back by hand', async () => {
    const pull = await promoted()
    await world.gitops.commit({ message: 'Revert', files: { [TEST]: write(OLD) } })
    const { text } = await world.comment('write', pull.number, '/rollback test')
    expect(text).toMatch(
      new RegExp(`^\\*\\*Nothing to do\\.\\*\\* “test” went back from \`${pull.version}\` to \`${OLD}\``),
    )
    expect(world.manifest('test')).toBe(write(OLD))
  })

  test('takes back an older version that was released again', async () => {
    const pull = await promoted()
    const newer = await world.openPull({ branch: 'newer' })
    await world.comment('write', newer.number, '/promote test')
    await world.comment('write', pull.number, '/promote test')
    const { text } = await world.comment('write', pull.number, '/rollback test')
    expect(text).toContain(`rolled back; \`${newer.version}\` takes all the traffic`)
    expect(world.manifest('test')).toBe(rolledBack(pull.version, newer.version))
  })
})

test('a rollback that KServe may not obey says so', async () => {
  await world.fresh({ gitops: { [TEST]: service(OLD) } })
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/promote test')
  const { text } = await world.comment('write', pull.number, '/rollback test')
  expect(text).toContain('Only Knative mode obeys canaryTrafficPercent, and the mode is not written')
})
