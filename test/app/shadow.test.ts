import { describe, expect, test } from 'vitest'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld()
const TEST = 'model-deployments/test/iris/config.yaml'

/** A VirtualService whose subsets carry the versions. */
const service = (version: string, mirror = '') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: iris
spec:
  hosts: [iris]
  http:
    - route:
        - destination:
            host: iris-${version}
          weight: 100
${mirror}`

const begin = async () => {
  await world.fresh({ gitops: { [TEST]: service(OLD) } })
  return world.openPull()
}

describe('/shadow', () => {
  test('copies requests to the version, and says what that does to a POST', async () => {
    const pull = await begin()
    const { text } = await world.comment('write', pull.number, '/shadow 25')
    expect(text).toContain(`**test**: \`${OLD}\` takes all the traffic. \`${pull.version}\` gets a copy of 25 %`)
    expect(text).toContain('asked by POST')
    expect(world.manifest('test')).toContain(`host: iris-${pull.version}`)
    const [commit] = world.gitops.log('main')
    expect(commit?.message).toContain(`Serin-Shadow: ${pull.version} 25\n`)
  })

  test('off ends it', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/shadow 25')
    const { text } = await world.comment('write', pull.number, '/shadow off')
    expect(text).toContain(`**test**: \`${OLD}\` takes all the traffic. Commit`)
    expect(text).not.toContain('POST')
    expect(world.manifest('test')).toBe(service(OLD))
  })

  test('is shown by /status', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/shadow 100')
    const { text } = await world.comment('write', pull.number, '/status test')
    expect(text).toContain(`all; 100 % copied to \`${pull.version}\``)
  })

  test('does not make the version that answers this pull request’s', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/shadow 25')
    const { text } = await world.comment('write', pull.number, '/rollback')
    expect(text).toContain('runs in no environment, so there is nothing to roll back')
  })

  test('of another pull request is refused by its name', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/shadow 25')
    const other = await world.openPull({ branch: 'other' })
    for (const command of ['/shadow 10', '/shadow off']) {
      const { text } = await world.comment('write', other.number, command)
      expect(text).toContain(`${pull.version}`)
      expect(text).toContain('acme/iris#1')
    }
  })

  test('of a newer commit of the same pull request takes its place', async () => {
    const pull = await begin()
    await world.comment('write', pull.number, '/shadow 25')
    const head = await world.model.commit({
      branch: 'random-forest',
      message: 'x',
      files: { 'params.yaml': 'model: x\n' },
    })
    await world.passed(head)
    const { text } = await world.comment('write', pull.number, '/shadow 25')
    expect(text).toContain(`\`${head.slice(0, 12)}\` gets a copy of 25 %`)
  })

  test('needs the verdict of its commit', async () => {
    await world.fresh({ gitops: { [TEST]: service(OLD) } })
    const pull = await world.openPull({ verdict: 'none' })
    const { text } = await world.comment('write', pull.number, '/shadow 25')
    expect(text).toContain('There is no verdict for')
  })

  test('is refused with the reason where the file cannot mirror', async () => {
    const pull = await world.openPull()
    const { text } = await world.comment('write', pull.number, '/shadow 25')
    expect(text).toMatch(/^\*\*Not done\.\*\*/)
    expect(text.length).toBeGreaterThan(60)
    expect(world.commits()).toBe(0)
  })
})
