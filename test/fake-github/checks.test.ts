import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, octokit, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
let head_sha: string
beforeAll(async () => {
  world = await startTestWorld()
  head_sha = world.repository.sha() ?? ''
})
afterAll(() => world.stop())

const create = (more: object = {}) => world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha, ...more })
const annotation = (line: number) => ({
  path: 'a',
  start_line: line,
  end_line: line,
  annotation_level: 'notice' as const,
  message: 'm',
})

test('only the app that made a check run changes it', async () => {
  const { data } = await create()
  const actions = octokit(world.github, world.github.createActionsToken('acme/iris', { checks: 'write' }))
  const change = actions.rest.checks.update({ ...AT, check_run_id: data.id, conclusion: 'success' })
  expect(await refused(change)).toMatchObject({
    status: 403,
    message: 'Invalid app_id `15368` - check run can only be modified by the GitHub App that created it.',
  })
})

test('people write no check runs', async () => {
  const request = world.as('alice').rest.checks.create({ ...AT, name: 'mine', head_sha })
  expect((await refused(request)).status).toBe(403)
})

test('a conclusion completes, and completing needs a conclusion', async () => {
  const { data } = await create({ conclusion: 'failure', name: 'done' })
  expect(data).toMatchObject({ status: 'completed', conclusion: 'failure' })
  expect((await refused(create({ status: 'completed' }))).status).toBe(422)
})

test('the summary is limited by characters and by bytes', async () => {
  const summary = (text: string) => create({ name: 'long', output: { title: 't', summary: text } })
  expect((await refused(summary('x'.repeat(65_536)))).message).toBe(
    'Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.',
  )
  const { body } = await refused(summary('é'.repeat(40_000)))
  expect(body.errors).toMatchObject([
    { resource: 'CheckRun', field: 'summary', message: 'summary exceeds a maximum bytesize of 65535' },
  ])
})

test('a refused update leaves the run pending', async () => {
  const { data } = await create({ name: 'stuck', status: 'in_progress' })
  const output = { title: 't', summary: 'x'.repeat(70_000) }
  await refused(world.bot.rest.checks.update({ ...AT, check_run_id: data.id, conclusion: 'success', output }))
  expect((await world.bot.rest.checks.get({ ...AT, check_run_id: data.id })).data).toMatchObject({
    status: 'in_progress',
    conclusion: null,
  })
})

test('fifty annotations at once, later ones are appended', async () => {
  const many = Array.from({ length: 51 }, (_, index) => annotation(index + 1))
  expect(
    (await refused(create({ name: 'many', output: { title: 't', summary: 's', annotations: many } }))).status,
  ).toBe(422)
  const { data } = await create({ name: 'many', output: { title: 't', summary: 's', annotations: many.slice(0, 50) } })
  const output = { title: 't', summary: 's', annotations: many.slice(50) }
  const updated = await world.bot.rest.checks.update({ ...AT, check_run_id: data.id, output })
  expect(updated.data.output.annotations_count).toBe(51)
})

test('the same name again is another run and the newest is listed', async () => {
  const first = await create({ name: 'twice', external_id: 'same' })
  const second = await create({ name: 'twice', external_id: 'same' })
  expect(second.data.id).not.toBe(first.data.id)
  const { data } = await world.bot.rest.checks.listForRef({ ...AT, ref: 'main', check_name: 'twice' })
  expect(data.check_runs.map((run) => run.id)).toEqual([second.data.id])
})

test('the combined status is pending without statuses, whatever the checks say', async () => {
  const combined = async () => (await world.bot.rest.repos.getCombinedStatusForRef({ ...AT, ref: head_sha })).data.state
  expect(await combined()).toBe('pending')
  await world.bot.rest.repos.createCommitStatus({ ...AT, sha: head_sha, state: 'success', context: 'a' })
  expect(await combined()).toBe('success')
})

test('an unknown commit takes no check', async () => {
  expect((await refused(create({ head_sha: 'a'.repeat(40) }))).message).toContain('No commit found for SHA')
})
