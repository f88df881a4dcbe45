import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Octokit } from '@octokit/rest'
import { createEmulator, type Emulator } from 'emulate'
import { type ActionResult, runAction } from '../runner/runner.ts'
import { type AppIdentity, type AppProcess, appToken, startApp } from './app.ts'
import { Front } from './front.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const SECRET = 'webhook-secret-of-the-tests-0123456789'

export const IRIS = { owner: 'acme', repo: 'iris' } as const
export const GITOPS = { owner: 'acme', repo: 'mlops-gitops' } as const
type Name = typeof IRIS | typeof GITOPS

/** The app that reads commands; the first one, since emulate answers with the first installation that it finds. */
const SERIN = { app_id: 77, slug: 'serin', installation: 770 } as const
const SERIN_RIGHTS = { metadata: 'read', contents: 'write', pull_requests: 'write', issues: 'write', checks: 'read' }
/** What gives a workflow its token is an app too, and emulate holds it to its rights: the README's `permissions:`. */
const ACTIONS = { app_id: 15368, slug: 'github-actions', installation: 153680 } as const
const ACTIONS_RIGHTS = { metadata: 'read', contents: 'write', pull_requests: 'write', checks: 'write' }

export type Files = Readonly<Record<string, string>>

/** Emulate with an organization, a maintainer and two apps; the app as a process; a runner. */
export class World {
  readonly front: Front
  readonly #emulator: Emulator
  readonly #app: AppProcess
  readonly #folder: string

  constructor(parts: { front: Front; emulator: Emulator; app: AppProcess; folder: string }) {
    this.front = parts.front
    this.#emulator = parts.emulator
    this.#app = parts.app
    this.#folder = parts.folder
  }

  as(login: 'olga' | 'ada'): Octokit {
    return this.#withToken(`token-of-${login}`)
  }

  #withToken(auth: string): Octokit {
    return new Octokit({ auth, baseUrl: this.front.url, log: QUIET })
  }

  /** A repository of the organization with these files on main; ada maintains it. */
  async createRepository(name: Name, files: Files): Promise<string> {
    const olga = this.as('olga')
    await olga.rest.repos.createInOrg({ org: name.owner, name: name.repo, auto_init: true })
    await olga.rest.repos.addCollaborator({ ...name, username: 'ada', permission: 'maintain' })
    return this.commit(name, 'main', files)
  }

  /** Ada's commit on a branch, which starts at main if it is new. */
  async commit(name: Name, branch: string, files: Files): Promise<string> {
    const { git } = this.as('ada').rest
    const parent = (await git.getRef({ ...name, ref: 'heads/main' })).data.object.sha
    const base_tree = (await git.getCommit({ ...name, commit_sha: parent })).data.tree.sha
    const entries = Object.entries(files).map(
      ([path, content]) => ({ path, content, mode: '100644', type: 'blob' }) as const,
    )
    const tree = (await git.createTree({ ...name, base_tree, tree: entries })).data.sha
    const made = await git.createCommit({ ...name, message: 'A change', tree, parents: [parent] })
    const { sha } = made.data
    if (branch === 'main') await git.updateRef({ ...name, ref: 'heads/main', sha })
    else await git.createRef({ ...name, ref: `refs/heads/${branch}`, sha })
    return sha
  }

  /** Ada's pull request, and the merge of both branches that GitHub makes to test it. */
  async openPull(head: string): Promise<{ readonly number: number; readonly head: string; readonly merge: string }> {
    const { git, pulls } = this.as('ada').rest
    const { data: pull } = await pulls.create({ ...IRIS, head, base: 'main', title: 'A better model' })
    const tree = (await git.getCommit({ ...IRIS, commit_sha: pull.head.sha })).data.tree.sha
    const parents = [pull.base.sha, pull.head.sha]
    const merge = (await git.createCommit({ ...IRIS, message: 'Merge', tree, parents })).data.sha
    return { number: pull.number, head: pull.head.sha, merge }
  }

  /** The workflow of acme/iris on a push to main. */
  async runOnMain(before: string, sha: string): Promise<ActionResult> {
    const repository = (await this.as('ada').rest.repos.get(IRIS)).data
    const ref = 'refs/heads/main'
    const gitops = await this.#installationToken(SERIN, [GITOPS.repo], { contents: 'write', pull_requests: 'write' })
    const event = { name: 'push', payload: { ref, before, after: sha, repository } }
    return this.#runAction({ event, sha, ref, inputs: { 'gitops-token': gitops } })
  }

  /** The workflow on a pull request: the event is emulate's own. The files take the place of those that were committed. */
  async runOnPull(pull: { readonly number: number; readonly merge: string }, files: Files = {}): Promise<ActionResult> {
    const opened = await this.until(() => this.front.deliveries.find(({ event }) => event === 'pull_request'))
    const event = { name: 'pull_request', payload: { number: pull.number, ...JSON.parse(opened.body) } }
    return this.#runAction({ event, sha: pull.merge, ref: `refs/pull/${pull.number}/merge`, inputs: {}, files })
  }

  async #runAction(run: {
    readonly event: { readonly name: string; readonly payload: object }
    readonly sha: string
    readonly ref: string
    readonly inputs: Readonly<Record<string, string>>
    readonly files?: Files
  }): Promise<ActionResult> {
    const workspace = await this.#checkOut(run.sha, run.files ?? {})
    const { data } = await this.as('ada').rest.repos.get(IRIS)
    return runAction({
      bundle: join(ROOT, 'dist/index.js'),
      actionYml: join(ROOT, 'action.yml'),
      inputs: run.inputs,
      event: run.event,
      github: {
        serverUrl: this.front.url,
        apiUrl: this.front.url,
        graphqlUrl: `${this.front.url}/graphql`,
        repository: { fullName: data.full_name, id: data.id, ownerId: data.owner.id },
        sha: run.sha,
        ref: run.ref,
      },
      workspace,
      token: await this.#installationToken(ACTIONS, [IRIS.repo], ACTIONS_RIGHTS),
    })
  }

  /** Through the API, since emulate serves no git. */
  async #checkOut(sha: string, files: Files): Promise<string> {
    const { git } = this.as('ada').rest
    const workspace = mkdtempSync(join(this.#folder, 'workspace-'))
    const { tree } = (await git.getTree({ ...IRIS, tree_sha: sha, recursive: '1' })).data
    const blobs = tree.filter(({ type }) => type === 'blob')
    for (const { path, sha: file_sha } of blobs) {
      const blob = await git.getBlob({ ...IRIS, file_sha })
      write(join(workspace, path), Buffer.from(blob.data.content, 'base64'))
    }
    for (const [path, text] of Object.entries(files)) write(join(workspace, path), text)
    return workspace
  }

  async #installationToken(
    { app_id, installation }: typeof SERIN | typeof ACTIONS,
    repositories: string[],
    permissions: Readonly<Record<string, string>>,
  ): Promise<string> {
    const app = this.#withToken(appToken(identityOf(this.#emulator, app_id)))
    const asked = { installation_id: installation, repositories, permissions }
    return (await app.rest.apps.createInstallationAccessToken(asked)).data.token
  }

  /** Asks again until there is an answer; what GitHub and the app do of their own accord takes a moment. */
  async until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (const end = Date.now() + 5_000; Date.now() < end; ) {
      const answer = await ask()
      if (answer !== undefined) return answer
      await sleep(25)
    }
    throw new Error(`It did not happen within 5 seconds. The app’s log:\n${this.#app.log()}`)
  }

  async stop(): Promise<void> {
    await this.#app.stop()
    await this.#emulator.close()
    await this.front.stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'serin-emulate-'))
  const front = new Front(SECRET)
  await front.start()
  const port = await freePort()
  const emulator = await createEmulator({
    service: 'github',
    port,
    baseUrl: front.url,
    seed: seed(`${front.url}/hooks`),
  })
  front.emulate = `http://127.0.0.1:${port}`
  const { id, privateKey } = identityOf(emulator, SERIN.app_id)
  const app = await startApp({
    APP_ID: String(id),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: front.url,
    SERIN_DATABASE: join(folder, 'queue.db'),
  })
  front.app = app.webhooks
  return new World({ front, emulator, app, folder })
}

function seed(webhooks: string) {
  const people = ['olga', 'ada']
  const app = ({ app_id, slug, installation }: typeof SERIN | typeof ACTIONS, permissions: object) => ({
    app_id,
    slug,
    name: slug,
    permissions,
    installations: [{ installation_id: installation, account: 'acme', repository_selection: 'all' }],
  })
  const events = ['issue_comment', 'pull_request']
  return {
    tokens: Object.fromEntries(people.map((login) => [`token-of-${login}`, { login, scopes: ['repo', 'admin:org'] }])),
    github: {
      users: people.map((login) => ({ login })),
      orgs: [{ login: 'acme', members: [{ login: 'olga', role: 'admin' }] }],
      apps: [
        { ...app(SERIN, SERIN_RIGHTS), events, webhook_url: webhooks, webhook_secret: SECRET },
        app(ACTIONS, ACTIONS_RIGHTS),
      ],
    },
  }
}

function identityOf(emulator: Emulator, id: number): AppIdentity {
  const key = emulator.generatedSecrets.find((secret) => secret.id === String(id))
  if (key === undefined) throw new Error(`Emulate made no key for the app ${id}`)
  return { id, privateKey: key.value }
}

/** Emulate tells its advertised address only, so its port is chosen here. */
async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
