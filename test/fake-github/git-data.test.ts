import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
afterAll(() => world.stop())

const head = () => world.repository.sha('main') ?? ''

async function commitOn(parent: string, path: string) {
  const { git } = world.bot.rest
  const blob = await git.createBlob({ ...AT, content: path })
  const entry = { path, mode: '100755', type: 'blob', sha: blob.data.sha } as const
  const tree = await git.createTree({ ...AT, base_tree: parent, tree: [entry] })
  const commit = await git.createCommit({ ...AT, message: `Add ${path}`, tree: tree.data.sha, parents: [parent] })
  return commit.data
}

test('blob, tree, commit and ref make a real commit', async () => {
  const commit = await commitOn(head(), 'deep/er/run.sh')
  await world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: commit.sha })
  expect(world.repository.readFile('deep/er/run.sh')).toBe('deep/er/run.sh')
  const tree = await world.bot.rest.git.getTree({ ...AT, tree_sha: 'main', recursive: '1' })
  expect(tree.data.tree.find((each) => each.path === 'deep/er/run.sh')?.mode).toBe('100755')
  expect(tree.data.truncated).toBe(false)
  expect(commit.verification.verified).toBe(true)
})

test('an existing ref is 422, not 409', async () => {
  const request = world.bot.rest.git.createRef({ ...AT, ref: 'refs/heads/main', sha: head() })
  expect(await refused(request)).toMatchObject({ status: 422, message: 'Reference already exists' })
})

test('a ref to an unknown object is 422', async () => {
  const request = world.bot.rest.git.createRef({ ...AT, ref: 'refs/heads/x', sha: 'a'.repeat(40) })
  expect(await refused(request)).toMatchObject({ status: 422, message: 'Object does not exist' })
})

test('updating a missing ref is 422, not 404', async () => {
  const request = world.bot.rest.git.updateRef({ ...AT, ref: 'heads/nowhere', sha: head() })
  expect(await refused(request)).toMatchObject({ status: 422, message: 'Reference does not exist' })
})

test('of two updates from one parent the second is no fast forward', async () => {
  const parent = head()
  const [one, two] = [await commitOn(parent, 'one'), await commitOn(parent, 'two')]
  await world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: one.sha })
  const late = world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: two.sha })
  expect(await refused(late)).toMatchObject({ status: 422, message: 'Update is not a fast forward' })
  await world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: two.sha, force: true })
  expect(head()).toBe(two.sha)
})

test('updating to a sha that is not there is 500 without a body', async () => {
  const request = world.bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: 'a'.repeat(40) })
  expect((await refused(request)).status).toBe(500)
})

test('a missing ref is 404 and matching-refs goes by prefix', async () => {
  await world.bot.rest.git.createRef({ ...AT, ref: 'refs/heads/featureA', sha: head() })
  expect((await refused(world.bot.rest.git.getRef({ ...AT, ref: 'heads/feature' }))).status).toBe(404)
  const { data } = await world.bot.rest.git.listMatchingRefs({ ...AT, ref: 'heads/feature' })
  expect(data.map((each) => each.ref)).toEqual(['refs/heads/featureA'])
})

test('the default branch cannot be deleted', async () => {
  expect((await refused(world.bot.rest.git.deleteRef({ ...AT, ref: 'heads/main' }))).status).toBe(422)
})

test('a tree without base_tree drops every other file', async () => {
  const tree = await world.bot.rest.git.createTree({
    ...AT,
    tree: [{ path: 'only', mode: '100644', type: 'blob', content: 'x' }],
  })
  expect(tree.data.tree.map((each) => each.path)).toEqual(['only'])
})

test('a tree with an unknown blob is 422', async () => {
  const sha = 'b'.repeat(40)
  const request = world.bot.rest.git.createTree({ ...AT, tree: [{ path: 'x', mode: '100644', type: 'blob', sha }] })
  expect(await refused(request)).toMatchObject({ status: 422, message: `tree.sha ${sha} is not a valid blob` })
})

test('objects alone send no webhook', async () => {
  await world.github.settled()
  const before = world.received.length
  await commitOn(head(), 'quiet')
  await world.github.settled()
  expect(world.received).toHaveLength(before)
})

test('GraphQL refuses a stale head with status 200', async () => {
  const mutation =
    'mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'
  const branch = { repositoryNameWithOwner: 'acme/iris', branchName: 'main' }
  const input = { branch, expectedHeadOid: 'a'.repeat(40), message: { headline: 'm' }, fileChanges: {} }
  const response = await fetch(world.github.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `token ${world.people.bob.token}` },
    body: JSON.stringify({ query: mutation, variables: { input } }),
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    data: { createCommitOnBranch: null },
    errors: [{ type: 'STALE_DATA' }],
  })
})
