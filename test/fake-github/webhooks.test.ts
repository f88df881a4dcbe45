import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AT, appToken, octokit, openPull, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
  await world.github.settled()
  world.received.length = 0
})
afterEach(() => world.stop())

const jwt = () => octokit(world.github, appToken(world.app))
const names = () => world.received.map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event))

test('a delivery is signed over its raw bytes', async () => {
  await openPull(world, world.as('bob'))
  await world.github.settled()
  const opened = world.received.find((each) => each.payload.action === 'opened')
  expect(opened?.headers['x-hub-signature-256']).toBe(
    `sha256=${createHmac('sha256', 'hush')
      .update(opened?.raw ?? '')
      .digest('hex')}`,
  )
  expect(opened?.headers['user-agent']).toMatch(/^GitHub-Hookshot\//)
  expect(opened?.payload.installation?.id).toBe(world.installation.id)
})

test('what happens to a pull request is told', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  const at = { ...AT, pull_number: number }
  await world.as('bob').rest.pulls.update({ ...at, state: 'closed' })
  await world.as('bob').rest.pulls.update({ ...at, state: 'open' })
  await world.as('alice').rest.pulls.createReview({ ...at, event: 'APPROVE' })
  const { data } = await world.as('alice').rest.pulls.merge(at)
  await world.github.settled()
  expect(names()).toEqual(
    expect.arrayContaining([
      'push',
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request.closed',
      'pull_request.reopened',
      'pull_request_review.submitted',
    ]),
  )
  const merged = world.received.filter(({ payload }) => payload.action === 'closed').at(-1)
  expect(merged?.payload).toMatchObject({ number, pull_request: { merged: true, merge_commit_sha: data.sha } })
  const push = world.received
    .filter(({ event, payload }) => event === 'push' && payload.ref === 'refs/heads/main')
    .at(-1)
  expect(push?.payload).toMatchObject({ after: data.sha, head_commit: { id: data.sha }, pusher: { name: 'alice' } })
  expect(head).not.toBe(data.sha)
})

test('a comment names the pull request but no head sha', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  await world.as('carol').rest.issues.createComment({ ...AT, issue_number: number, body: '/status' })
  await world.github.settled()
  const told = world.received.find((each) => each.event === 'issue_comment')
  expect(told?.payload).toMatchObject({
    action: 'created',
    comment: { body: '/status', user: { login: 'carol' } },
    issue: { number },
  })
  expect(told?.raw).toContain('"pull_request":{"url"')
  expect(told?.raw).not.toContain(head)
})

test("the app's own actions come back to it", async () => {
  const { number } = await openPull(world, world.as('bob'))
  await world.bot.rest.issues.createComment({ ...AT, issue_number: number, body: 'Mine' })
  await world.github.settled()
  const told = world.received.find((each) => each.event === 'issue_comment')
  expect(told?.payload).toMatchObject({ sender: { login: 'serin[bot]', type: 'Bot', id: world.app.botUserId } })
})

test('reactions are silent', async () => {
  const { number } = await openPull(world, world.as('bob'))
  await world.github.settled()
  const before = world.received.length
  await world.bot.rest.reactions.createForIssue({ ...AT, issue_number: number, content: 'eyes' })
  await world.github.settled()
  expect(world.received).toHaveLength(before)
})

test('an app without subscription, permission or installation hears nothing', async () => {
  const { github } = world
  const deaf = github.createApp({
    slug: 'deaf',
    permissions: { contents: 'read' },
    events: ['issue_comment'],
    webhookUrl: 'http://127.0.0.1:1/',
    webhookSecret: 's',
  })
  github.install(deaf, 'acme')
  const elsewhere = github.createApp({
    slug: 'elsewhere',
    permissions: { issues: 'read' },
    events: ['issue_comment'],
    webhookUrl: 'http://127.0.0.1:1/',
  })
  github.install(elsewhere, 'acme', [])
  await world.as('bob').rest.issues.create({ ...AT, title: 'x' })
  await world.as('bob').rest.issues.createComment({ ...AT, issue_number: 1, body: 'x' })
  expect(github.deliveries.filter((each) => each.event === 'issue_comment').map((each) => each.appId)).toEqual([
    world.app.id,
  ])
})

test('a redelivery has a new id and the same guid', async () => {
  await openPull(world, world.as('bob'))
  await world.github.settled()
  const { data } = await jwt().rest.apps.listWebhookDeliveries({ per_page: 100 })
  const opened = data.find((each) => each.action === 'opened')
  expect(opened).toMatchObject({ status: 'OK', status_code: 202, redelivery: false })
  const again = await jwt().rest.apps.redeliverWebhookDelivery({ delivery_id: Number(opened?.id) })
  expect(again.status).toBe(202)
  await world.github.settled()
  const twice = world.received.filter((each) => each.payload.action === 'opened')
  expect(twice).toHaveLength(2)
  expect(twice[0]?.delivery).toBe(twice[1]?.delivery)
  const newest = (await jwt().rest.apps.listWebhookDeliveries()).data[0]
  expect(newest).toMatchObject({ guid: opened?.guid, redelivery: true })
  expect(newest?.id).not.toBe(opened?.id)
})

test('deliveries are listed for the app token only, by cursor, for three days', async () => {
  expect((await refused(world.bot.rest.apps.listWebhookDeliveries())).status).toBe(401)
  await openPull(world, world.as('bob'))
  await world.github.settled()
  const first = await jwt().rest.apps.listWebhookDeliveries({ per_page: 1 })
  expect(first.headers.link).toMatch(/cursor=\d+.*rel="next"/)
  const all = await jwt().paginate('GET /app/hook/deliveries', { per_page: 1 })
  expect(all.length).toBeGreaterThan(2)
  const id = Number(all[0]?.id)
  world.github.advance(3 * 86_400_000 + 1)
  const late = octokit(
    world.github,
    appToken(world.app, {
      iat: Math.floor(Date.now() / 1000) + 3 * 86_400,
      exp: Math.floor(Date.now() / 1000) + 3 * 86_400 + 500,
    }),
  )
  expect((await late.rest.apps.listWebhookDeliveries()).data).toEqual([])
  expect((await refused(late.rest.apps.redeliverWebhookDelivery({ delivery_id: id }))).status).toBe(422)
})

test('deliveries may come twice and out of order', async () => {
  world.github.habits.duplicate = true
  world.github.habits.delayMs = (id) => (id % 3) * 30
  await openPull(world, world.as('bob'))
  await world.github.settled()
  expect(world.received.filter((each) => each.payload.action === 'opened')).toHaveLength(2)
  expect(new Set(world.received.map((each) => each.delivery)).size).toBeLessThan(world.received.length)
})

test('a listener that is away leaves a failed delivery and no second try', async () => {
  world.app.setWebhookUrl('http://127.0.0.1:1/')
  await openPull(world, world.as('bob'))
  await world.github.settled()
  const opened = world.github.deliveries.filter((each) => each.action === 'opened')
  expect(opened.map((each) => [each.status, each.statusCode])).toEqual([['failed to connect to host', 502]])
})

test('what GITHUB_TOKEN does starts no workflows but reaches the apps', async () => {
  const { number } = await openPull(world, world.as('bob'))
  const actions = octokit(
    world.github,
    world.github.createActionsToken('acme/iris', { issues: 'write', contents: 'write' }),
  )
  await actions.rest.issues.createComment({ ...AT, issue_number: number, body: 'x' })
  expect(await actions.rest.repos.createDispatchEvent({ ...AT, event_type: 'retrain' })).toMatchObject({ status: 204 })
  await world.github.settled()
  expect(names()).toContain('issue_comment.created')
  const by = (event: string) => world.github.events.findLast((each) => each.event === event)?.startsWorkflows
  expect([by('issue_comment'), by('repository_dispatch'), by('pull_request')]).toEqual([false, true, true])
})
