import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { expect, test } from 'vitest'
import { startFakeGitHub } from './fake-github.ts'

const run = promisify(execFile)

test('the whole loop works', { timeout: 30_000 }, async () => {
  const github = await startFakeGitHub()
  const alice = github.createUser('alice')
  github.createUser('bob')
  github.createOrganization('acme', { alice: 'admin' })
  const repo = github.createRepository('acme/iris', {
    private: true,
    files: { 'README.md': '# hi\n', 'a/b.txt': 'x\n' },
  })
  repo.setRole('bob', 'maintain')
  const app = github.createApp({
    slug: 'serin',
    permissions: { contents: 'write', pull_requests: 'write', issues: 'write', checks: 'write' },
    events: ['issue_comment', 'pull_request', 'push', 'check_run'],
    webhookSecret: 's',
  })
  const got: string[] = []
  const listener = createServer((req, res) => {
    got.push(String(req.headers['x-github-event']))
    req.resume()
    res.end('ok')
  })
  await new Promise<void>((r) => listener.listen(0, r))
  app.setWebhookUrl(`http://127.0.0.1:${(listener.address() as { port: number }).port}/`)
  github.install(app, 'acme')
  const jwt = new Octokit({
    baseUrl: github.apiUrl,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey },
  })
  const { data: inst } = await jwt.apps.getRepoInstallation({ owner: 'acme', repo: 'iris' })
  const octokit = new Octokit({
    baseUrl: github.apiUrl,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey, installationId: inst.id },
  })
  const at = { owner: 'acme', repo: 'iris' }
  expect((await octokit.repos.getCollaboratorPermissionLevel({ ...at, username: 'bob' })).data).toMatchObject({
    permission: 'write',
    role_name: 'maintain',
  })
  const dir = mkdtempSync(join(tmpdir(), 'c-'))
  const url = repo.cloneUrl.replace('//', `//x:${alice.token}@`)
  await run('git', ['clone', '-q', url, dir])
  writeFileSync(join(dir, 'new.txt'), 'new\n')
  await run('git', ['-c', 'user.name=a', '-c', `user.email=a@b`, '-C', dir, 'checkout', '-q', '-b', 'feature'])
  await run('git', ['-C', dir, 'add', '.'])
  await run('git', ['-c', 'user.name=a', '-c', `user.email=a@b`, '-C', dir, 'commit', '-q', '-m', 'feature'])
  await run('git', ['-C', dir, 'push', '-q', 'origin', 'feature'])
  const pull = await octokit.pulls.create({ ...at, head: 'feature', base: 'main', title: 'T' })
  expect(pull.data.changed_files).toBe(1)
  await octokit.issues.createComment({ ...at, issue_number: 1, body: 'hello' })
  await octokit.checks.create({
    ...at,
    name: 'serin',
    head_sha: pull.data.head.sha,
    conclusion: 'success',
    output: { title: 't', summary: 's' },
  })
  expect((await octokit.pulls.get({ ...at, pull_number: 1 })).data.mergeable).toBeNull()
  await github.settled()
  expect((await octokit.pulls.get({ ...at, pull_number: 1 })).data).toMatchObject({
    mergeable: true,
    mergeable_state: 'clean',
  })
  const put = await octokit.repos.createOrUpdateFileContents({
    ...at,
    path: 'c.txt',
    message: 'm',
    content: 'aGk=',
    branch: 'feature',
  })
  expect(put.status).toBe(201)
  const head = put.data.commit.sha ?? ''
  const t = Date.now()
  await octokit.pulls.merge({ ...at, pull_number: 1, sha: head })
  await octokit.git.getTree({ ...at, tree_sha: 'main', recursive: '1' })
  console.log('ms', Date.now() - t)
  expect(repo.readFile('c.txt')).toBe('hi')
  const actions = new Octokit({
    baseUrl: github.apiUrl,
    auth: github.createActionsToken('acme/iris', { issues: 'write' }),
  })
  await actions.issues.createComment({ ...at, issue_number: 1, body: 'hello' })
  await expect(
    actions.repos.createOrUpdateFileContents({ ...at, path: 'c2.txt', message: 'm', content: 'aGk=' }),
  ).rejects.toThrow('Resource not accessible by integration')
  await github.settled()
  console.log(got.join(' '), github.deliveries.map((d) => d.status).join())
  console.log(await run('git', ['-C', repo.gitDir, 'fsck', '--strict']).catch((e) => e))
  listener.close()
  await github.stop()
})
