import { setTimeout as sleep } from 'node:timers/promises'
import type { Octokit } from '@octokit/rest'
import { GITOPS_FILES, OLD, values } from '../test/app/files.ts'
import { type FakeApp, type FakeGitHub, startFakeGitHub } from '../test/fake-github/fake-github.ts'
import { octokit } from '../test/fake-github/test-world.ts'
import { busyMs, type Served, watchServers } from './service-times.ts'

// A GitHub that is a process of its own, so that its work is not counted as the app's. It hears from its parent what
// to set up and whom to call, gives commands as a person would, and answers how long everything took.

export interface WorldBegun {
  readonly apiUrl: string
  readonly appId: number
  readonly privateKey: string
}

/** Of a command from the moment at which its comment is there, in milliseconds; `own` is without GitHub's. */
export interface CommandTimes {
  readonly eyes: number
  readonly commit: number
  readonly reply: number
  readonly ownUntilEyes: number
  readonly ownUntilCommit: number
  readonly calls: number
}

export interface Burst {
  readonly commands: number
  readonly wallMs: number
  /** While at least one request was being answered by GitHub. */
  readonly gitHubMs: number
}

export type Order =
  | { readonly kind: 'begin'; readonly models: number; readonly secret: string }
  | { readonly kind: 'call'; readonly url: string }
  | { readonly kind: 'alone'; readonly commands: number }
  | { readonly kind: 'burst'; readonly commands: number }

const servers = watchServers()
const PERMISSIONS = { contents: 'write', pull_requests: 'write', issues: 'write', checks: 'read' } as const

interface World {
  readonly github: FakeGitHub
  readonly app: FakeApp
  readonly person: Octokit
  readonly repositories: readonly string[]
}

let world: World | undefined
let percent = 1

async function begin({ models, secret }: Extract<Order, { kind: 'begin' }>): Promise<WorldBegun> {
  const github = await startFakeGitHub()
  github.rateLimits.limitForAll = 100_000_000
  const person = octokit(github, github.createUser('maintain').token)
  github.createOrganization('acme', { maintain: 'admin' })
  const details = { slug: 'serin', events: ['issue_comment', 'pull_request'], webhookSecret: secret }
  const app = github.createApp({ ...details, permissions: PERMISSIONS })
  github.install(app, 'acme', 'all')
  const repositories = Array.from({ length: models }, (_, index) => `model-${index}`)
  const entries = repositories.map(
    (name) => `  ${name}:\n    source: acme/${name}\n    environments:\n      test: { file: ${name}/config.yaml }\n`,
  )
  const manifests = Object.fromEntries(repositories.map((name) => [`${name}/config.yaml`, values(OLD)]))
  github.createRepository('acme/mlops-gitops', {
    private: true,
    files: { ...(GITOPS_FILES as Record<string, string>), ...manifests, 'serin.yml': `models:\n${entries.join('')}` },
  })
  for (const name of repositories) await openPull({ github, app, person, repositories }, name)
  world = { github, app, person, repositories }
  return { apiUrl: github.apiUrl, appId: app.id, privateKey: app.privateKey }
}

async function openPull({ github, person }: World, name: string): Promise<void> {
  const config = `gitops: acme/mlops-gitops\nmodels:\n  ${name}:\n    train: node train.js\n    metrics: [metrics.json]\n`
  const repository = github.createRepository(`acme/${name}`, { files: { '.github/serin.yml': config } })
  const files = { 'params.yaml': 'model: forest\n' }
  const head = await repository.commit({ branch: 'forest', message: 'Forest', files, author: 'maintain' })
  const at = { owner: 'acme', repo: name }
  await person.rest.pulls.create({ ...at, head: 'forest', base: 'main', title: 'Forest' })
  const actions = octokit(github, github.createActionsToken(`acme/${name}`, { checks: 'write' }))
  await actions.rest.checks.create({ ...at, name: `serin / ${name}`, head_sha: head, conclusion: 'success' })
}

async function say({ person }: World, name: string): Promise<void> {
  percent = (percent % 90) + 1
  await person.rest.issues.createComment({ owner: 'acme', repo: name, issue_number: 1, body: `/canary ${percent}` })
}

const IS_COMMENT = /\/issues\/\d+\/comments$/

/** Waits for so many comments, those that command among them. */
async function untilComments(wanted: number): Promise<void> {
  const written = () =>
    servers.begun.filter(({ request, isDone }) => isDone && request.method === 'POST' && IS_COMMENT.test(request.url))
  for (let waited = 0; written().length < wanted; waited += 2) {
    if (waited > 120_000) throw new Error(`${written().length} of ${wanted} comments after two minutes`)
    await sleep(2)
  }
}

async function alone(here: World): Promise<CommandTimes> {
  await here.github.settled()
  await sleep(100)
  servers.clear()
  const before = here.github.requests.length
  await say(here, here.repositories[0] ?? '')
  await untilComments(2)
  await sleep(50)
  const served = servers.begun.map(({ request }) => request)
  const paths = here.github.requests.slice(before).map(({ path }) => path)
  const endOf = (isIt: (request: Served, path: string) => boolean) =>
    served.findLast((request, index) => isIt(request, paths[index] ?? ''))?.end ?? Number.NaN
  const said = served.find(({ method, url }) => method === 'POST' && IS_COMMENT.test(url))?.end ?? Number.NaN
  const eyes = endOf(({ url }) => url.endsWith('/reactions'))
  const commit = endOf((_, path) => path.endsWith('/createCommitOnBranch'))
  const reply = endOf(({ method, url }) => method === 'POST' && IS_COMMENT.test(url))
  const own = (end: number) => end - said - busyMs(served, said, end)
  return {
    eyes: eyes - said,
    commit: commit - said,
    reply: reply - said,
    ownUntilEyes: own(eyes),
    ownUntilCommit: own(commit),

    calls: paths.filter((path) => !path.startsWith('/app/hook')).length - 1,
  }
}

async function burst(here: World, commands: number): Promise<Burst> {
  await here.github.settled()
  servers.clear()
  const started = performance.now()
  for (let said = 0; said < commands; said++) await say(here, here.repositories[said % here.repositories.length] ?? '')
  await untilComments(2 * commands)
  const ended = performance.now()
  const served = servers.begun.map(({ request }) => request)
  return { commands, wallMs: ended - started, gitHubMs: busyMs(served, started, ended) }
}

async function obey(order: Order): Promise<unknown> {
  if (order.kind === 'begin') return begin(order)
  if (world === undefined) throw new Error('the world has not begun')
  if (order.kind === 'call') return world.app.setWebhookUrl(order.url)
  if (order.kind === 'burst') return burst(world, order.commands)
  const times: CommandTimes[] = []
  while (times.length < order.commands) times.push(await alone(world))
  return times
}

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
