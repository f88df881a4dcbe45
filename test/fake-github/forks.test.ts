import { afterAll, beforeAll, expect, test } from 'vitest'
import { AT, refused, startTestWorld, type TestWorld } from './test-world.ts'

let world: TestWorld
let head: string
let runId: number
let expire: () => void
beforeAll(async () => {
  world = await startTestWorld({ private: false })
  const fork = world.repository.fork('mallory')
  head = await fork.commit({ branch: 'feature', message: 'From afar', files: { 'model/train.py': 'print(9)\n' } })
  await world.as('mallory').rest.pulls.create({ ...AT, head: 'mallory:feature', base: 'main', title: 'Please' })
  const run = world.repository.addWorkflowRun({
    headSha: head,
    headBranch: 'feature',
    head: 'mallory/iris',
    actor: 'mallory',
    artifacts: { report: { 'report.md': '# Hostile\n', '../../escape': 'x' } },
  })
  runId = run.id
  expire = () => run.expireArtifacts()
})
afterAll(() => world.stop())

test('a pull request of a fork names both repositories and can be merged', async () => {
  const { data } = await world.bot.rest.pulls.get({ ...AT, pull_number: 1 })
  expect(data.head).toMatchObject({
    label: 'mallory:feature',
    sha: head,
    repo: { full_name: 'mallory/iris', fork: true },
  })
  expect(data.base.repo.full_name).toBe('acme/iris')
  await world.github.settled()
  expect((await world.bot.rest.pulls.get({ ...AT, pull_number: 1 })).data.mergeable).toBe(true)
})

test('the run of a fork names no pull request, in the API and in the event', async () => {
  const { data } = await world.bot.rest.actions.getWorkflowRun({ ...AT, run_id: runId })
  expect(data).toMatchObject({ pull_requests: [], head_sha: head, head_repository: { full_name: 'mallory/iris' } })
  await world.github.settled()
  expect(world.received.find((each) => each.event === 'workflow_run')?.payload).toMatchObject({
    workflow_run: { pull_requests: [] },
  })
})

test('commits of a fork have no pull request in the base repository, but in the fork', async () => {
  const of = (owner: string) =>
    world.bot.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo: 'iris', commit_sha: head })
  expect((await of('acme')).data).toEqual([])
  expect((await of('mallory')).data.map((pull) => pull.number)).toEqual([1])
})

test('a check on the head of a fork names no pull request either', async () => {
  const { data } = await world.bot.rest.checks.create({ ...AT, name: 'serin', head_sha: head })
  expect(data.pull_requests).toEqual([])
})

test('an artifact lies on another host that takes no token', async () => {
  const { data } = await world.bot.rest.actions.listWorkflowRunArtifacts({ ...AT, run_id: runId })
  const [artifact] = data.artifacts
  const headers = { authorization: `token ${world.people.bob.token}` }
  const url = String(artifact?.archive_download_url)
  const redirect = await fetch(url, { headers, redirect: 'manual' })
  const location = redirect.headers.get('location') ?? ''
  expect(redirect.status).toBe(302)
  expect(new URL(location).origin).not.toBe(new URL(url).origin)
  const withToken = await fetch(location, { headers })
  expect([withToken.status, await withToken.text()]).toEqual([403, expect.stringContaining('AuthenticationFailed')])
  const bytes = Buffer.from(await (await fetch(location)).arrayBuffer())
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
  expect(bytes.toString('latin1')).toContain('../../escape')
})

test('an expired artifact stays listed and is 410', async () => {
  expire()
  const { data } = await world.bot.rest.actions.listWorkflowRunArtifacts({ ...AT, run_id: runId })
  expect(data.artifacts[0]?.expired).toBe(true)
  const artifact_id = data.artifacts[0]?.id ?? 0
  const request = world.bot.rest.actions.downloadArtifact({ ...AT, artifact_id, archive_format: 'zip' })
  expect(await refused(request)).toMatchObject({ status: 410, message: 'Artifact has expired' })
})

test('a stranger cannot write to a public repository', async () => {
  const write = world
    .as('mallory')
    .rest.repos.createOrUpdateFileContents({ ...AT, path: 'x', message: 'm', content: 'eA==' })
  expect((await refused(write)).status).toBe(403)
})
