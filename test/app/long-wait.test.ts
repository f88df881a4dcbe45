import { expect, test } from 'vitest'
import type { Desk } from '../../app/desk.ts'
import { runComment } from './stories.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('no process')

test('a right that was taken away while others had their turn is none', async () => {
  const pull = await world.openPull()
  const said = await world.say('write', pull.number, '/canary 20')
  let later = 0
  const desk: Partial<Desk> = {
    now: () => new Date(Date.now() + later),
    alone: (_, work) => {
      later = 31_000
      return work(true)
    },
  }
  for (const attempt of [1, 4]) {
    later = 0
    await expect(runComment(world, said, { desk, attempt })).rejects.toMatchObject({ name: 'NotNow' })
  }
  expect((await world.answerTo(pull.number, said)).count).toBe(0)
  world.gitops.setRole('write', 'read')
  await runComment(world, said)
  expect((await world.answerTo(pull.number, said)).code).toBe('role-too-low')
  expect(world.commits()).toBe(0)
})

test('who has lost the job after the write says nothing, and the next one finds what was done', async () => {
  const pull = await world.openPull()
  const said = await world.say('write', pull.number, '/canary 20')
  const lost = new AbortController()
  const after = (_: number, request: string) => {
    if (request.endsWith(' createCommitOnBranch')) lost.abort(new Error('the lease has ended'))
  }
  const losing = runComment(world, said, { desk: { ending: lost.signal }, around: { after } })
  await expect(losing).rejects.toThrow('the lease has ended')
  expect([(await world.answerTo(pull.number, said)).count, world.commits()]).toEqual([0, 1])
  await runComment(world, said, { attempt: 2 })
  expect([(await world.answerTo(pull.number, said)).count, world.commits()]).toEqual([1, 1])
})
