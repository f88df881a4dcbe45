import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Pull, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

it('debug', async () => {
  const t = performance.now()
  const pull = await world.openPull()
  const result = await world.runOn({ pullRequest: pull.number })
  console.log(result, performance.now() - t)
  console.log(await world.reports(pull), await world.checks(pull.head))
  const again = await world.runOn({ pullRequest: pull.number })
  console.log(again)
})
