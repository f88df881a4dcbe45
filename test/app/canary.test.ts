import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type AppWorld, OLD, startAppWorld } from './world.ts'

let world: AppWorld
beforeAll(async () => {
  const t = performance.now()
  world = await startAppWorld()
  console.log('start', performance.now() - t)
})
afterAll(() => world.stop())
beforeEach(() => world.fresh())

test('a canary is one commit', async () => {
  const pull = await world.openPull()
  const t = performance.now()
  const answer = await world.comment('write', pull.number, '/canary 20')
  console.log('command', performance.now() - t, world.github.requests.length)
  console.log(answer, world.changesIn('test'), world.app.log)
  console.log(world.github.requests.map((r) => `${r.method} ${r.path} ${r.status}`).join('\n'))
  expect(world.commits()).toBe(1)
})
