import { expect, test } from 'vitest'
import { values } from './files.ts'
import { commentAndRun, Died, runComment } from './stories.ts'
import { type Pull, useAppWorld } from './world.ts'

const world = useAppWorld('no process')

/** Dies after each of the job's requests in turn, does the job again, and looks at what has come of it. */
async function dieEverywhere(body: string, begin: (pull: Pull) => Promise<void>, look: (pull: Pull) => Promise<void>) {
  for (let last = 1, survived = false; !survived; last += 1) {
    await world.fresh()
    const pull = await world.openPull()
    await begin(pull)
    const said = await world.say('maintain', pull.number, body)
    survived = await survives(said, last)
    await runComment(world, said, { attempt: 2 })
    expect(await world.answerTo(pull.number, said)).toMatchObject({
      count: 1,
      reactions: ['eyes'],
      text: expect.stringContaining(`\`${pull.version}\` takes all the traffic.`),
    })
    await look(pull)
  }
}

async function survives(said: { id: number; url: string }, last: number): Promise<boolean> {
  let dead = false
  const before = () => {
    if (dead) throw new Died()
  }
  const after = (n: number) => {
    dead ||= n >= last
    before()
  }
  try {
    await runComment(world, said, { around: { before, after } })
    return true
  } catch (error) {
    if (error instanceof Died) return false
    throw error
  }
}

const command = (pull: Pull, body: string) => commentAndRun(world, { person: 'maintain', pull: pull.number, body })

test('a commit is made once, wherever the process dies', async () => {
  await dieEverywhere(
    '/promote',
    async (pull) => {
      await command(pull, '/canary 20')
    },
    async (pull) => {
      expect(world.manifest('test')).toBe(values(pull.version))
      expect([world.commits(), await world.proposals('all')]).toEqual([2, []])
    },
  )
}, 180_000)

test('a proposal is opened once, wherever the process dies', async () => {
  await dieEverywhere(
    '/promote',
    async (pull) => {
      await command(pull, '/promote')
    },
    async () => expect(await world.proposals('all')).toHaveLength(1),
  )
}, 180_000)

test('a command that was carried out before the crash is no late one afterwards', async () => {
  const pull = await world.openPull()
  const said = await world.say('write', pull.number, '/canary 20')
  const after = (_: number, request: string) => {
    if (request.endsWith('/graphql createCommitOnBranch')) throw new Died()
  }
  await expect(runComment(world, said, { around: { after } })).rejects.toThrow(Died)
  await runComment(world, said, { now: new Date(Date.now() + 60 * 60_000) })
  const { text } = await world.answerTo(pull.number, said)
  expect(text).toContain(`\`${pull.version}\` takes 20 % of the traffic`)
  expect(world.commits()).toBe(1)
})
