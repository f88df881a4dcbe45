import { expect, test } from 'vitest'
import { NthRequest } from './nth-request.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('process', { LEASE_SECONDS: '1', SWEEP_MINUTES: '0' })

test('an app that is told to end does so before its deadline, though GitHub does not answer; the next one goes on', {
  timeout: 120_000,
}, async () => {
  const pull = await world.openPull()
  const begun = Promise.withResolvers<void>()
  const path = new NthRequest(1, /\/graphql\/createCommitOnBranch$/, begun.resolve)
  world.github.faults.add({ method: 'POST', path, delayMs: 40_000 })
  const said = await world.say('maintain', pull.number, '/canary 20')
  await begun.promise
  const told = Date.now()
  expect(await world.app.stop('SIGTERM')).toBe(0)
  expect(Date.now() - told).toBeLessThan(25_000)
  expect(world.app.unfinished()).toBe(1)
  await world.app.start()
  await world.app.idle()
  expect(await world.answerTo(pull.number, said)).toMatchObject({
    count: 1,
    text: expect.stringContaining('takes 20 %'),
  })
  expect(world.commits()).toBe(1)
})
