import { expect, test } from 'vitest'
import { OPEN_CONFIG } from './files.ts'
import { commentAndRun } from './stories.ts'
import { OLD, useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const TEST = 'model-deployments/test/iris/config.yaml'
const deployment = (version: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: iris }
spec: { template: { spec: { containers: [{ name: iris, image: "acme/iris:${version}" }] } } }
`

test('a ladder that the manifest cannot climb is told, with the way out, instead of a step that is refused', async () => {
  const config = OPEN_CONFIG.replace('test/iris/config.yaml\n', 'test/iris/config.yaml\n        steps: [shadow, 5]\n')
  await world.fresh({ gitops: { 'serin.yml': config, [TEST]: deployment(OLD) } })
  const pull = await world.openPull()
  const clock = new Date()
  const { text } = await commentAndRun(world, { person: 'write', pull: pull.number, body: '/promote test' }, { clock })
  expect(text).toContain('No version can come to a shadow of 1 % and 5 % in “test”, as its `steps` ask: A Deployment')
  expect(text).toContain('Remove these steps from `steps` in serin.yml, or name a file there that can say it.')
  expect(world.manifest('test')).toBe(deployment(OLD))
})
