import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, openPull, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  const { number, head } = await openPull(world, world.as('bob'))
  const body =
    '<!-- marker -->\n**Better** <script>alert(1)</script>\n\n| metric | main |\n| --- | --: |\n| `acc` | 0.9 |\n\n> [!WARNING]\n> Careful <img src=x onerror=alert(1)>\n'
  await world.bot.rest.issues.createComment({ ...AT, issue_number: number, body })
  await world.bot.rest.checks.create({
    ...AT,
    name: 'serin',
    head_sha: head,
    conclusion: 'success',
    output: { title: 'Passed', summary: 'All *good*' },
  })
  await world.as('alice').rest.pulls.createReview({ ...AT, pull_number: number, event: 'APPROVE', body: 'Nice' })
})
afterAll(() => world.stop())

async function pageOf(path: string): Promise<string> {
  const response = await fetch(`${world.github.url}${path}`)
  expect(response.status).toBe(200)
  return response.text()
}

test('the list of repositories leads to their files', async () => {
  expect(await pageOf('/')).toContain('href="/acme/iris"')
  const code = await pageOf('/acme/iris')
  expect(code).toContain('href="/acme/iris/tree/main/model"')
  expect(code).toContain('<h1>Iris</h1>')
  expect(await pageOf('/acme/iris/blob/main/model/train.py')).toContain('print(1)')
})

test('a commit shows its lines', async () => {
  expect(await pageOf('/acme/iris/commits/feature')).toContain('Change')
  const page = await pageOf(`/acme/iris/commit/${world.repository.sha('feature')}`)
  expect(page).toContain('<td>+print(2)</td>')
  expect(page).toContain('<td>-print(1)</td>')
})

test('a pull request shows its comments, checks and reviews as GitHub would', async () => {
  expect(await pageOf('/acme/iris/pulls')).toContain('href="/acme/iris/pull/1"')
  const page = await pageOf('/acme/iris/pull/1')
  expect(page).toContain('<strong>Better</strong>')
  expect(page).toContain('<td align="right">0.9</td>')
  expect(page).toContain('class="alert alert-warning"')
  expect(page).toContain('approved these changes')
  expect(page).toContain('Passed')
})

test('hostile comments stay text', async () => {
  const page = await pageOf('/acme/iris/pull/1')
  expect(page).not.toContain('<script')
  expect(page).not.toContain('onerror')
  expect(page).not.toContain('marker')
})

test('a check run has a page', async () => {
  const run = /href="(\/acme\/iris\/runs\/\d+)"/.exec(await pageOf('/acme/iris/pull/1'))?.[1]
  expect(await pageOf(run ?? '')).toContain('All <em>good</em>')
})

test('what is not there is 404', async () => {
  for (const path of ['/acme/nothing', '/acme/iris/blob/main/nothing', '/acme/iris/pull/99', '/acme/iris/commit/abc']) {
    expect((await fetch(`${world.github.url}${path}`)).status).toBe(404)
  }
})
