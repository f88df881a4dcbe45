import { describe, expect, test } from 'vitest'
import { OLD, useAppWorld } from './world.ts'

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
const rollout = (version: string) =>
  deployment(version).replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout')

describe('a Deployment, which cannot split traffic', () => {
  test('is released, rolled back to what ran before, and not swung back by a second /rollback', async () => {
    await world.fresh({ gitops: { [TEST]: deployment(OLD) } })
    const pull = await world.openPull()
    await world.comment('write', pull.number, '/promote')
    expect(world.manifest('test')).toBe(deployment(pull.version))

    const back = await world.comment('write', pull.number, '/rollback')
    expect(world.manifest('test')).toBe(deployment(OLD))
    expect(back.text).toContain(`rolled back; \`${OLD}\` takes all the traffic, \`${pull.version}\` none.`)
    const [commit] = world.gitops.log('main')
    expect(commit?.message).toContain(`iris in test: roll back ${pull.version}\n`)

    for (const body of ['/rollback', '/rollback test']) {
      const again = await world.comment('write', pull.number, body)
      expect(again.text).toContain(`**Nothing to do.** \`${pull.version}\` is already rolled back.`)
      expect(world.manifest('test')).toBe(deployment(OLD))
    }
    await world.comment('write', pull.number, '/promote test')
    expect(world.manifest('test')).toBe(deployment(pull.version))
  })

  test('refuses /canary with the reason and the way out', async () => {
    await world.fresh({ gitops: { [TEST]: deployment(OLD) } })
    const pull = await world.openPull()
    const { text } = await world.comment('write', pull.number, '/canary 20')
    expect(text).toContain('The Deployment iris replaces all its pods')
    expect(world.manifest('test')).toBe(deployment(OLD))
  })
})

test('a Rollout in the middle of its steps is not promoted from git', async () => {
  await world.fresh({ gitops: { [TEST]: rollout(OLD) } })
  const pull = await world.openPull()
  await world.comment('write', pull.number, '/promote')
  expect(world.manifest('test')).toBe(rollout(pull.version))
  const { text } = await world.comment('write', pull.number, '/promote test')
  expect(text).toContain('kubectl argo rollouts promote iris')
})
