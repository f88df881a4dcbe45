import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AT, octokit, openPull, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
})
afterEach(() => world.stop())

const comment = () => world.bot.rest.issues.createComment({ ...AT, issue_number: 1, body: 'x' })

test('a 502 after the work was done leaves the comment behind', async () => {
  await openPull(world, world.as('bob'))
  world.github.faults.add({ method: 'POST', path: /comments$/, effect: 'apply-then-502' })
  const answer = await refused(comment())
  expect(answer.status).toBe(502)
  expect(answer.headers['content-type']).toBe('text/html')
  expect(answer.headers['x-ratelimit-remaining']).toBeUndefined()
  await comment()
  expect((await world.bot.rest.issues.listComments({ ...AT, issue_number: 1 })).data).toHaveLength(2)
})

test('a dropped connection and a chosen status do nothing', async () => {
  await openPull(world, world.as('bob'))
  world.github.faults.add({ path: /comments$/, effect: 'drop' })
  world.github.faults.add({ path: /comments$/, status: 503, times: 2 })
  for (let count = 0; count < 3; count += 1) await refused(comment())
  expect((await world.bot.rest.issues.listComments({ ...AT, issue_number: 1 })).data).toHaveLength(0)
})

test('a delay waits and then works', async () => {
  world.github.faults.add({ path: '/repos/acme/iris', delayMs: 80 })
  const started = Date.now()
  expect((await world.bot.rest.repos.get(AT)).status).toBe(200)
  expect(Date.now() - started).toBeGreaterThanOrEqual(75)
})

test('the primary limit says when it ends', async () => {
  world.github.faults.add({ path: /./, limit: 'primary', status: 429 })
  const { status, message, headers } = await refused(world.bot.rest.repos.get(AT))
  expect(status).toBe(429)
  expect(message).toBe(`API rate limit exceeded for installation ID ${world.installation.id}.`)
  expect(headers['x-ratelimit-remaining']).toBe('0')
  expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000)
})

test('the secondary limit may come without retry-after', async () => {
  world.github.faults.add({ path: /./, limit: 'secondary' })
  const { status, message, headers } = await refused(world.bot.rest.repos.get(AT))
  expect([status, headers['retry-after']]).toEqual([403, undefined])
  expect(message).toContain('secondary rate limit')
  expect(Number(headers['x-ratelimit-remaining'])).toBeGreaterThan(0)
})

test('quotas are counted per caller', async () => {
  const anonymous = octokit(world.github)
  world.github.createRepository('acme/open', { files: { a: 'a' } })
  const { headers } = await anonymous.rest.repos.get({ owner: 'acme', repo: 'open' })
  expect(headers['x-ratelimit-limit']).toBe('60')
  const { data } = await world.bot.rest.rateLimit.get()
  expect(data.rate.limit).toBe(5_000)
})

test('a renamed repository answers reads with 301 and writes with 307', async () => {
  await openPull(world, world.as('bob'))
  world.repository.rename('flowers')
  const raw = (method: string, path: string) =>
    fetch(`${world.github.apiUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `token ${world.people.bob.token}` },
      ...(method === 'POST' ? { body: JSON.stringify({ body: 'x' }) } : {}),
    })
  const read = await raw('GET', '/repos/acme/iris')
  expect([read.status, read.headers.get('location')]).toEqual([
    301,
    `${world.github.apiUrl}/repositories/${world.repository.id}`,
  ])
  expect((await raw('POST', '/repos/acme/iris/issues/1/comments')).status).toBe(307)
  expect((await comment()).data.html_url).toContain('/acme/flowers/')
  expect((await world.bot.rest.repos.get(AT)).data).toMatchObject({
    id: world.repository.id,
    full_name: 'acme/flowers',
  })
})

test('an old name that was taken again is another repository', async () => {
  world.repository.rename('flowers')
  const impostor = world.github.createRepository('acme/iris', { files: { a: 'a' } })
  expect((await world.bot.rest.repos.get(AT)).data.id).toBe(impostor.id)
})

test('version 2026-03-10 knows no merge_commit_sha and no assignee', async () => {
  const { number } = await openPull(world, world.as('bob'))
  const get = (version: string) =>
    world.bot.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...AT,
      pull_number: number,
      headers: { 'x-github-api-version': version },
    })
  expect(Object.keys((await get('2022-11-28')).data)).toEqual(expect.arrayContaining(['merge_commit_sha', 'assignee']))
  const young = Object.keys((await get('2026-03-10')).data)
  expect(young).not.toContain('merge_commit_sha')
  expect(young).not.toContain('assignee')
  expect((await refused(get('1999-01-01'))).status).toBe(400)
})

test('the three shapes of 422 and broken JSON', async () => {
  const post = async (body: string) => {
    const headers = { authorization: `token ${world.people.bob.token}` }
    const response = await fetch(`${world.github.apiUrl}/repos/acme/iris/issues`, { method: 'POST', headers, body })
    return [response.status, ((await response.json()) as { message: string }).message]
  }
  expect(await post('{')).toEqual([400, 'Problems parsing JSON'])
  expect(await post('[]')).toEqual([400, 'Body should be a JSON object'])
  expect(await post('{}')).toEqual([422, 'Invalid request.\n\n"title" wasn\'t supplied.'])
})

test('owner and name may be written in any case, a trailing slash may not', async () => {
  expect((await world.bot.rest.repos.get({ owner: 'ACME', repo: 'Iris' })).data.full_name).toBe('acme/iris')
  const headers = { authorization: `token ${world.people.bob.token}` }
  expect((await fetch(`${world.github.apiUrl}/repos/acme/iris/`, { headers })).status).toBe(404)
})

test('a caller that ends while it sends is no failure of GitHub', async () => {
  const { hostname, port } = new URL(world.github.url)
  const socket = connect(Number(port), hostname)
  const begin = 'POST /api/v3/repos/acme/iris/check-runs HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'
  await new Promise<void>((resolve) => socket.write(begin, () => resolve()))
  await expect.poll(() => world.github.requests.at(-1)?.path).toBe('/repos/acme/iris/check-runs')
  socket.destroy()
  await expect.poll(() => world.github.requests.at(-1)?.status).toBe(499)
})
