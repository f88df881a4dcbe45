import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AT, openPull, startTestWorld, type TestWorld } from './test-world.ts'

const run = promisify(execFile)
let world: TestWorld
let folder: string
beforeEach(async () => {
  world = await startTestWorld()
  folder = mkdtempSync(join(tmpdir(), 'clone-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world.stop()
})

const ENVIRONMENT = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null' }
const git = (...args: string[]) =>
  run('git', ['-C', folder, '-c', 'user.name=bob', '-c', 'user.email=bob@example.com', ...args], { env: ENVIRONMENT })
const url = (token: string, cloneUrl = world.repository.cloneUrl) =>
  cloneUrl.replace('//', `//x-access-token:${token}@`)
const clone = (token: string, ...more: string[]) => git('clone', '-q', ...more, url(token), '.')

async function commit(name: string, content: string | Buffer = name): Promise<string> {
  writeFileSync(join(folder, name), content)
  await git('add', '.')
  await git('commit', '-q', '-m', name)
  return (await git('rev-parse', 'HEAD')).stdout.trim()
}

test('a private repository wants a token, and hides from strangers', async () => {
  await expect(git('clone', '-q', world.repository.cloneUrl, '.')).rejects.toThrow(
    /could not read Username|Authentication failed/,
  )
  await expect(clone(world.people.mallory.token)).rejects.toThrow(/not found/)
  await clone(world.people.carol.token)
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('# Iris\n')
})

test('a reader cannot push', async () => {
  await clone(world.people.carol.token)
  await commit('x')
  await expect(git('push', '-q', 'origin', 'HEAD')).rejects.toThrow(/403/)
})

test('a push of several megabytes arrives and is told', async () => {
  await clone(world.people.bob.token)
  const sha = await commit('large.bin', randomBytes(3_000_000))
  await git('push', '-q', 'origin', 'HEAD')
  expect(world.repository.sha()).toBe(sha)
  await world.github.settled()
  const push = world.received.findLast((each) => each.event === 'push')
  expect(push?.payload).toMatchObject({ ref: 'refs/heads/main', after: sha, forced: false, pusher: { name: 'bob' } })
  expect(push?.payload.head_commit).toMatchObject({ id: sha, added: ['large.bin'] })
})

test('a push that is behind is rejected, a forced one is told as such', async () => {
  await clone(world.people.bob.token)
  const before = await world.repository.commit({ message: 'Faster', files: { faster: 'x' } })
  const sha = await commit('slower')
  await expect(git('push', '-q', 'origin', 'HEAD')).rejects.toThrow(/rejected/)
  await git('push', '-q', '--force', 'origin', 'HEAD')
  await world.github.settled()
  const push = world.received.findLast((each) => each.event === 'push')
  expect(push?.payload).toMatchObject({ before, after: sha, forced: true })
})

test('branches come and go, with pull requests following', async () => {
  await clone(world.people.bob.token)
  await git('checkout', '-q', '-b', 'topic')
  await commit('topic')
  await git('push', '-q', 'origin', 'topic')
  const { data } = await world.as('bob').rest.pulls.create({ ...AT, head: 'topic', base: 'main', title: 'T' })
  const sha = await commit('more')
  await git('push', '-q', 'origin', 'topic')
  expect((await world.bot.rest.pulls.get({ ...AT, pull_number: data.number })).data.head.sha).toBe(sha)
  await git('push', '-q', 'origin', '--delete', 'topic')
  expect((await world.bot.rest.pulls.get({ ...AT, pull_number: data.number })).data.state).toBe('closed')
})

test('the test merge of a pull request can be fetched', async () => {
  const { number, head } = await openPull(world, world.as('bob'))
  await world.github.settled()
  await clone(world.people.carol.token, '--depth=1')
  await git('fetch', '-q', '--depth=2', 'origin', `refs/pull/${number}/merge`)
  expect((await git('rev-parse', 'FETCH_HEAD^2')).stdout.trim()).toBe(head)
})

test('hidden refs take no push', async () => {
  await clone(world.people.bob.token)
  await commit('x')
  await expect(git('push', '-q', 'origin', 'HEAD:refs/pull/1/head')).rejects.toThrow(/hidden ref/)
})

test('the old name of a renamed repository still clones, an archived one takes no push', async () => {
  const old = url(world.people.bob.token)
  world.repository.rename('flowers')
  await git('clone', '-q', old, '.')
  world.repository.archive()
  await commit('x')
  await expect(git('push', '-q', 'origin', 'HEAD')).rejects.toThrow(/403|archived/)
})

test('GITHUB_TOKEN pushes with contents: write only', async () => {
  await clone(world.github.createActionsToken('acme/iris', { contents: 'read' }))
  await commit('x')
  await expect(git('push', '-q', 'origin', 'HEAD')).rejects.toThrow(/403/)
  await git('push', '-q', url(world.github.createActionsToken('acme/iris', { contents: 'write' })), 'HEAD:main')
  await world.github.settled()
  const push = world.github.events.findLast((each) => each.event === 'push')
  expect(push).toMatchObject({ sender: 'github-actions[bot]', startsWorkflows: false })
})

test('what the API and git wrote together is sound', async () => {
  await clone(world.people.bob.token)
  const sha = await commit('by-git')
  await git('push', '-q', 'origin', 'HEAD')
  const content = Buffer.from('by API').toString('base64')
  await world.bot.rest.repos.createOrUpdateFileContents({ ...AT, path: 'deep/by-api', message: 'm', content })
  const { number, head } = await openPull(world, world.as('bob'))
  await world.bot.rest.pulls.merge({ ...AT, pull_number: number, sha: head })
  const { stdout, stderr } = await run('git', ['-C', world.repository.gitDir, 'fsck', '--strict', '--no-dangling'])
  expect(stdout + stderr).toBe('')
  await git('pull', '-q', '--rebase')
  expect(readFileSync(join(folder, 'deep/by-api'), 'utf8')).toBe('by API')
  expect(world.repository.log().map((entry) => entry.sha)).toContain(sha)
})
