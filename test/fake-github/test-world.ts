import { createSign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Octokit } from '@octokit/rest'
import type { Permissions } from './app.ts'
import { type FakeApp, type FakeGitHub, type FakeInstallation, type FakeUser, startFakeGitHub } from './fake-github.ts'
import type { Repository } from './repository.ts'

export const AT = { owner: 'acme', repo: 'iris' } as const

const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ALL: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  pull_requests: 'write',
  statuses: 'write',
}
const EVENTS = [
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'push',
  'check_run',
  'deployment',
  'status',
  'workflow_run',
]

export interface Received {
  readonly event: string
  readonly delivery: string
  readonly headers: IncomingMessage['headers']
  readonly raw: string
  readonly payload: Record<string, unknown> & { action?: string; installation?: { id: number } }
}

/** A small GitHub: acme/iris with an app, an admin (alice), a writer (bob), a reader (carol) and a stranger (mallory). */
export interface TestWorld {
  readonly github: FakeGitHub
  readonly repository: Repository
  readonly app: FakeApp
  readonly installation: FakeInstallation
  readonly people: Readonly<Record<'alice' | 'bob' | 'carol' | 'mallory', FakeUser>>
  readonly received: Received[]
  /** Octokit of the app's installation. */
  readonly bot: Octokit
  as(login: 'alice' | 'bob' | 'carol' | 'mallory'): Octokit
  stop(): Promise<void>
}

export async function startTestWorld(
  options: { permissions?: Permissions; private?: boolean } = {},
): Promise<TestWorld> {
  const github = await startFakeGitHub()
  const alice = github.createUser('alice', { name: 'Alice' })
  const people = {
    alice,
    bob: github.createUser('bob'),
    carol: github.createUser('carol'),
    mallory: github.createUser('mallory'),
  }
  github.createOrganization('acme', { alice: 'admin' })
  const files = { 'README.md': '# Iris\n', 'model/train.py': 'print(1)\n' }
  const repository = github.createRepository('acme/iris', { private: options.private ?? true, files })
  repository.setRole('bob', 'write')
  repository.setRole('carol', 'read')
  const listener = await listen()
  const app = github.createApp({
    slug: 'serin',
    permissions: options.permissions ?? ALL,
    events: EVENTS,
    webhookUrl: listener.url,
    webhookSecret: 'hush',
  })
  const installation = github.install(app, 'acme')
  const bot = octokit(github, await installationToken(github, app, installation.id))
  return {
    github,
    repository,
    app,
    installation,
    people,
    received: listener.received,
    bot,
    as: (login) => octokit(github, people[login].token),
    stop: async () => {
      await github.stop()
      listener.close()
    },
  }
}

export function octokit(github: FakeGitHub, auth?: string): Octokit {
  return new Octokit({ baseUrl: github.apiUrl, log: QUIET, ...(auth === undefined ? {} : { auth }) })
}

/** The app's own token, as GitHub documents it; `claims` overrides. */
export function appToken(
  app: FakeApp,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): string {
  const seconds = Math.floor(Date.now() / 1000)
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const body = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode({ iss: app.id, iat: seconds - 30, exp: seconds + 540, ...claims })}`
  return `${body}.${createSign('RSA-SHA256').update(body).sign(app.privateKey, 'base64url')}`
}

export async function installationToken(
  github: FakeGitHub,
  app: FakeApp,
  installation_id: number,
  narrowed: { permissions?: Permissions; repositories?: string[]; repository_ids?: number[] } = {},
): Promise<string> {
  const { data } = await octokit(github, appToken(app)).rest.apps.createInstallationAccessToken({
    installation_id,
    ...narrowed,
  })
  return data.token
}

/** The refusal of a request: status, message and body. Throws when it was not refused. */
export async function refused(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; body: Record<string, unknown>; headers: Record<string, unknown> }> {
  try {
    await request
  } catch (error) {
    const { status, response } = error as {
      status: number
      response?: { data: unknown; headers: Record<string, unknown> }
    }
    const body = (response?.data ?? {}) as Record<string, unknown>
    return { status, message: String(body.message ?? ''), body, headers: response?.headers ?? {} }
  }
  throw new Error('The request was not refused.')
}

/** Opens a pull request of a new branch with one file changed; answers its number and head. */
export async function openPull(
  world: TestWorld,
  by: Octokit,
  options: { branch?: string; base?: string; files?: Record<string, string>; draft?: boolean } = {},
) {
  const branch = options.branch ?? 'feature'
  await world.repository.commit({
    branch,
    message: 'Change',
    files: options.files ?? { 'model/train.py': 'print(2)\n' },
    author: 'bob',
  })
  const { data } = await by.rest.pulls.create({
    ...AT,
    head: branch,
    base: options.base ?? 'main',
    title: 'Better',
    draft: options.draft ?? false,
  })
  return { number: data.number, head: data.head.sha }
}

async function listen(): Promise<{ url: string; received: Received[]; close(): void }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString('utf8')
    const { 'x-github-event': event, 'x-github-delivery': delivery } = request.headers
    received.push({
      event: String(event),
      delivery: String(delivery),
      headers: request.headers,
      raw,
      payload: JSON.parse(raw),
    })
    response.writeHead(202).end('accepted')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    close: () => server.close(),
  }
}
