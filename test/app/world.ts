import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Octokit } from '@octokit/rest'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { changedLines } from '../../src/manifest/line-diff.ts'
import { parseCommand } from '../../src/release/command.ts'
import type { Permissions } from '../fake-github/app.ts'
import {
  type FakeApp,
  type FakeGitHub,
  type FakeInstallation,
  type FakeUser,
  type Repository,
  startFakeGitHub,
} from '../fake-github/fake-github.ts'
import { octokit } from '../fake-github/test-world.ts'
import { AppProcess, WEBHOOK_SECRET } from './app-process.ts'
import { type Files, GITOPS_FILES, isNumber, MODEL_FILES, OLD } from './files.ts'

const MODEL = 'acme/iris'
const GITOPS = 'acme/mlops-gitops'
export const AT = { owner: 'acme', repo: 'iris' }
export const GITOPS_AT = { owner: 'acme', repo: 'mlops-gitops' }

const PERMISSIONS = {
  contents: 'write',
  pull_requests: 'write',
  issues: 'write',
  checks: 'read',
  members: 'read',
  actions: 'write',
} as const

/** Everybody's login is their role on both repositories; owen owns the organization, mallory is a stranger. */
export const PEOPLE = ['owen', 'admin', 'maintain', 'write', 'second', 'triage', 'read', 'mallory'] as const
export type Person = (typeof PEOPLE)[number]
const ROLES = {
  admin: 'admin',
  maintain: 'maintain',
  write: 'write',
  second: 'maintain',
  triage: 'triage',
  read: 'read',
} as const

export interface Pull {
  readonly number: number
  readonly head: string
  /** What its head is called in a manifest. */
  readonly version: string
}

/** What a comment has come to, as a person sees it. */
export interface Answer {
  /** The reply without its hidden lines; empty when there is none. */
  readonly text: string
  /** The hidden code of why nothing was done; nothing where something was. */
  readonly code: string | undefined
  /** How many comments the app wrote for it. */
  readonly count: number
  /** What stands at the comment, oldest first. */
  readonly reactions: readonly string[]
  /** The comment itself. */
  readonly id: number
  readonly url: string
}

interface Parts {
  readonly github: FakeGitHub
  readonly app: AppProcess
  readonly identity: FakeApp
  readonly installation: FakeInstallation
  readonly people: Readonly<Record<Person, FakeUser>>
  readonly folder: string
}

/** A GitHub, the app beside it, a model repository and a gitops repository with good defaults. */
export class AppWorld {
  #begun: Parts | undefined

  get #parts(): Parts {
    if (this.#begun === undefined) throw new Error('The world has not begun.')
    return this.#begun
  }

  get github(): FakeGitHub {
    return this.#parts.github
  }

  get app(): AppProcess {
    return this.#parts.app
  }

  /** The app as GitHub knows it. */
  get identity(): FakeApp {
    return this.#parts.identity
  }

  get installation(): FakeInstallation {
    return this.#parts.installation
  }

  get people(): Readonly<Record<Person, FakeUser>> {
    return this.#parts.people
  }

  /**
   * Starts everything; ends with {@link AppWorld.stop}. Without a process of the app, its stories are run one by one.
   * @param unfinished how many jobs are not done, where the queue is not the embedded one.
   */
  async begin(
    app: 'process' | 'no process',
    variables: (github: FakeGitHub) => Readonly<Record<string, string>> = () => ({}),
    unfinished?: () => number,
  ): Promise<void> {
    const github = await startFakeGitHub()
    github.rateLimits.limitForAll = 1_000_000
    const people = Object.fromEntries(PEOPLE.map((login) => [login, github.createUser(login)]))
    github.createOrganization('acme', { owen: 'admin' })
    const details = { slug: 'serin', events: ['issue_comment', 'pull_request'], webhookSecret: WEBHOOK_SECRET }
    const identity = github.createApp({ ...details, permissions: PERMISSIONS })
    const installation = github.install(identity, 'acme', 'all')
    const folder = mkdtempSync(join(tmpdir(), 'serin-app-'))
    const database = join(folder, 'queue.db')
    const own = { variables: variables(github), ...(unfinished && { unfinished }) }
    const process = new AppProcess({ github, app: identity, database, ...own })
    this.#begun = { github, app: process, identity, installation, folder, people: people as Parts['people'] }
    if (app === 'process') await process.start()
  }

  get model(): Repository {
    return this.github.repository(MODEL)
  }

  get gitops(): Repository {
    return this.github.repository(GITOPS)
  }

  /** Both repositories as new, the model's public, the other private: what runs everywhere is {@link OLD}, production is a protected branch. */
  async fresh(changed: { model?: Files; gitops?: Files } = {}): Promise<void> {
    this.github.faults.clear()
    for (const name of [MODEL, GITOPS]) {
      try {
        this.github.repository(name).delete()
      } catch {
        // There is none the first time.
      }
    }
    const model = this.github.createRepository(MODEL, { files: without({ ...MODEL_FILES, ...changed.model }) })
    const gitops = this.github.createRepository(GITOPS, {
      private: true,
      files: without({ ...GITOPS_FILES, ...changed.gitops }),
    })
    for (const [login, role] of Object.entries(ROLES)) {
      model.setRole(login, role)
      gitops.setRole(login, role)
    }
    await gitops.setBranch('production', gitops.sha('main'))
    gitops.protect('production', { kind: 'ruleset', requiredReviews: 1, dismissStale: true })
  }

  as(person: Person): Octokit {
    return octokit(this.github, this.people[person].token)
  }

  /** As a workflow of the model repository, by its own token. */
  asActions(permissions: Permissions, repository = MODEL): Octokit {
    return octokit(this.github, this.github.createActionsToken(repository, permissions))
  }

  /** Opens a pull request that changes the model; unless told otherwise its check has passed. */
  async openPull(
    options: { branch?: string; base?: string; files?: Files; draft?: boolean; verdict?: 'none' } = {},
  ): Promise<Pull> {
    const branch = options.branch ?? 'random-forest'
    const files = without(options.files ?? { 'params.yaml': `model: ${branch}\n` })
    let head = await this.model.commit({ branch, message: `Change of ${branch}`, files, author: 'write' })
    while (isNumber(head.slice(0, 12)))
      head = await this.model.commit({ branch, message: 'Again', files, author: 'write' })
    const { data } = await this.as('write').rest.pulls.create({
      ...AT,
      head: branch,
      base: options.base ?? 'main',
      title: `Use ${branch}`,
      draft: options.draft ?? false,
    })
    if (options.verdict !== 'none') await this.passed(head)
    return { number: data.number, head, version: head.slice(0, 12) }
  }

  passed(sha: string, model?: string): Promise<void> {
    return this.judged(sha, { conclusion: 'success' }, model)
  }

  /** The check run that the action writes on a commit, by the workflow's own token. */
  async judged(
    sha: string,
    state:
      | { conclusion: 'success' | 'failure' | 'neutral' | 'cancelled'; output?: { title: string; summary: string } }
      | { status: 'in_progress' },
    model = 'iris',
  ): Promise<void> {
    await this.asActions({ checks: 'write' }).rest.checks.create({
      ...AT,
      name: `serin / ${model}`,
      head_sha: sha,
      ...state,
    })
  }

  /** Merges the pull request; answers what the merge commit is called in a manifest. */
  async merge(pull: Pull): Promise<{ head: string; version: string }> {
    const { data } = await this.as('maintain').rest.pulls.merge({ ...AT, pull_number: pull.number })
    return { head: data.sha, version: data.sha.slice(0, 12) }
  }

  /** Comments, and waits for all that comes of it. */
  async comment(person: Person, pull: number, body: string): Promise<Answer> {
    const said = await this.say(person, pull, body)
    await this.app.idle()
    return this.answerTo(pull, said)
  }

  /** Comments, and waits for nothing. */
  async say(person: Person, pull: number, body: string): Promise<{ id: number; url: string }> {
    const { data } = await this.as(person).rest.issues.createComment({ ...AT, issue_number: pull, body })
    return { id: data.id, url: data.html_url }
  }

  async answerTo(pull: number, said: { id: number; url: string }): Promise<Answer> {
    const marker = new RegExp(`^<!-- serin:reply ${said.id} (?:([a-z-]+) )?-->\n`)
    const forAll = '<!-- serin:reply-for-all -->\n'
    const replies = (await this.commentsOn(pull))
      .map((body) => (body.startsWith(forAll) ? body.slice(forAll.length) : body))
      .filter((body) => marker.test(body))
    const newest = replies.at(-1) ?? ''
    return {
      text: newest.replace(marker, '').trim(),
      code: marker.exec(newest)?.[1],
      count: replies.length,
      reactions: await this.reactionsTo(said.id),
      ...said,
    }
  }

  /** What GitHub told of a comment. */
  payloadOf(said: { id: number }): Readonly<Record<string, unknown>> {
    const told = this.github.events.findLast(
      ({ event, action, payload }) =>
        event === 'issue_comment' && action === 'created' && (payload.comment as { id: number }).id === said.id,
    )
    if (told === undefined) throw new Error(`GitHub told nothing of the comment ${said.id}.`)
    return told.payload
  }

  /** Sends the app a signed webhook that this GitHub would not send by itself. */
  deliver(event: string, payload: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    return fetch(`${this.app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedHeaders(event, body), ...headers },
      body,
    })
  }

  /** What the app wrote on a pull request of the model's, oldest first. */
  async commentsOn(pull: number): Promise<readonly string[]> {
    const comments = await this.as('owen').rest.issues.listComments({ ...AT, issue_number: pull, per_page: 100 })
    return comments.data.flatMap((comment) => (comment.user?.login === 'serin[bot]' ? [comment.body ?? ''] : []))
  }

  async reactionsTo(comment: number): Promise<readonly string[]> {
    try {
      const { data } = await this.as('owen').rest.reactions.listForIssueComment({ ...AT, comment_id: comment })
      return data.map((reaction) => reaction.content)
    } catch {
      return []
    }
  }

  /** What Serin said about proposals that ended. */
  async newsOn(pull: number): Promise<readonly string[]> {
    const news = (await this.commentsOn(pull)).filter((body) => body.startsWith('<!-- serin:proposal-news '))
    return news.map((body) => body.split('\n').slice(1).join('\n'))
  }

  /** Pull requests of the gitops repository, newest first. */
  async proposals(state: 'open' | 'all' = 'open') {
    return (await this.as('owen').rest.pulls.list({ ...GITOPS_AT, state })).data
  }

  /** A second person approves a proposal and merges it. */
  async accept(number: number, method: 'merge' | 'squash' | 'rebase' = 'squash'): Promise<void> {
    const pull = { ...GITOPS_AT, pull_number: number }
    await this.as('second').rest.pulls.createReview({ ...pull, event: 'APPROVE' })
    await this.as('second').rest.pulls.merge({ ...pull, merge_method: method })
    await this.app.idle()
  }

  manifest(environment: string, branch = 'main'): string {
    return this.gitops.readFile(`model-deployments/${environment}/iris/config.yaml`, branch) ?? ''
  }

  /** The lines that differ from the manifest that {@link fresh} began with. */
  changesIn(environment: string, branch = 'main'): readonly string[] {
    const before = GITOPS_FILES[`model-deployments/${environment}/iris/config.yaml`] ?? ''
    return signed(changedLines(before, this.manifest(environment, branch)))
  }

  /** How many commits were made on a gitops branch since {@link fresh}. */
  commits(branch = 'main'): number {
    return this.gitops.log(branch).length - 1
  }

  /** Every comment of the app's, with its hidden first line and without. */
  everythingWritten(): readonly string[] {
    const bodies = this.github.events.flatMap(({ event, sender, payload }) => {
      const comment =
        event === 'issue_comment' && sender === 'serin[bot]' ? (payload.comment as { body: string }) : undefined
      return comment === undefined ? [] : [comment.body]
    })
    return bodies.flatMap((body) => [body, body.split('\n').slice(1).join('\n')])
  }

  async stop(): Promise<void> {
    await this.app.stop()
    await this.github.stop()
    rmSync(this.#parts.folder, { recursive: true, force: true })
  }
}

export { OLD }

/** A world for the tests of one file, with fresh repositories for each; nothing the app writes may be a command. */
export function useAppWorld(
  app: 'process' | 'no process' = 'process',
  variables: Readonly<Record<string, string>> = {},
): AppWorld {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  const world = new AppWorld()
  beforeAll(() => world.begin(app, () => variables))
  beforeEach(() => world.fresh())
  afterAll(async () => {
    const written = world.everythingWritten()
    await world.stop()
    expect(written.filter((body) => parseCommand(body, { environments: [] }).kind !== 'none')).toEqual([])
  })
  return world
}

/** What GitHub sends beside a body. */
export function signedHeaders(event: string, body: string): Record<string, string> {
  const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')
  return { 'x-github-event': event, 'x-github-delivery': randomUUID(), 'x-hub-signature-256': `sha256=${signature}` }
}

/** The added and removed lines of a diff. */
export function signed(diff: string): readonly string[] {
  return diff.split('\n').filter((line) => /^[-+]/.test(line))
}

/** A file whose text is `undefined` is left out. */
function without(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
