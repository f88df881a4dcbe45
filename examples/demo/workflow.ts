import { mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Octokit } from '@octokit/rest'
import { Probot } from 'probot'
import { type ActionResult, runAction } from '../../test/runner/runner.ts'
import { type Cast, GITOPS_REPOSITORY, MODEL_REPOSITORY } from './cast.ts'
import { git } from './git.ts'

/** An event that starts the workflow of the model repository. */
export type WorkflowRun =
  | { readonly kind: 'pull_request'; readonly number: number }
  | { readonly kind: 'push'; readonly before: string; readonly sha: string }

/** What `permissions:` of the example workflow give. */
const PERMISSIONS = { contents: 'write', pull_requests: 'write', checks: 'write', metadata: 'read' } as const

/** Checks the repository out as actions/checkout does and runs the built action as the runner does. */
export async function runWorkflow(cast: Cast, api: Octokit, root: string, run: WorkflowRun): Promise<ActionResult> {
  const [owner, repo] = MODEL_REPOSITORY.split('/') as [string, string]
  const repository = (await api.rest.repos.get({ owner, repo })).data
  const token = await cast.github.createActionsToken(MODEL_REPOSITORY, PERMISSIONS)
  const event = run.kind === 'push' ? pushEvent(run, repository) : await pullRequestEvent(api, run.number, repository)
  const workspace = await checkOut(cast, { token, ref: event.ref, root })
  const sha = await git(workspace, 'rev-parse', 'HEAD')
  return runAction({
    bundle: join(root, 'dist/index.js'),
    actionYml: join(root, 'action.yml'),
    inputs: run.kind === 'push' ? { 'gitops-token': await gitopsToken(cast) } : {},
    event: { name: run.kind, payload: event.payload },
    github: {
      serverUrl: cast.github.url,
      apiUrl: cast.github.apiUrl,
      graphqlUrl: cast.github.graphqlUrl,
      repository: { fullName: repository.full_name, id: repository.id, ownerId: repository.owner.id },
      sha,
      ref: event.ref,
      workflow: 'serin',
    },
    workspace,
    token,
    env: { PATH: process.env.PATH ?? '' },
  })
}

type RepositoryJson = Awaited<ReturnType<Octokit['rest']['repos']['get']>>['data']

function pushEvent(run: Extract<WorkflowRun, { kind: 'push' }>, repository: RepositoryJson) {
  const ref = `refs/heads/${repository.default_branch}`
  return { ref, payload: { ref, before: run.before, after: run.sha, repository } }
}

async function pullRequestEvent(api: Octokit, number: number, repository: RepositoryJson) {
  const [owner, repo] = MODEL_REPOSITORY.split('/') as [string, string]
  const pull = (await api.rest.pulls.get({ owner, repo, pull_number: number })).data
  const payload = { action: 'opened', number, pull_request: pull, repository }
  return { ref: `refs/pull/${number}/merge`, payload }
}

/** What actions/create-github-app-token does: the app's key, one repository, two rights. */
async function gitopsToken({ github, app }: Cast): Promise<string> {
  const [owner, repo] = GITOPS_REPOSITORY.split('/') as [string, string]
  const asApp = await new Probot({
    appId: app.id,
    privateKey: app.privateKey,
    baseUrl: github.apiUrl,
    logLevel: 'fatal',
  }).auth()
  const installation = await asApp.rest.apps.getRepoInstallation({ owner, repo })
  const created = await asApp.rest.apps.createInstallationAccessToken({
    installation_id: installation.data.id,
    repositories: [repo],
    permissions: { contents: 'write', pull_requests: 'write' },
  })
  return created.data.token
}

async function checkOut(
  cast: Cast,
  at: { readonly token: string; readonly ref: string; readonly root: string },
): Promise<string> {
  const workspace = mkdtempSync(join(tmpdir(), 'serin-workspace-'))
  const basic = Buffer.from(`x-access-token:${at.token}`).toString('base64')
  const url = cast.github.repository(MODEL_REPOSITORY).cloneUrl
  await git(workspace, 'init', '--quiet')
  await git(
    workspace,
    '-c',
    `http.extraheader=AUTHORIZATION: basic ${basic}`,
    'fetch',
    '--quiet',
    '--depth=1',
    url,
    at.ref,
  )
  await git(workspace, 'checkout', '--quiet', 'FETCH_HEAD')
  symlinkSync(join(at.root, 'node_modules'), join(workspace, 'node_modules'))
  return workspace
}
