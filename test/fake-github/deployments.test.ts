import { afterEach, beforeEach, expect, test } from 'vitest'
import { AT, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
})
afterEach(() => world.stop())

const deploy = (more: { ref: string; required_contexts?: string[]; auto_merge?: boolean; environment?: string }) =>
  world.bot.rest.repos.createDeployment({ ...AT, ...more })

test('a ref behind the default branch is merged into instead of deployed', async () => {
  await world.repository.commit({ branch: 'topic', message: 'Topic', files: { topic: 'x' } })
  await world.repository.commit({ message: 'Main', files: { main: 'x' } })
  const { status, data } = await deploy({ ref: 'topic' })
  expect(status).toBe(202)
  expect(data).toEqual({ message: 'Auto-merged main into topic on deployment.' })
  expect(world.repository.readFile('main', 'topic')).toBe('x')
})

test('every context has to be green unless none is required', async () => {
  const ref = world.repository.sha() ?? ''
  await world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha: ref, status: 'in_progress' })
  const answer = await refused(deploy({ ref }))
  expect(answer).toMatchObject({ status: 409, message: `Conflict: Commit status checks failed for ${ref}.` })
  expect((await deploy({ ref, required_contexts: [], auto_merge: false })).status).toBe(201)
})

test('a success makes earlier deployments of the environment inactive', async () => {
  const ref = world.repository.sha() ?? ''
  const ids: number[] = []
  for (let count = 0; count < 2; count += 1) {
    const { data } = await deploy({ ref, environment: 'test', required_contexts: [], auto_merge: false })
    const deployment_id = 'id' in data ? Number(data.id) : 0
    ids.push(deployment_id)
    await world.bot.rest.repos.createDeploymentStatus({ ...AT, deployment_id, state: 'success' })
  }
  const states = async (deployment_id: number) =>
    (await world.bot.rest.repos.listDeploymentStatuses({ ...AT, deployment_id })).data.map((status) => status.state)
  expect(await states(ids[0] ?? 0)).toEqual(['inactive', 'success'])
  expect(await states(ids[1] ?? 0)).toEqual(['success'])
})

test('an unknown ref is 422', async () => {
  expect(await refused(deploy({ ref: 'nowhere' }))).toMatchObject({ status: 422, message: 'No ref found for: nowhere' })
})
