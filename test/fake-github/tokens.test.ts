import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, appToken, installationToken, octokit, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  world.github.createRepository('acme/secret', { private: true, files: { a: 'a' } })
  world.github.createRepository('acme/open', { files: { a: 'a' } })
})
afterAll(() => world.stop())

const token = (narrowed: Parameters<typeof installationToken>[3] = {}) =>
  installationToken(world.github, world.app, world.installation.id, narrowed)
const comment = (of: ReturnType<typeof octokit>) => of.rest.issues.createComment({ ...AT, issue_number: 1, body: 'x' })

test('the app names itself with a signed token', async () => {
  const { data } = await octokit(world.github, appToken(world.app)).rest.apps.getAuthenticated()
  expect(data).toMatchObject({ id: world.app.id, slug: 'serin', installations_count: 1 })
})

const seconds = () => Math.floor(Date.now() / 1000)
test.each([
  ['expired', { exp: seconds() - 1 }, {}],
  ['living too long', { exp: seconds() + 1_000 }, {}],
  ['issued in the future', { iat: seconds() + 300 }, {}],
  ['of an unknown app', { iss: 1 }, {}],
  ['not RS256', {}, { alg: 'HS256' }],
])('an app token %s is 401', async (_, claims, header) => {
  const request = octokit(world.github, appToken(world.app, claims, header)).rest.apps.getAuthenticated()
  expect((await refused(request)).status).toBe(401)
})

test('an app token signed by another key is 401', async () => {
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const forged = appToken({ ...world.app, privateKey })
  expect((await refused(octokit(world.github, forged).rest.apps.getAuthenticated())).status).toBe(401)
})

test('an unknown token is 401 with the generic page', async () => {
  const answer = await refused(octokit(world.github, 'ghs_nobody').rest.repos.get(AT))
  expect(answer).toMatchObject({
    status: 401,
    message: 'Bad credentials',
    body: { documentation_url: 'https://docs.github.com/rest', status: '401' },
  })
})

test('an installation token is no app token', async () => {
  expect((await refused(world.bot.rest.apps.getAuthenticated())).status).toBe(401)
})

test('a narrowed token reads and writes only what it asked for', async () => {
  await world.as('bob').rest.issues.create({ ...AT, title: 'An issue' })
  const narrow = octokit(world.github, await token({ permissions: { contents: 'read', issues: 'read' } }))
  const answer = await refused(comment(narrow))
  expect(answer).toMatchObject({ status: 403, message: 'Resource not accessible by integration' })
  expect(answer.headers['x-accepted-github-permissions']).toBe('issues=write; pull_requests=write')
  const other = octokit(world.github, await token({ permissions: { pull_requests: 'write' } }))
  expect((await comment(other)).status).toBe(201)
})

test('asking for more than was granted is 422', async () => {
  expect(await refused(token({ permissions: { administration: 'write' } }))).toMatchObject({
    status: 422,
    message: 'The permissions requested are not granted to this installation.',
  })
})

test('a repository outside the installation cannot be asked for', async () => {
  world.github.createOrganization('other')
  const foreign = world.github.createRepository('other/iris', { files: { a: 'a' } })
  expect((await refused(token({ repository_ids: [foreign.id] }))).status).toBe(422)
})

test('a private repository outside the token is 404, a public one is readable but not writable', async () => {
  const narrow = octokit(world.github, await token({ repositories: ['iris'] }))
  expect((await refused(narrow.rest.repos.get({ owner: 'acme', repo: 'secret' }))).status).toBe(404)
  const open = { owner: 'acme', repo: 'open' }
  expect((await narrow.rest.repos.get(open)).status).toBe(200)
  const write = narrow.rest.repos.createOrUpdateFileContents({ ...open, path: 'b', message: 'm', content: 'eA==' })
  expect((await refused(write)).status).toBe(403)
})

test('new permissions wait for the owner', async () => {
  world.app.setPermissions({ contents: 'write', administration: 'write' })
  expect((await refused(token({ permissions: { administration: 'write' } }))).status).toBe(422)
})

test('a fresh token is 401 for a while when the world lags', async () => {
  world.github.lag.tokenMs = 5_000
  const fresh = octokit(world.github, await token())
  expect((await refused(fresh.rest.repos.get(AT))).status).toBe(401)
  world.github.advance(5_001)
  world.github.lag.tokenMs = 0
  expect((await fresh.rest.repos.get(AT)).status).toBe(200)
})

test('a suspended installation makes no tokens and its tokens are refused', async () => {
  const before = octokit(world.github, await token())
  world.installation.suspend()
  expect(await refused(token())).toMatchObject({ status: 403, message: 'This installation has been suspended' })
  expect((await refused(before.rest.repos.get(AT))).status).toBe(403)
  world.installation.unsuspend()
})

test('GITHUB_TOKEN is github-actions[bot] in one repository', async () => {
  const actions = octokit(world.github, world.github.createActionsToken('acme/iris', { issues: 'write' }))
  const { data } = await comment(actions)
  expect(data.user).toMatchObject({ login: 'github-actions[bot]', id: 41898282, type: 'Bot' })
  expect(data.performed_via_github_app?.id).toBe(15368)
  expect((await refused(actions.rest.repos.get({ owner: 'acme', repo: 'secret' }))).status).toBe(404)
})

test.each([
  ['alice', 'admin', 'admin'],
  ['bob', 'write', 'write'],
  ['carol', 'read', 'read'],
  ['mallory', 'none', 'none'],
])('%s has the permission %s', async (username, permission, role_name) => {
  const { data } = await world.bot.rest.repos.getCollaboratorPermissionLevel({ ...AT, username })
  expect(data).toMatchObject({ permission, role_name })
})

test('maintain shows as write, a custom role keeps its own name', async () => {
  world.repository.setRole('carol', 'maintain')
  const permissionOf = async () =>
    (await world.bot.rest.repos.getCollaboratorPermissionLevel({ ...AT, username: 'carol' })).data
  expect(await permissionOf()).toMatchObject({ permission: 'write', role_name: 'maintain' })
  world.repository.setRole('carol', 'read', 'admin')
  expect(await permissionOf()).toMatchObject({ permission: 'read', role_name: 'admin' })
})

test('a stranger may read a public repository; a bot and an organization are no users', async () => {
  const open = { owner: 'acme', repo: 'open' }
  const of = (username: string) => world.bot.rest.repos.getCollaboratorPermissionLevel({ ...open, username })
  expect((await of('mallory')).data.permission).toBe('read')
  expect(await refused(of('serin[bot]'))).toMatchObject({ status: 404, message: 'serin[bot] is not a user' })
  expect((await refused(of('acme'))).status).toBe(404)
})

test('team membership needs the members permission', async () => {
  world.github.createTeam('acme', 'releasers', ['bob'])
  const lookup = (of: typeof world.bot) =>
    of.rest.teams.getMembershipForUserInOrg({ org: 'acme', team_slug: 'releasers', username: 'bob' })
  expect((await refused(lookup(world.bot))).status).toBe(403)
  expect((await lookup(world.as('alice'))).data.state).toBe('active')
})

test('a fine-grained token does what it names, where it names', async () => {
  const limits = { repositories: ['acme/iris'], permissions: { contents: 'write' } } as const
  const fine = octokit(world.github, world.github.createFineGrainedToken('bob', limits))
  const put = fine.rest.repos.createOrUpdateFileContents({ ...AT, path: 'fine', message: 'm', content: 'eA==' })
  expect((await put).status).toBe(201)
  expect(await refused(comment(fine))).toMatchObject({
    status: 403,
    message: 'Resource not accessible by personal access token',
  })
  const check = fine.rest.checks.create({ ...AT, name: 'x', head_sha: world.repository.sha() ?? '' })
  expect((await refused(check)).message).toBe('Resource not accessible by personal access token')
  expect((await refused(fine.rest.repos.get({ owner: 'acme', repo: 'secret' }))).status).toBe(404)
})

test('tokens die after one hour', async () => {
  const old = octokit(world.github, await token())
  world.github.advance(3_600_001)
  expect(await refused(old.rest.repos.get(AT))).toMatchObject({ status: 401, message: 'Bad credentials' })
})
