import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Protection } from './repository.ts'
import { AT, installationToken, octokit, openPull, refused, startTestWorld, type TestWorld } from './test-world.ts'

const run = promisify(execFile)
let world: TestWorld
beforeEach(async () => {
  world = await startTestWorld()
})
afterEach(() => world.stop())

const merge = (number: number) => world.bot.rest.pulls.merge({ ...AT, pull_number: number })
const approve = (number: number, by = world.as('bob')) =>
  by.rest.pulls.createReview({ ...AT, pull_number: number, event: 'APPROVE' })
const REVIEW = 'At least 1 approving review is required by reviewers with write access.'
const VIOLATION = 'Repository rule violations found\n\n'

const CASES: { name: string; rules: Protection; put: string; ref: string; merge: string; push: RegExp }[] = [
  {
    name: 'classic reviews',
    rules: { requiredReviews: 1 },
    put: `Could not update file: ${REVIEW}`,
    ref: REVIEW,
    merge: REVIEW,
    push: /GH006: Protected branch update failed for refs\/heads\/main/,
  },
  {
    name: 'ruleset reviews',
    rules: { kind: 'ruleset', requiredReviews: 1 },
    put: `${VIOLATION}Changes must be made through a pull request.\n\n`,
    ref: `${VIOLATION}Changes must be made through a pull request.\n\n`,
    merge: `${VIOLATION}${REVIEW}\n\n`,
    push: /GH013: Repository rule violations found for refs\/heads\/main/,
  },
  {
    name: 'classic checks',
    rules: { requiredChecks: ['a', 'b'] },
    put: 'Could not update file: 2 of 2 required status checks are expected.',
    ref: '2 of 2 required status checks are expected.',
    merge: '2 of 2 required status checks are expected.',
    push: /GH006[\s\S]*2 of 2 required status checks are expected/,
  },
]

test.each(CASES)('$name hold at every door', async ({ rules, put, ref, merge: text, push }) => {
  const { repository, bot } = world
  const pull = await openPull(world, bot)
  repository.protect('main', rules)
  const content = { path: 'README.md', message: 'm', content: 'eA==' }
  const file = await bot.rest.repos.getContent({ ...AT, path: 'README.md' })
  const sha = 'sha' in file.data ? file.data.sha : ''
  expect(await refused(bot.rest.repos.createOrUpdateFileContents({ ...AT, ...content, sha }))).toMatchObject({
    status: 409,
    message: put,
  })
  expect(await refused(bot.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: pull.head }))).toMatchObject({
    status: 422,
    message: ref,
  })
  expect(await refused(merge(pull.number))).toMatchObject({ status: 405, message: text })
  const output = await pushTo(world.people.bob.token, 'main')
  expect(output).toMatch(push)
  expect(output).toContain('[remote rejected]')
})

async function pushTo(token: string, branch: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=b', '-c', 'user.email=b@example.com', ...args])
  await run('git', ['clone', '-q', world.repository.cloneUrl.replace('//', `//x-access-token:${token}@`), folder])
  writeFileSync(join(folder, 'pushed.txt'), `${Math.random()}\n`)
  await git('add', '.')
  await git('commit', '-q', '-m', 'Pushed')
  const result = await git('push', 'origin', `HEAD:${branch}`).catch((error: { stderr: string }) => error)
  rmSync(folder, { recursive: true })
  return result.stderr
}

test('a push by somebody with bypass goes through', async () => {
  world.repository.protect('main', { kind: 'ruleset', requiredReviews: 1, bypass: ['bob'] })
  await pushTo(world.people.bob.token, 'main')
  expect(world.repository.readFile('pushed.txt')).toBeDefined()
})

test('admins are exempt from classic rules unless enforced', async () => {
  world.repository.protect('main', { requiredReviews: 1 })
  await pushTo(world.people.alice.token, 'main')
  expect(world.repository.readFile('pushed.txt')).toBeDefined()
  world.repository.unprotect('main')
  world.repository.protect('main', { requiredReviews: 1, enforceAdmins: true })
  expect(await pushTo(world.people.alice.token, 'main')).toMatch(/GH006/)
})

test('a push of workflows by an app without the permission is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  const token = await installationToken(world.github, world.app, world.installation.id)
  await run('git', ['clone', '-q', world.repository.cloneUrl.replace('//', `//x-access-token:${token}@`), folder])
  await run('mkdir', ['-p', join(folder, '.github/workflows')])
  writeFileSync(join(folder, '.github/workflows/ci.yml'), 'on: push\n')
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=b', '-c', 'user.email=b@example.com', ...args])
  await git('add', '.')
  await git('commit', '-q', '-m', 'Workflow')
  await expect(git('push', 'origin', 'HEAD:new')).rejects.toThrow(/refusing to allow a GitHub App/)
  rmSync(folder, { recursive: true })
})

test('nobody approves their own pull request', async () => {
  const { number } = await openPull(world, world.bot)
  const { status, message, body } = await refused(approve(number, world.bot))
  expect([status, message, body.errors]).toEqual([
    422,
    'Unprocessable Entity',
    ['Can not approve your own pull request'],
  ])
})

test('GITHUB_TOKEN does not approve', async () => {
  const { number } = await openPull(world, world.bot)
  const actions = octokit(world.github, world.github.createActionsToken('acme/iris', { pull_requests: 'write' }))
  expect((await refused(approve(number, actions))).body.errors).toEqual([
    'GitHub Actions is not permitted to approve pull requests.',
  ])
})

test("a reader's approval is recorded and does not count", async () => {
  const { number } = await openPull(world, world.bot)
  world.repository.protect('main', { requiredReviews: 1 })
  expect((await approve(number, world.as('carol'))).data.state).toBe('APPROVED')
  expect((await refused(merge(number))).status).toBe(405)
  await approve(number)
  expect((await merge(number)).data.merged).toBe(true)
})

test('a push dismisses approvals only where the rule says so', async () => {
  const { number } = await openPull(world, world.bot)
  world.repository.protect('main', { requiredReviews: 1, dismissStale: true })
  await approve(number)
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  const { data } = await world.bot.rest.pulls.listReviews({ ...AT, pull_number: number })
  expect(data.map((review) => review.state)).toEqual(['DISMISSED'])
  expect((await refused(merge(number))).status).toBe(405)
})

test('without that rule GitHub merges what nobody reviewed', async () => {
  const { number } = await openPull(world, world.bot)
  world.repository.protect('main', { requiredReviews: 1 })
  await approve(number)
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' } })
  expect((await merge(number)).data.merged).toBe(true)
})

test("the last pusher's approval does not satisfy the last-push rule", async () => {
  const { number } = await openPull(world, world.bot)
  world.repository.protect('main', { kind: 'ruleset', requiredReviews: 1, requireLastPushApproval: true })
  await world.repository.commit({ branch: 'feature', message: 'More', files: { more: 'x' }, author: 'bob' })
  await approve(number)
  expect((await refused(merge(number))).message).toContain(
    'New changes require approval from someone other than the last pusher.',
  )
  await approve(number, world.as('alice'))
  expect((await merge(number)).data.merged).toBe(true)
})

test('a branch behind under strict checks waits with the text of missing checks', async () => {
  const { number, head } = await openPull(world, world.bot)
  world.repository.protect('main', { requiredChecks: ['serin'], strict: true })
  await world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha: head, conclusion: 'success' })
  await world.repository.commit({ message: 'Other', files: { other: 'x' } })
  expect(await refused(merge(number))).toMatchObject({
    status: 405,
    message: 'Required status check "serin" is expected.',
  })
})

test('a check pinned to an app takes no status of others', async () => {
  const { number, head } = await openPull(world, world.bot)
  world.repository.protect('main', { requiredChecks: [{ context: 'serin', appId: world.app.id }] })
  await world.as('bob').rest.repos.createCommitStatus({ ...AT, sha: head, context: 'serin', state: 'success' })
  expect((await refused(merge(number))).status).toBe(405)
  await world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha: head, conclusion: 'neutral' })
  expect((await merge(number)).data.merged).toBe(true)
})

test('rules of a branch show active rulesets only, without their bypass', async () => {
  const { repository, bot } = world
  repository.protect('main', { requiredReviews: 2 })
  repository.protect('main', { kind: 'ruleset', enforcement: 'evaluate', requiredReviews: 3 })
  expect((await bot.rest.repos.getBranchRules({ ...AT, branch: 'main' })).data).toEqual([])
  repository.protect('*', { kind: 'ruleset', requiredReviews: 1, bypass: ['bob'] })
  const { data } = await bot.rest.repos.getBranchRules({ ...AT, branch: 'not-there-yet' })
  expect(data.map((rule) => rule.type)).toEqual(['deletion', 'non_fast_forward', 'pull_request'])
  expect(JSON.stringify(data)).not.toContain('bob')
})

test('an app without administration gets 403 about protection, an admin 404 when there is none', async () => {
  expect(await refused(world.bot.rest.repos.getBranchProtection({ ...AT, branch: 'main' }))).toMatchObject({
    status: 403,
    message: 'Resource not accessible by integration',
  })
  const asAdmin = () => world.as('alice').rest.repos.getBranchProtection({ ...AT, branch: 'main' })
  expect(await refused(asAdmin())).toMatchObject({ status: 404, message: 'Branch not protected' })
  expect((await refused(world.as('bob').rest.repos.getBranchProtection({ ...AT, branch: 'main' }))).message).toBe(
    'Not Found',
  )
  world.repository.protect('main', { requiredReviews: 1 })
  expect((await asAdmin()).data.required_pull_request_reviews?.required_approving_review_count).toBe(1)
  expect((await world.bot.rest.repos.getBranch({ ...AT, branch: 'main' })).data.protected).toBe(true)
})
