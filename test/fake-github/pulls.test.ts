import { afterEach, beforeEach, expect, test } from 'vitest'
import { AT, octokit, openPull, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
})
afterEach(() => world.stop())

const pulls = () => world.bot.rest.pulls
const merge = (number: number, more: { sha?: string; merge_method?: 'merge' | 'squash' | 'rebase' } = {}) =>
  pulls().merge({ ...AT, pull_number: number, ...more })
const get = async (number: number) => (await pulls().get({ ...AT, pull_number: number })).data

async function conflict() {
  const pull = await openPull(world, world.as('bob'))
  await world.repository.commit({ message: 'Other', files: { 'model/train.py': 'print(3)\n' } })
  return pull
}

test('mergeable is null until somebody has asked', async () => {
  const { number } = await openPull(world, world.as('bob'))
  expect(await get(number)).toMatchObject({ mergeable: null, mergeable_state: 'unknown' })
  await world.github.settled()
  expect(await get(number)).toMatchObject({ mergeable: true, mergeable_state: 'clean' })
})

test('with lag the head stays old after a push and merging is refused', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  world.github.lag.headMs = 60_000
  const sha = await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  expect((await get(number)).head.sha).toBe(head)
  expect(await refused(merge(number, { sha }))).toMatchObject({
    status: 409,
    message: 'Head branch is out of date. Review and try the merge again.',
  })
  world.github.advance(61_000)
  expect((await get(number)).head.sha).toBe(sha)
})

test('the head follows pushes and tells so', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  const sha = await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' }, author: 'bob' })
  await world.github.settled()
  expect((await get(number)).head.sha).toBe(sha)
  const told = world.received.find((each) => each.payload.action === 'synchronize')
  expect(told?.payload).toMatchObject({ before: head, after: sha })
})

test('a merge is a commit with two parents, signed by GitHub', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  const base = world.repository.sha()
  const { data } = await merge(number, { sha: head })
  expect(data).toMatchObject({ merged: true, message: 'Pull Request successfully merged' })
  expect(world.repository.log()[0]).toMatchObject({
    sha: data.sha,
    parents: [base, head],
    committer: { name: 'GitHub' },
  })
  expect(await get(number)).toMatchObject({ merged: true, state: 'closed', merge_commit_sha: data.sha })
})

test.each(['squash', 'rebase'] as const)('%s leaves a straight line', async (merge_method) => {
  const { number, head } = await openPull(world, world.as('bob'))
  await world.repository.commit({ message: 'Other', files: { other: 'x' } })
  const { data } = await merge(number, { sha: head, merge_method })
  const [tip] = world.repository.log()
  expect(tip?.sha).toBe(data.sha)
  expect(tip?.parents).toHaveLength(1)
  expect(world.repository.readFile('model/train.py')).toBe('print(2)\n')
  expect(world.repository.readFile('other')).toBe('x')
})

test('a conflict is dirty and 405', async () => {
  const { number, head } = await conflict()
  await get(number)
  await world.github.settled()
  expect(await get(number)).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
  expect(await refused(merge(number, { sha: head }))).toMatchObject({
    status: 405,
    message: 'Pull Request is not mergeable',
  })
})

test('a moved head is 409', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  expect(await refused(merge(number, { sha: head }))).toMatchObject({
    status: 409,
    message: 'Head branch was modified. Review and try the merge again.',
  })
})

test('a draft is not merged', async () => {
  const { number } = await openPull(world, world.as('bob'), { draft: true })
  expect(await refused(merge(number))).toMatchObject({ status: 405, message: 'Pull Request is still a draft' })
})

test('a draft becomes ready over GraphQL alone', async () => {
  const { number } = await openPull(world, world.as('bob'), { draft: true })
  const { node_id } = await get(number)
  const ready = (login: 'bob' | 'carol') =>
    fetch(world.github.graphqlUrl, {
      method: 'POST',
      headers: { authorization: `token ${world.people[login].token}` },
      body: JSON.stringify({
        query: 'mutation($input: X!) { markPullRequestReadyForReview(input: $input) { clientMutationId } }',
        variables: { input: { pullRequestId: node_id } },
      }),
    }).then((response) => response.json())
  expect(await ready('carol')).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] })
  await ready('bob')
  expect((await merge(number)).data.merged).toBe(true)
})

test('a pull request that touches workflows needs the workflows permission', async () => {
  const { number } = await openPull(world, world.as('bob'), { files: { '.github/workflows/ci.yml': 'on: push\n' } })
  const { status, message } = await refused(merge(number))
  expect(status).toBe(403)
  expect(message).toContain('refusing to allow a GitHub App')
})

test('no commits, the same head again and missing sides are 422 each in its own words', async () => {
  const { bot, repository } = world
  await repository.setBranch('same', repository.sha())
  const create = (head: string, base = 'main') => refused(bot.rest.pulls.create({ ...AT, head, base, title: 'x' }))
  expect((await create('same')).body.errors).toMatchObject([
    { code: 'custom', message: 'No commits between main and same' },
  ])
  await openPull(world, world.as('bob'))
  expect((await create('feature')).body.errors).toMatchObject([
    { message: 'A pull request already exists for acme:feature.' },
  ])
  const missing = await create('nowhere', 'nothing')
  expect(missing.body.errors).toEqual([
    { resource: 'PullRequest', field: 'head', code: 'invalid' },
    { resource: 'PullRequest', field: 'base', code: 'invalid' },
  ])
})

test('the head filter needs the owner', async () => {
  await openPull(world, world.as('bob'))
  expect((await pulls().list({ ...AT, head: 'acme:other' })).data).toHaveLength(0)
  expect((await pulls().list({ ...AT, head: 'acme:feature' })).data).toHaveLength(1)
  expect((await pulls().list({ ...AT, head: 'other' })).data).toHaveLength(1)
})

test('GITHUB_TOKEN opens no pull requests by default', async () => {
  await world.repository.commit({ branch: 'feature', message: 'x', files: { x: 'x' } })
  const actions = octokit(
    world.github,
    world.github.createActionsToken('acme/iris', { contents: 'write', pull_requests: 'write' }),
  )
  const request = () => actions.rest.pulls.create({ ...AT, head: 'feature', base: 'main', title: 'x' })
  expect(await refused(request())).toMatchObject({
    status: 403,
    message: 'GitHub Actions is not permitted to create or approve pull requests.',
  })
  world.repository.settings.actionsMayOpenPullRequests = true
  expect((await request()).data.user.login).toBe('github-actions[bot]')
})

test('deleting the head closes, and a base that contains the head has merged it', async () => {
  const one = await openPull(world, world.as('bob'), { branch: 'one', files: { one: '1' } })
  const two = await openPull(world, world.as('bob'), { branch: 'two', files: { two: '2' } })
  await world.bot.rest.git.deleteRef({ ...AT, ref: 'heads/one' })
  await world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: two.head })
  expect(await get(one.number)).toMatchObject({ state: 'closed', merged: false })
  expect(await get(two.number)).toMatchObject({ state: 'closed', merged: true })
})

test('update-branch answers first and pushes later', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  const again = () => pulls().updateBranch({ ...AT, pull_number: number })
  expect(await refused(again())).toMatchObject({ status: 422, message: 'There are no new commits on the base branch.' })
  await world.repository.commit({ message: 'Other', files: { other: 'x' } })
  expect((await again()).status).toBe(202)
  await world.github.settled()
  expect((await get(number)).head.sha).not.toBe(head)
})
