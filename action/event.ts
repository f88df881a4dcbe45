import { z } from 'zod'
import { UserError } from '../src/errors.ts'
import { DEPENDABOT, type FinishedRun, finishedRun, workflowRun } from './fork-run.ts'

/** The repository that the workflow runs in. */
export interface SourceRepository {
  readonly fullName: string
  readonly id: number
  readonly ownerId: number
  readonly defaultBranch: string
  readonly url: string
}

/** Why the step runs. */
export type WorkflowEvent =
  | {
      readonly kind: 'pull-request'
      readonly repository: SourceRepository
      readonly number: number
      readonly headSha: string
      readonly baseSha: string
      /** The merge of both that GitHub checked out; `undefined` when the workflow checked out something else. */
      readonly testMerge: string | undefined
      /**
       * Handled as one from a fork: it is from one, or Dependabot made it. GitHub gives such a run no secrets, and rights
       * only to Dependabot's where `permissions:` asks for them; nothing that it measured is ever taken for ours.
       */
      readonly fromFork: boolean
      readonly byDependabot: boolean
    }
  | {
      readonly kind: 'main'
      readonly repository: SourceRepository
      readonly sha: string
      readonly before: string | undefined
      /** A schedule measures main again; nothing was merged that could be released. */
      readonly releases: boolean
    }
  | {
      /** The workflow that evaluates pull requests has ended, perhaps for one from a fork. */
      readonly kind: 'finished-run'
      readonly repository: SourceRepository
      /** The default branch's commit that this workflow runs on. */
      readonly sha: string
      readonly run: FinishedRun
    }

const repository = z.object({
  id: z.number(),
  full_name: z.string(),
  default_branch: z.string(),
  html_url: z.string(),
  owner: z.object({ id: z.number() }),
})
const side = z.object({ sha: z.string(), repo: z.object({ id: z.number() }).nullable() })
const pullRequestPayload = z.object({
  repository,
  pull_request: z.object({ number: z.number(), head: side, base: side }),
})
const finishedRunPayload = z.object({ repository, workflow_run: workflowRun })
const mainPayload = z.object({ repository, before: z.string().optional() })

/** What the runner tells about an event, before anything of it is believed. */
export interface RawEvent {
  readonly name: string
  readonly payload: unknown
  readonly sha: string
  readonly ref: string
  /** Whoever made it happen first; a run that a person repeats keeps it, and its rights. */
  readonly actor?: string | undefined
}

/**
 * Reads the event that started the workflow.
 * @throws UserError for events that Serin must not or cannot serve, with what to use instead.
 */
export function parseEvent(raw: RawEvent): WorkflowEvent {
  switch (raw.name) {
    case 'pull_request':
      return parsePullRequest(raw)
    case 'push':
    case 'workflow_dispatch':
    case 'schedule':
      return parseMain(raw)
    case 'workflow_run':
      return parseFinishedRun(raw)
    case 'pull_request_target':
      throw new UserError(
        '`pull_request_target` would run the pull request’s code with the rights of the default branch.',
        {
          fix: 'Use `on: pull_request`. Pull requests from forks are then evaluated without secrets, and a second workflow on `workflow_run` posts the report.',
        },
      )
    default:
      throw new UserError(`The event \`${raw.name}\` says nothing that Serin could evaluate.`, {
        fix: 'Use `on: pull_request`, and `push`, `workflow_dispatch` or `schedule` on the default branch.',
      })
  }
}

function parsePullRequest(raw: RawEvent): WorkflowEvent {
  const { repository: source, pull_request: pull } = read(pullRequestPayload, raw)
  const byDependabot = raw.actor === DEPENDABOT
  return {
    kind: 'pull-request',
    repository: repositoryOf(source),
    number: pull.number,
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    testMerge: raw.ref === `refs/pull/${pull.number}/merge` ? raw.sha : undefined,
    fromFork: byDependabot || pull.head.repo?.id !== pull.base.repo?.id,
    byDependabot,
  }
}

function parseFinishedRun(raw: RawEvent): WorkflowEvent {
  const { repository: source, workflow_run: run } = read(finishedRunPayload, raw)
  if (run.repository.id !== source.id) {
    throw new UserError('The finished run is one of another repository.', {
      fix: 'Run the action on GitHub Actions, or write the event file as GitHub does.',
    })
  }
  return { kind: 'finished-run', repository: repositoryOf(source), sha: raw.sha, run: finishedRun(run) }
}

function parseMain(raw: RawEvent): WorkflowEvent {
  const payload = read(mainPayload, raw)
  const main = `refs/heads/${payload.repository.default_branch}`
  if (raw.ref !== main) {
    throw new UserError(`This is a run on \`${raw.ref}\`, and Serin measures main on \`${main}\` only.`, {
      fix: `Limit the trigger: \`on: { push: { branches: [${payload.repository.default_branch}] } }\`.`,
    })
  }
  const before =
    raw.name === 'push' && payload.before !== undefined && !/^0+$/.test(payload.before) ? payload.before : undefined
  const releases = raw.name !== 'schedule'
  return { kind: 'main', repository: repositoryOf(payload.repository), sha: raw.sha, before, releases }
}

function repositoryOf(source: z.infer<typeof repository>): SourceRepository {
  return {
    fullName: source.full_name,
    id: source.id,
    ownerId: source.owner.id,
    defaultBranch: source.default_branch,
    url: source.html_url,
  }
}

function read<T extends z.ZodType>(schema: T, raw: RawEvent): z.infer<T> {
  const result = schema.safeParse(raw.payload)
  if (result.success) return result.data
  const key = result.error.issues[0]?.path.join('.')
  throw new UserError(`The runner’s event file for \`${raw.name}\` lacks \`${key}\`.`, {
    fix: 'Run the action on GitHub Actions, or write the event file as GitHub does.',
  })
}
