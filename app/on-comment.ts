import { concernsModel } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { react, upsertComment } from '../src/github/comment.ts'
import { readChangedFiles } from '../src/github/pull-request.ts'
import { authorize, type Standing } from '../src/release/authorize.ts'
import { type Command, parseCommand } from '../src/release/command.ts'
import { type Reply, renderReply } from '../src/release/reply.ts'
import { changeRelease } from './change-release.ts'
import type { Desk } from './desk.ts'
import type { Permissions } from './github-access.ts'
import type { CommentJob } from './job.ts'
import { type OpenRepository, openRepository, type ReleaseSides, readSides, releasedModel } from './load-release.ts'
import { readStanding } from './read-standing.ts'
import { readStatus } from './read-status.ts'
import type { ReleaseContext } from './release-context.ts'

const SOURCE_RIGHTS: Permissions = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
  pull_requests: 'write',
  checks: 'read',
}

/** Older commands are answered and not run: what they were said about may be long gone. */
const FRESH_MINUTES = 15

/**
 * A comment with a command: it is seen (👀), understood, checked, carried out, and answered by one reply that says
 * what changed or why nothing did. Safe to run again after a crash at any point: the change is found by its trailer,
 * the reply by its marker.
 */
export async function onComment(job: CommentJob, desk: Desk): Promise<void> {
  const source = await openRepository(job.repository, SOURCE_RIGHTS, desk)
  await react(source.client, { repository: source.repository.fullName, id: job.comment.id, content: 'eyes' })
  const reply = await answer(job, source, desk)
  if (reply === 'silence')
    await react(source.client, { repository: source.repository.fullName, id: job.comment.id, content: 'confused' })
  else await writeReply(job, source.client, reply, desk)
}

/** The reply to a command whose work failed for a reason that is ours; the id is where the log has the whole story. */
export async function onBroken(job: CommentJob, id: string, desk: Desk): Promise<void> {
  const source = await openRepository(job.repository, SOURCE_RIGHTS, desk)
  await writeReply(job, source.client, { kind: 'broken', id }, desk)
}

async function answer(job: CommentJob, source: OpenRepository, desk: Desk): Promise<Reply | 'silence'> {
  try {
    return await decide(job, source, desk)
  } catch (error) {
    if (error instanceof UserError) return { kind: 'mistake', error }
    throw error
  }
}

async function decide(job: CommentJob, source: OpenRepository, desk: Desk): Promise<Reply | 'silence'> {
  const heard = parseCommand(job.comment.body, { environments: [] })
  if (heard.kind === 'none') return 'silence'
  if (heard.kind === 'help') return { kind: 'help', models: [] }
  const minutes = Math.floor((desk.now().getTime() - Date.parse(job.comment.createdAt)) / 60_000)
  if (minutes >= FRESH_MINUTES) return { kind: 'late', minutes }

  const sides = await readSides(source, desk)
  const models = await modelsMeant(job, heard.kind === 'invalid' ? undefined : heard.model, sides)
  const [name, ...others] = models
  if (name === undefined || others.length > 0)
    return { kind: 'which-model', models: name === undefined ? Object.keys(sides.modelConfig.models) : models }
  const model = releasedModel(sides, name)

  const standing = await readStanding(sides.gitops, model, job.author, desk)
  const command = parseCommand(job.comment.body, {
    environments: model.environments.map((environment) => environment.name),
  })
  if (command.kind === 'none') return 'silence'
  // Usage replies go to those who may command; everybody else could make Serin write as often as they like.
  if (command.kind === 'invalid') return mayCommand(standing) ? { ...command, kind: 'usage' } : 'silence'
  if (command.kind === 'help') return { kind: 'help', models: [] }
  return run(command, { job, sides, model, standing, desk })
}

async function run(command: Exclude<Command, { kind: 'help' }>, context: ReleaseContext): Promise<Reply> {
  if (command.kind !== 'status') return changeRelease(command, context)
  const right = authorize({ command: 'status', environment: undefined, isLast: false, standing: context.standing })
  if (right.kind === 'refused') return { kind: 'refused', reason: `This needs ${right.asked}.` }
  return readStatus(command, context)
}

/** The model that is named, the only one there is, or those that the pull request touches. */
async function modelsMeant(
  job: CommentJob,
  named: string | undefined,
  { source, modelConfig }: ReleaseSides,
): Promise<readonly string[]> {
  const all = Object.keys(modelConfig.models)
  if (named !== undefined) return all.filter((name) => name === named)
  if (all.length === 1) return all
  const files = await readChangedFiles(source.client, source.repository.fullName, job.pullRequest)
  if (files === undefined) return all
  return Object.values(modelConfig.models)
    .filter((model) => concernsModel(model, files))
    .map((model) => model.name)
}

function mayCommand(standing: Standing): boolean {
  return (
    authorize({ command: 'canary', environment: undefined, isLast: false, standing }).kind === 'allowed' ||
    standing.teams.length > 0
  )
}

async function writeReply(job: CommentJob, client: GitHubClient, reply: Reply, desk: Desk): Promise<void> {
  const marker = `<!-- serin:reply ${job.comment.id} -->`
  const body = `${marker}\n${renderReply(reply)}`
  await upsertComment(client, {
    repository: job.repository,
    pullRequest: job.pullRequest,
    marker,
    body,
    author: desk.github.self,
  })
}
