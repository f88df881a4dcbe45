import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Octokit } from '@octokit/rest'
import { type FakeGitHub, startFakeGitHub } from '../test/fake-github/fake-github.ts'
import { type ActionRun, runAction } from '../test/runner/runner.ts'

/** One HTTP call of the action and the answer it got. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody: string
  readonly status: number
  readonly body: string
}

export interface RecordedRun {
  readonly exchanges: readonly Exchange[]
  readonly run: ActionRun
  readonly report: string
}

export const BUNDLE = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const ACTION_YML = fileURLToPath(new URL('../action.yml', import.meta.url))
const REPOSITORY = 'acme/iris'
const AT = { owner: 'acme', repo: 'iris' }

/**
 * Runs the built action once on a pull request of the tests' GitHub, whose metrics make a report of about 2 KB, and
 * writes down its calls. The measured runs then talk to a server that only repeats these answers: what the tests'
 * GitHub does itself, git processes included, has no part in the measurement.
 */
export async function recordRun(): Promise<RecordedRun> {
  const github = await startFakeGitHub()
  try {
    const pull = await openPullRequest(github)
    const exchanges: Exchange[] = []
    const recorder = await startRecorder(github, exchanges)
    const run = actionRun(github, pull, `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`)
    const result = await runAction(run)
    recorder.close()
    if (result.exitCode !== 0) throw new Error(`the action failed:\n${result.log}`)
    return { exchanges, run, report: result.outputs.report ?? '' }
  } finally {
    await github.stop()
  }
}

const CONFIG = `models:
  iris:
    metrics: [metrics.json]
    gates:
      accuracy: { min: 0.9, max-regression: 0.005 }
      "class.*.f1": { min: 0.8 }
`

/** Fourteen metrics, of which some are better and some worse in the second. */
function metricsOf(step: 0 | 1): string {
  const perClass = ['setosa', 'versicolor', 'virginica'].map((name, index) => {
    const at = 0.9 + index / 100 + (step * (index - 1)) / 200
    return [name, { precision: at, recall: at + 0.004, f1: at + 0.002 }]
  })
  const whole = { accuracy: 0.95 + step / 100, loss: 0.123_456 - step / 50, auc: 0.987 + step / 1000, rows: 150 }
  return `${JSON.stringify({ ...whole, seconds: 12.5 + step, class: Object.fromEntries(perClass) }, null, 2)}\n`
}

type Pull = Awaited<ReturnType<Octokit['rest']['pulls']['get']>>['data']

async function openPullRequest(github: FakeGitHub): Promise<Pull> {
  github.createOrganization('acme')
  const author = github.createUser('ada')
  const files = { '.github/serin.yml': CONFIG, 'metrics.json': metricsOf(0) }
  const repository = github.createRepository(REPOSITORY, { files })
  repository.setRole(author.login, 'write')
  await repository.setBranch('forest', repository.sha('main'))
  await repository.commit({ branch: 'forest', message: 'Use a forest', files: { 'metrics.json': metricsOf(1) } })
  const api = new Octokit({ auth: author.token, baseUrl: github.apiUrl })
  const { data } = await api.rest.pulls.create({ ...AT, title: 'Use a forest', head: 'forest', base: 'main' })
  await github.settled()
  return (await api.rest.pulls.get({ ...AT, pull_number: data.number })).data
}

function actionRun(github: FakeGitHub, pull: Pull, apiUrl: string): ActionRun {
  const { base, number } = pull
  return {
    bundle: BUNDLE,
    actionYml: ACTION_YML,
    inputs: {},
    event: { name: 'pull_request', payload: { action: 'opened', number, pull_request: pull, repository: base.repo } },
    github: {
      serverUrl: github.url,
      apiUrl,
      repository: { fullName: REPOSITORY, id: base.repo.id, ownerId: base.repo.owner.id },
      sha: pull.merge_commit_sha ?? pull.head.sha,
      ref: `refs/pull/${number}/merge`,
    },
    workspace: checkedOut({ '.github/serin.yml': CONFIG, 'metrics.json': metricsOf(1) }),
    token: github.createActionsToken(REPOSITORY, { contents: 'read', pull_requests: 'write', checks: 'write' }),
  }
}

function checkedOut(files: Readonly<Record<string, string>>): string {
  const workspace = mkdtempSync(join(tmpdir(), 'serin-bench-'))
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return workspace
}

/** Stands between the action and GitHub and writes down what it sees. */
async function startRecorder(github: FakeGitHub, exchanges: Exchange[]): Promise<Server> {
  const server = createServer(async (request, response) => {
    const exchange = await forward(github.apiUrl, request)
    exchanges.push(exchange)
    response.writeHead(exchange.status, { 'content-type': 'application/json; charset=utf-8' }).end(exchange.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function forward(apiUrl: string, request: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = await request.toArray()
  const requestBody = Buffer.concat(chunks).toString()
  const { method = 'GET', url = '/' } = request
  const kept = ['accept', 'authorization', 'content-type', 'user-agent', 'x-github-api-version']
  const requestHeaders = Object.fromEntries(kept.flatMap((name) => headerOf(request, name)))
  const answer = await fetch(apiUrl + url, {
    method,
    headers: requestHeaders,
    ...(requestBody !== '' && { body: requestBody }),
  })
  return { method, path: url, requestHeaders, requestBody, status: answer.status, body: await answer.text() }
}

function headerOf(request: IncomingMessage, name: string): [string, string][] {
  const value = request.headers[name]
  return typeof value === 'string' ? [[name, value]] : []
}
