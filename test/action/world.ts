import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Octokit } from '@octokit/rest'
import { onTestFinished } from 'vitest'
import type { Permissions } from '../fake-github/app.ts'
import type { Files } from '../fake-github/commit-files.ts'
import {
  type FakeApp,
  type FakeGitHub,
  type FakeUser,
  type Repository,
  startFakeGitHub,
} from '../fake-github/fake-github.ts'
import { installationToken } from '../fake-github/test-world.ts'
import { type ActionResult, runAction } from '../runner/runner.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** `permissions:` of the README's workflow. */
export const PERMISSIONS: Permissions = { contents: 'write', pull_requests: 'write', checks: 'write' }
export const GITOPS_PERMISSIONS: Permissions = { contents: 'write', pull_requests: 'write' }
export const CONFIG = '.github/serin.yml'
export const MANIFEST = 'model-deployments/test/iris/config.yaml'
export const OLD_VERSION = 'aaaaaaaaaaaa'

/** A model that is trained in a moment: its metric is what its parameter says. */
export const MODEL_FILES: Files = {
  [CONFIG]: `gitops: acme/mlops-gitops
models:
  iris:
    train: sh train.sh
    metrics: [metrics.json]
    params: [params.yaml]
    gates:
      accuracy: { min: 0.9, max-regression: 0.02 }
`,
  'params.yaml': 'accuracy: 0.95\n',
  'train.sh': `printf '{"accuracy": %s}\\n' "$(sed -n 's/^accuracy: //p' params.yaml)" > metrics.json\n`,
}

export const GITOPS_FILES: Files = {
  'serin.yml': gitopsConfig('      test: { file: model-deployments/test/iris/config.yaml, on-merge: release }'),
  [MANIFEST]: `---\nname: iris # the model\nversion: "${OLD_VERSION}" # which one\n\nreplicas: { min: 1, max: 2 }\n`,
}

/** The gitops repository's configuration with these environments (six spaces in). */
export function gitopsConfig(environments: string): string {
  return `models:\n  iris:\n    source: acme/iris\n    environments:\n${environments}\n`
}

/** The model repository's configuration of one model, iris, from the lines of its settings. */
export function modelConfig(...settings: readonly string[]): string {
  return `gitops: acme/mlops-gitops\nmodels:\n  iris:\n${settings.map((line) => `    ${line}\n`).join('')}`
}

export interface Pull {
  readonly number: number
  readonly head: string
  readonly branch: string
}

/** An event that starts the workflow. */
export type Occasion = { readonly pullRequest: number } | { readonly push: { readonly sha: string } }

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>
  readonly permissions?: Permissions
  /** `false`: the workflow gives no `gitops-token`. */
  readonly gitopsToken?: string | false
  readonly env?: Readonly<Record<string, string>>
  readonly event?: { readonly name?: string; readonly payload?: object; readonly ref?: string }
  readonly cancel?: AbortSignal
  readonly onLine?: (line: string) => void
  /** Changes the checked-out files before the step, as an earlier step of the job would. */
  readonly prepare?: (workspace: string) => void
}

/** A GitHub with the organization acme, its model acme/iris, its acme/mlops-gitops, and a runner for both. */
export class World {
  readonly github: FakeGitHub
  readonly model: Repository
  readonly gitops: Repository
  readonly people: Readonly<Record<'ada' | 'cleo' | 'mallory', FakeUser>>
  readonly #folder = mkdtempSync(join(tmpdir(), 'serin-action-'))
  readonly #releaser: { readonly app: FakeApp; readonly id: number }
  #branches = 0

  constructor(
    github: FakeGitHub,
    files: { readonly model: Files; readonly gitops: Files; readonly private?: boolean | undefined },
  ) {
    this.github = github
    const [ada, cleo, mallory] = [github.createUser('ada'), github.createUser('cleo'), github.createUser('mallory')]
    this.people = { ada, cleo, mallory }
    github.createOrganization('acme', { ada: 'admin' })
    this.model = github.createRepository('acme/iris', { files: files.model, private: files.private ?? false })
    this.gitops = github.createRepository('acme/mlops-gitops', { files: files.gitops, private: files.private ?? false })
    this.model.setRole('cleo', 'write')
    const app = github.createApp({ slug: 'acme-releases', permissions: GITOPS_PERMISSIONS })
    this.#releaser = { app, id: github.install(app, 'acme').id }
  }

  as(login: 'ada' | 'cleo' | 'mallory'): Octokit {
    return this.withToken(this.people[login].token)
  }

  withToken(token: string): Octokit {
    return new Octokit({ auth: token, baseUrl: this.github.apiUrl, log: QUIET })
  }

  /** Cleo's pull request that changes these files; another accuracy by default. */
  async openPull(files: Files = accuracy(0.97), from?: string): Promise<Pull> {
    this.#branches += 1
    const branch = `change-${this.#branches}`
    const change = {
      branch,
      message: `A change, number ${this.#branches}`,
      files,
      author: 'cleo',
      ...(from !== undefined && { from }),
    }
    const head = await this.model.commit(change)
    return { number: await this.#create(branch, 'cleo'), head, branch }
  }

  /** Mallory's pull request from her fork. */
  async openForkPull(files: Files = accuracy(0.97)): Promise<Pull> {
    const head = await this.model.fork('mallory').commit({ branch: 'change', message: 'A change', files })
    return { number: await this.#create('mallory:change', 'mallory'), head, branch: 'change' }
  }

  async #create(head: string, by: 'cleo' | 'mallory'): Promise<number> {
    const { data } = await this.as(by).rest.pulls.create({ ...IRIS, head, base: 'main', title: 'A better model' })
    return data.number
  }

  /** Cleo pushes a commit to the pull request. */
  pushTo(pull: Pull, files: Files): Promise<string> {
    return this.model.commit({ branch: pull.branch, message: 'One more', files, author: 'cleo' })
  }

  /** Ada pushes to main. */
  async pushToMain(files: Files): Promise<{ readonly sha: string }> {
    return { sha: await this.model.commit({ message: 'On main', files, author: 'ada' }) }
  }

  /** Ada merges a pull request; answers the commit on main. */
  async merge({ number }: Pull): Promise<{ readonly sha: string }> {
    await this.github.settled()
    return { sha: (await this.as('ada').rest.pulls.merge({ ...IRIS, pull_number: number })).data.sha }
  }

  /** The workflow of acme/iris: a checkout and the built action, as the runner runs them. */
  async runOn(on: Occasion, options: RunOptions = {}): Promise<ActionResult> {
    await this.github.settled()
    const isPull = 'pullRequest' in on
    const token = this.github.createActionsToken('acme/iris', options.permissions ?? PERMISSIONS)
    const ref = isPull ? `refs/pull/${on.pullRequest}/merge` : 'refs/heads/main'
    const { workspace, sha } = await this.#checkOut(token, isPull ? ref : on.push.sha)
    options.prepare?.(workspace)
    const name = isPull ? 'pull_request' : 'push'
    return runAction({
      bundle: join(ROOT, 'dist/index.js'),
      actionYml: join(ROOT, 'action.yml'),
      inputs: { ...(isPull ? {} : await this.#gitopsToken(options.gitopsToken)), ...options.inputs },
      event: { name: options.event?.name ?? name, payload: options.event?.payload ?? this.#payload(on) },
      github: {
        serverUrl: this.github.url,
        apiUrl: this.github.apiUrl,
        graphqlUrl: this.github.graphqlUrl,
        repository: { fullName: this.model.fullName, id: this.model.id, ownerId: this.model.ownerId },
        sha,
        ref: options.event?.ref ?? ref,
      },
      workspace,
      token,
      ...(options.env !== undefined && { env: options.env }),
      ...(options.cancel !== undefined && { cancel: options.cancel }),
      ...(options.onLine !== undefined && { onLine: options.onLine }),
    })
  }

  /** By default what actions/create-github-app-token makes: an app's token for that one repository. */
  async #gitopsToken(token: string | false | undefined): Promise<Record<string, string>> {
    if (token === false) return {}
    const narrowed = { repositories: ['mlops-gitops'], permissions: GITOPS_PERMISSIONS }
    const made = async () => installationToken(this.github, this.#releaser.app, this.#releaser.id, narrowed)
    return { 'gitops-token': token ?? (await made()) }
  }

  /** The newest webhook payload of the occasion, which is what the runner writes into the event file. */
  #payload(on: Occasion): object {
    const isIt = (payload: Readonly<Record<string, unknown>>) =>
      'pullRequest' in on ? payload.number === on.pullRequest : payload.after === on.push.sha
    const name = 'pullRequest' in on ? 'pull_request' : 'push'
    const found = this.github.events.findLast(({ event, payload }) => event === name && isIt(payload))
    if (found === undefined) throw new Error(`Nothing of the kind happened: ${JSON.stringify(on)}`)
    return found.payload
  }

  async #checkOut(token: string, ref: string): Promise<{ workspace: string; sha: string }> {
    const workspace = mkdtempSync(join(this.#folder, 'workspace-'))
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
    const authorization = ['-c', `http.extraheader=AUTHORIZATION: basic ${basic}`]
    await git(workspace, 'init', '--quiet')
    await git(workspace, ...authorization, 'fetch', '--quiet', '--depth=1', this.model.cloneUrl, ref)
    await git(workspace, 'checkout', '--quiet', 'FETCH_HEAD')
    return { workspace, sha: await git(workspace, 'rev-parse', 'HEAD') }
  }

  async stop(): Promise<void> {
    await this.github.stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  // What a person sees on GitHub.

  /** The comments of a pull request, as people read them: who, and what. */
  async comments({ number }: Pick<Pull, 'number'>) {
    const all = await this.as('cleo').paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...IRIS,
      issue_number: number,
      per_page: 100,
    })
    return all.map(({ id, user, body, html_url }) => ({ id, by: user?.login, body: body ?? '', url: html_url }))
  }

  /** Serin's own comments on a pull request. */
  async reports(pull: Pick<Pull, 'number'>): Promise<string[]> {
    const all = await this.comments(pull)
    return all.filter(({ by }) => by === 'github-actions[bot]').map(({ body }) => body)
  }

  /** The check runs of a commit, the oldest first. */
  async checks(sha: string) {
    const { data } = await this.as('cleo').rest.checks.listForRef({ ...IRIS, ref: sha, filter: 'all' })
    return data.check_runs.toReversed().map(({ id, name, conclusion, output, html_url, details_url }) => ({
      id,
      name,
      conclusion,
      title: output.title,
      summary: output.summary ?? '',
      url: html_url,
      details_url,
    }))
  }

  /** The requests that changed something, as `METHOD /path`, since a moment. */
  writesSince(count: number): string[] {
    return this.github.requests
      .slice(count)
      .filter(
        ({ method, path }) =>
          ['POST', 'PATCH', 'PUT', 'DELETE'].includes(method) && /^\/(repos|api\/graphql)\//.test(path),
      )
      .map(({ method, path }) => `${method} ${path}`)
  }

  /** What main measured, commit by commit, from the data branch. */
  history(model = 'iris', branch = 'serin-data'): { readonly sha: string; readonly metrics: readonly unknown[] }[] {
    const text = this.model.readFile(`history/${model}/0001.jsonl`, branch) ?? ''
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }
}

export const IRIS = { owner: 'acme', repo: 'iris' } as const
export const GITOPS = { owner: 'acme', repo: 'mlops-gitops' } as const

/** Starts a world; the files are added to the usual ones (`undefined` leaves one out). */
export async function startWorld(
  files: { readonly model?: Changes; readonly gitops?: Changes; readonly private?: boolean } = {},
): Promise<World> {
  return new World(await startFakeGitHub(), {
    model: withChanges(MODEL_FILES, files.model),
    gitops: withChanges(GITOPS_FILES, files.gitops),
    private: files.private,
  })
}

/** A world for one test, gone after it. */
export async function worldOfThisTest(files: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const world = await startWorld(files)
  onTestFinished(() => world.stop())
  return world
}

type Changes = Readonly<Record<string, Files[string] | undefined>>

function withChanges(files: Files, changes: Changes = {}): Files {
  const entries = Object.entries({ ...files, ...changes }).filter(([, text]) => text !== undefined)
  return Object.fromEntries(entries) as Files
}

/** The change of files that moves the metric. */
export function accuracy(value: number | string): Files {
  return { 'params.yaml': `accuracy: ${value}\n` }
}

/** The name of a commit's build. */
export function versionOf(sha: string): string {
  return sha.slice(0, 12)
}

const run = promisify(execFile)

/** Never synchronously: the GitHub that git talks to answers from this process. */
async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' }
  return (await run('git', [...args], { cwd, env })).stdout.trim()
}
