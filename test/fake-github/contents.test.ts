import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, installationToken, octokit, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
afterAll(() => world.stop())

const text = (content: string) => Buffer.from(content).toString('base64')
const put = (path: string, content: string, more: { sha?: string; branch?: string } = {}) =>
  world.bot.rest.repos.createOrUpdateFileContents({
    ...AT,
    path,
    message: `Write ${path}`,
    content: text(content),
    ...more,
  })

test('a new file is 201, an update with its sha is 200', async () => {
  const created = await put('new.txt', 'one\n')
  expect(created.status).toBe(201)
  const sha = created.data.content?.sha ?? ''
  expect((await put('new.txt', 'two\n', { sha })).status).toBe(200)
  expect(world.repository.readFile('new.txt')).toBe('two\n')
})

test('an existing file without sha is refused without an errors array', async () => {
  const { status, message, body } = await refused(put('README.md', 'x'))
  expect([status, message]).toEqual([422, 'Invalid request.\n\n"sha" wasn\'t supplied.'])
  expect(body.errors).toBeUndefined()
  expect(body.status).toBe('422')
})

test('a stale sha is 409 with the path', async () => {
  const sha = 'a'.repeat(40)
  expect(await refused(put('README.md', 'x', { sha }))).toMatchObject({
    status: 409,
    message: `README.md does not match ${sha}`,
  })
})

test('a sha for a missing file is ignored and the file created', async () => {
  expect((await put('deleted.txt', 'x', { sha: 'a'.repeat(40) })).status).toBe(201)
})

test('two writers of one branch collide although their files differ', async () => {
  const { lag } = world.github
  const usual = lag.contentsMs
  lag.contentsMs = 500
  const results = await Promise.allSettled(['one', 'two', 'three'].map((name) => put(`${name}.txt`, name)))
  lag.contentsMs = usual
  const lost = results.filter((each) => each.status === 'rejected')
  expect(lost.length).toBeGreaterThan(0)
  expect(lost[0]?.reason).toMatchObject({ status: 409 })
  expect(String(lost[0]?.reason)).toMatch(/is at [0-9a-f]{40} but expected [0-9a-f]{40}/)
})

test('a missing branch is 404 before anything else', async () => {
  expect(await refused(put('README.md', 'x', { branch: 'nowhere' }))).toMatchObject({
    status: 404,
    message: 'Branch nowhere not found',
  })
})

test('bad base64 is refused', async () => {
  const request = world.bot.rest.repos.createOrUpdateFileContents({ ...AT, path: 'x', message: 'm', content: 'no!' })
  expect(await refused(request)).toMatchObject({ status: 422, message: 'content is not valid Base64' })
})

test('a link to a file reads as that file, other links as themselves', async () => {
  const files = {
    link: { mode: '120000', content: 'model/train.py' },
    away: { mode: '120000', content: '../secret' },
  } as const
  await world.repository.commit({ message: 'Links', files })
  expect((await world.bot.rest.repos.getContent({ ...AT, path: 'link' })).data).toMatchObject({
    type: 'file',
    path: 'link',
  })
  expect((await world.bot.rest.repos.getContent({ ...AT, path: 'away' })).data).toMatchObject({
    type: 'symlink',
    target: '../secret',
  })
})

test('a file over one megabyte has no content in JSON but all of it raw', async () => {
  await world.repository.commit({ message: 'Large', files: { 'large.txt': 'x'.repeat(1_100_000) } })
  const { data } = await world.bot.rest.repos.getContent({ ...AT, path: 'large.txt' })
  expect(data).toMatchObject({ size: 1_100_000, content: '', encoding: 'none' })
  const raw = await world.bot.rest.repos.getContent({ ...AT, path: 'large.txt', mediaType: { format: 'raw' } })
  expect(String(raw.data)).toHaveLength(1_100_000)
})

test('a directory lists at most 1,000 entries', async () => {
  const files = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`many/${index}`, 'x']))
  await world.repository.commit({ message: 'Many', files })
  expect((await world.bot.rest.repos.getContent({ ...AT, path: 'many' })).data).toHaveLength(1_000)
})

test('an app without the workflows permission cannot write workflows', async () => {
  const { status, message } = await refused(put('.github/workflows/ci.yml', 'on: push\n'))
  expect(status).toBe(403)
  expect(message).toContain(
    'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml`'.replaceAll("'", ''),
  )
})

test('an archived repository is read-only', async () => {
  const archived = world.github.createRepository('acme/old', { files: { a: 'a' } })
  archived.archive()
  const at = { owner: 'acme', repo: 'old' }
  const write = world.bot.rest.repos.createOrUpdateFileContents({ ...at, path: 'b', message: 'm', content: text('b') })
  expect(await refused(write)).toMatchObject({ status: 403, message: 'Repository was archived so is read-only.' })
  expect((await world.bot.rest.repos.get(at)).data.archived).toBe(true)
})

test('a deleted repository is 404', async () => {
  world.github.createRepository('acme/gone', { files: { a: 'a' } }).delete()
  expect((await refused(world.bot.rest.repos.get({ owner: 'acme', repo: 'gone' }))).status).toBe(404)
})

test('an empty repository takes a first file but has no git data', async () => {
  world.github.createRepository('acme/empty')
  const at = { owner: 'acme', repo: 'empty' }
  expect(await refused(world.bot.rest.git.createBlob({ ...at, content: 'x' }))).toMatchObject({
    status: 409,
    message: 'Git Repository is empty.',
  })
  expect(
    (await world.bot.rest.repos.createOrUpdateFileContents({ ...at, path: 'a', message: 'm', content: text('a') }))
      .status,
  ).toBe(201)
})

test('a misspelt parameter is ignored and the default taken', async () => {
  const branch = { brunch: 'elsewhere' } as Record<string, string>
  await world.bot.rest.repos.createOrUpdateFileContents({
    ...AT,
    path: 'typo.txt',
    message: 'm',
    content: text('x'),
    ...branch,
  })
  expect(world.repository.readFile('typo.txt', 'main')).toBe('x')
})

test('a commit over the API is verified only with the identity left to GitHub', async () => {
  const plain = await put('verified.txt', 'x')
  expect(plain.data.commit.verification?.verified).toBe(true)
  expect(plain.data.commit.committer?.name).toBe('GitHub')
  const author = { name: 'serin[bot]', email: 'serin@example.com' }
  const custom = await world.bot.rest.repos.createOrUpdateFileContents({
    ...AT,
    path: 'custom.txt',
    message: 'm',
    content: text('x'),
    author,
  })
  expect(custom.data.commit.verification).toMatchObject({ verified: false, reason: 'unsigned' })
})

test('an unchanged answer is 304', async () => {
  const first = await world.bot.rest.repos.get(AT)
  const again = world.bot.request('GET /repos/{owner}/{repo}', {
    ...AT,
    headers: { 'if-none-match': first.headers.etag },
  })
  expect((await refused(again)).status).toBe(304)
})

test('reading needs no more than a token that reaches the repository', async () => {
  const token = await installationToken(world.github, world.app, world.installation.id, {
    permissions: { contents: 'read' },
  })
  const reader = octokit(world.github, token)
  expect((await reader.rest.repos.getContent({ ...AT, path: 'README.md' })).status).toBe(200)
})
