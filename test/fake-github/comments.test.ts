import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, openPull, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
let number: number
beforeAll(async () => {
  world = await startTestWorld()
  number = (await openPull(world, world.as('bob'))).number
})
afterAll(() => world.stop())

const comment = (body: string) => world.bot.rest.issues.createComment({ ...AT, issue_number: number, body })

test('a body of 65,536 four-byte characters fits and one more does not', async () => {
  expect((await comment('😀'.repeat(65_536))).status).toBe(201)
  const { status, body } = await refused(comment('x'.repeat(65_537)))
  expect(status).toBe(422)
  expect(body).toMatchObject({
    message: 'Validation Failed',
    errors: [{ resource: 'IssueComment', message: 'Body is too long (maximum is 65536 characters)' }],
  })
})

test('lists stop at 30 and 100 and name the next page', async () => {
  const issue = (await world.as('bob').rest.issues.create({ ...AT, title: 'Long' })).data.number
  for (let count = 0; count < 105; count += 1)
    await world.bot.rest.issues.createComment({ ...AT, issue_number: issue, body: String(count) })
  const list = (more: { per_page?: number; page?: number } = {}) =>
    world.bot.rest.issues.listComments({ ...AT, issue_number: issue, ...more })
  const first = await list()
  expect(first.data).toHaveLength(30)
  expect(first.headers.link).toMatch(/page=2>; rel="next", .*page=4>; rel="last"/)
  expect((await list({ per_page: 500 })).data).toHaveLength(100)
  const last = await list({ per_page: 100, page: 2 })
  expect(last.data).toHaveLength(5)
  expect(last.headers.link).toMatch(/rel="prev", .*rel="first"/)
  const all = await world.bot.paginate(world.bot.rest.issues.listComments, { ...AT, issue_number: issue })
  expect(all.map((each) => each.body)).toEqual(Array.from({ length: 105 }, (_, index) => String(index)))
})

test('whoever can write rewrites the comments of others, a reader does not', async () => {
  const { data } = await comment('State of the bot')
  const edit = (login: 'bob' | 'carol') =>
    world.as(login).rest.issues.updateComment({ ...AT, comment_id: data.id, body: 'Forged' })
  expect((await refused(edit('carol'))).status).toBe(403)
  const { data: edited } = await edit('bob')
  expect(edited).toMatchObject({ body: 'Forged', user: { login: 'serin[bot]' } })
  await world.github.settled()
  const told = world.received.findLast((each) => each.payload.action === 'edited')
  expect(told?.payload).toMatchObject({ sender: { login: 'bob' }, changes: { body: { from: 'State of the bot' } } })
})

test('a deleted comment is 404', async () => {
  const { data } = await comment('Soon gone')
  await world.bot.rest.issues.deleteComment({ ...AT, comment_id: data.id })
  expect((await refused(world.bot.rest.issues.updateComment({ ...AT, comment_id: data.id, body: 'x' }))).status).toBe(
    404,
  )
})

test('the same reaction again is 200 instead of 201', async () => {
  const { data } = await comment('Look')
  const react = () => world.bot.rest.reactions.createForIssueComment({ ...AT, comment_id: data.id, content: 'eyes' })
  const [first, second] = [await react(), await react()]
  expect([first.status, second.status]).toEqual([201, 200])
  expect(first.data.id).toBe(second.data.id)
})

test('a locked issue takes comments of writers only', async () => {
  await world.as('bob').rest.issues.lock({ ...AT, issue_number: number })
  const by = (login: 'bob' | 'carol') =>
    world.as(login).rest.issues.createComment({ ...AT, issue_number: number, body: 'x' })
  expect(await refused(by('carol'))).toMatchObject({
    status: 403,
    message: 'Unable to create comment because issue is locked.',
  })
  expect((await by('bob')).status).toBe(201)
})
