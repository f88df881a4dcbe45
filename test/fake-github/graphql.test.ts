import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AT, openPull, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
})
afterEach(() => world.stop())

const NAMED = { owner: AT.owner, name: AT.repo }
const ask = (fields: string) =>
  world.bot.graphql<{ repository: Record<string, unknown> }>(
    `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields} } }`,
    NAMED,
  )

test('aliases, arguments and fragments are answered', async () => {
  const { repository } = await ask(
    'a: ref(qualifiedName: "refs/heads/main") { target { ... on Commit { history(first: 1) { nodes { message } } } ... on Tag { x } } } b: ref(qualifiedName: "refs/heads/none") { name }',
  )
  expect(repository).toEqual({ a: { target: { history: { nodes: [{ message: expect.any(String) }] } } }, b: null })
})

describe('refused before anything is answered:', () => {
  test.each([
    ['an unknown field', 'nonsense', "Field 'nonsense' doesn't exist on type 'Repository'"],
    ['an object without its fields', 'owner', 'Field must have selections'],
    ['fields of a scalar', 'url { x }', "Selections can't be made on scalars"],
  ])('%s', async (_, fields, message) => {
    await expect(ask(fields)).rejects.toThrow(message)
  })

  test('a variable that is not used', async () => {
    await expect(world.bot.graphql('query ($owner: String!) { viewer { login } }', { owner: 'x' })).rejects.toThrow(
      'is declared by',
    )
  })
})

test('a connection wants first or last', async () => {
  await expect(ask('pullRequests { totalCount }')).rejects.toThrow('`first` or `last`')
})

test('a repository that is not there is null with an error', async () => {
  await expect(world.bot.graphql('{ repository(owner: "acme", name: "none") { id } }')).rejects.toMatchObject({
    data: { repository: null },
    errors: [{ type: 'NOT_FOUND' }],
  })
})

test('a path through a symbolic link is no file of the tree', async () => {
  await world.repository.commit({ message: 'Folder', files: { 'real/a.yaml': 'a: 1\n' } })
  const { repository } = await ask(
    'defaultBranchRef { target { ... on Commit { a: file(path: "real/a.yaml") { mode object { ... on Blob { text } } } b: file(path: "link/a.yaml") { mode } } } }',
  )
  expect(repository).toEqual({
    defaultBranchRef: { target: { a: { mode: 0o100644, object: { text: 'a: 1\n' } }, b: null } },
  })
})

test('mutations of one document go on after one that fails', async () => {
  const pull = await openPull(world, world.bot)
  const main = world.repository.sha('main') ?? ''
  const commit = {
    branch: { repositoryNameWithOwner: 'acme/iris', branchName: 'new' },
    expectedHeadOid: main,
    message: { headline: 'x' },
    fileChanges: { additions: [{ path: 'x', contents: 'eA==' }] },
  }
  const { repository } = await ask('id')
  const mutation = `mutation ($ref: CreateRefInput!, $commit: CreateCommitOnBranchInput!) {
    createRef(input: $ref) { ref { name } } createCommitOnBranch(input: $commit) { commit { oid } } }`
  const ref = { repositoryId: repository.id, name: 'refs/heads/new', oid: main }
  await world.bot.graphql(mutation, { ref, commit })
  expect(world.repository.readFile('x', 'new')).toBe('x')
  const again = { ref, commit: { ...commit, expectedHeadOid: pull.head } }
  await expect(world.bot.graphql(mutation, again)).rejects.toMatchObject({
    errors: [{ message: expect.stringContaining('already exists') }, { type: 'STALE_DATA' }],
  })
})

test('auto-merge that is not on cannot be disabled', async () => {
  const { number } = await openPull(world, world.bot)
  const { data } = await world.bot.rest.pulls.get({ ...AT, pull_number: number })
  const off =
    'mutation ($id: ID!) { disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { number } } }'
  await expect(world.bot.graphql(off, { id: data.node_id })).rejects.toThrow(
    "Can't disable auto-merge for this pull request.",
  )
})
