import { expect, test } from 'vitest'
import { values } from './files.ts'
import { runComment } from './stories.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('no process')

test.each([
  ['reads', 'GET', /\/collaborators\/maintain\/permission$/],
  ['commits', 'POST', /\/graphql\/createCommitOnBranch$/],
  ['replies', 'POST', /\/issues\/\d+\/comments$/],
])('a token that ends while it %s is replaced by one that may be the last', async (_, method, path) => {
  const pull = await world.openPull()
  const said = await world.say('maintain', pull.number, '/canary 20')
  // Of a young token GitHub is asked four times.
  world.github.faults.add({ method, path, status: 401, body: { message: 'Bad credentials' }, times: 8 })
  await expect(runComment(world, said)).rejects.toThrow('GitHub does not take the token any more.')
  expect((await world.answerTo(pull.number, said)).count).toBe(0)
  await runComment(world, said, { attempt: 2 })
  const { count, text } = await world.answerTo(pull.number, said)
  expect([count, text.includes('takes 20 %'), world.commits()]).toEqual([1, true, 1])
  expect(world.manifest('test')).toBe(values(pull.version, 20))
})
