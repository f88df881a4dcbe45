import type { Octokit } from '@octokit/rest'
import type { AuditEntry } from '../../app/audit.ts'
import type { Desk } from '../../app/desk.ts'
import { createGitHubAccess, type GitHubAccess } from '../../app/github-access.ts'
import { jobOfComment } from '../../app/job.ts'
import { runJob } from '../../app/run-job.ts'
import { appToken, octokit } from '../fake-github/test-world.ts'
import type { AppWorld, Person } from './world.ts'

/** What happens around the requests of a job; `n` counts them from 1. */
export interface Around {
  readonly before?: (n: number, request: string) => Promise<void> | void
  readonly after?: (n: number, request: string) => Promise<void> | void
}

/** The process is gone: nothing catches it. */
export class Died extends Error {}

export interface Told {
  readonly id: number
  readonly url: string
}

/**
 * The job of a comment that was written just now, done in this process: to stop the world between two requests, and
 * to try again without waiting.
 */
export async function runComment(
  world: AppWorld,
  said: Told,
  options: {
    readonly around?: Around
    readonly attempt?: number
    readonly storedAt?: number
    readonly now?: Date
    readonly clock?: Date
    readonly log?: object[]
    readonly audit?: AuditEntry[]
    readonly desk?: Partial<Desk>
  } = {},
): Promise<void> {
  const job = jobOfComment(`delivery-${said.id}`, world.payloadOf(said))
  if (job === undefined) throw new Error('This comment is no job.')
  const github = count(accessOf(world, options.clock), options.around ?? {})
  const desk: Desk = {
    github,
    now: () => options.now ?? options.clock ?? new Date(),
    alone: (_, work) => work(false),
    pause: async () => {},
    verdictApp: 'github-actions',
    sayOnce: (sentence) => void options.log?.push({ sentence }),
    audit: (entry) => void options.audit?.push(entry),
    ending: new AbortController().signal,
    ...options.desk,
  }
  const note = (details: object) => void options.log?.push(details)
  const logger = { error: note, warn: note }
  const attempt = options.attempt ?? 1
  const stored = { ...job, ...(options.storedAt !== undefined && { storedAt: options.storedAt }) }
  await runJob({ ...stored, id: '1', attempt }, { desk, maxAttempts: 4, log: logger, newId: () => 'id-of-the-log' })
}

/** Comments and does what is asked for, in this process. */
export async function commentAndRun(
  world: AppWorld,
  by: { readonly person: Person; readonly pull: number; readonly body: string },
  options: Parameters<typeof runComment>[2] = {},
) {
  const said = await world.say(by.person, by.pull, by.body)
  await runComment(world, said, options)
  return world.answerTo(by.pull, said)
}

/** `clock`: what the time is on GitHub, when it was moved. */
function accessOf(world: AppWorld, clock = new Date()): GitHubAccess {
  const seconds = Math.floor(clock.getTime() / 1000)
  const app = octokit(world.github, appToken(world.identity, { iat: seconds - 30, exp: seconds + 540 }))
  return createGitHubAccess(async () => app, world.github.apiUrl, { sleep: async () => {}, now: Date.now })
}

function count(access: GitHubAccess, { before, after }: Around): GitHubAccess {
  let n = 0
  const open: GitHubAccess['open'] = async (repository, permissions) => {
    const client = await access.open(repository, permissions)
    ;(client as Octokit | undefined)?.hook.wrap('request', async (request, options) => {
      n += 1
      const own = n
      const name = `${options.method} ${options.url}${subjectOf(options.query)}`
      await before?.(own, name)
      const answer = await request(options)
      await after?.(own, name)
      return answer
    })
    return client
  }
  return { ...access, open }
}

/** What a GraphQL request is about, behind its address: the mutation, or that it reads comments. */
function subjectOf(query: unknown): string {
  const text = typeof query === 'string' ? query : ''
  const mutation = /^mutation[^{]*\{\s*(\w+)/.exec(text)?.[1]
  if (mutation !== undefined) return ` ${mutation}`
  return text.includes('comments(last') ? ' comments' : ''
}
