import { concernsModel } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { react, upsertComment } from '../src/github/comment.ts'
import { readChangedFiles } from '../src/github/pull-request.ts'
import { type Command, type CommandName, parseCommand } from '../src/release/command.ts'
import { type Reply, renderReply } from '../src/release/reply.ts'
import { changeRelease } from './change-release.ts'
import type { Desk } from './desk.ts'
import { findDone } from './find-done.ts'
import type { Permissions } from './github-access.ts'
import type { CommentJob } from './job.ts'
import {
  type OpenRepository,
  openRepository,
  type ReleaseSides,
  readSides,
  readSource,
  releasedModel,
} from './load-release.ts'
import { mayCommand, whatItNeeds } from './may-command.ts'
import { readMemberships, readRole } from './read-standing.ts'
import { readStates } from './read-states.ts'
import { readStatus } from './read-status.ts'
import type { ReleaseContext } from './release-context.ts'

/** To react and to reply. */
const TO_ANSWER: Permissions = { metadata: 'read', pull_requests: 'write' }
const SOURCE_RIGHTS: Permissions = { ...TO_ANSWER, contents: 'read', issues: 'write', checks: 'read' }

/** Older commands are answered and not run: what they were said about may be long gone. */
const FRESH_MINUTES = 15

/**
 * A comment with a command: it is seen (👀), understood, checked, carried out, and answered by one reply that says
 * what changed or why nothing did. Safe to run again after a crash at any point: the change is found by its trailer,
 * the reply by its marker.
 */
export async function onComment(job: CommentJob, desk: Desk): Promise<void> {
  const { source, problem } = await openSource(job, desk)
  const comment = { repository: source.repository.fullName, id: job.comment.id }
  await react(source.client, { ...comment, content: 'eyes' })
  const reply = problem === undefined ? await answer(job, source, desk) : { kind: 'mistake' as const, error: problem }
  if (reply === 'silence') await react(source.client, { ...comment, content: 'confused' })
  else await writeReply(job, source, reply, desk)
}

/** The reply to a command whose work failed for a reason that is ours; the id is where the log has the whole story. */
export async function onBroken(job: CommentJob, id: string, desk: Desk): Promise<void> {
  await writeReply(job, await openRepository(job.repository, TO_ANSWER, desk), { kind: 'broken', id }, desk)
}

/** Where the app was not granted all it needs, it may still be able to say so. */
async function openSource(
  job: CommentJob,
  desk: Desk,
): Promise<{ readonly source: OpenRepository; readonly problem?: UserError }> {
  try {
    return { source: await openRepository(job.repository, SOURCE_RIGHTS, desk) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { source: await openRepository(job.repository, TO_ANSWER, desk), problem: error }
  }
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
  if (heard.kind === 'help') return { kind: 'help' }

  const named = await readSource(source, desk)
  const role = await readRole(named.gitops, job.author)
  // Nothing of the gitops repository is told to those who cannot see it, not even what is wrong there.
  if (role === undefined) return heard.kind === 'invalid' ? 'silence' : refusal(heard.kind)

  const sides = await readSides(named)
  const models = await modelsMeant(job, heard.kind === 'invalid' ? undefined : heard.model, sides)
  const [name, ...others] = models
  if (name === undefined || others.length > 0)
    return { kind: 'which-model', models: name === undefined ? Object.keys(sides.modelConfig.models) : models }
  const model = releasedModel(sides, name)

  const teams = await readMemberships(sides.gitops, model, { role, login: job.author.login }, desk)
  const standing = { role, teams }
  const command = parseCommand(job.comment.body, { environments: model.environments.map(({ name }) => name) })
  // Usage replies go to those who may command; everybody else could make Serin write as often as they like.
  if (command.kind === 'invalid') return mayCommand(model, standing) ? { ...command, kind: 'usage' } : 'silence'
  if (command.kind === 'none' || command.kind === 'help')
    throw new Error('Environments do not decide what a command is')
  return run(command, { job, sides, model, standing, desk })
}

async function run(command: Exclude<Command, { kind: 'help' }>, context: ReleaseContext): Promise<Reply> {
  const { job, model, standing, desk } = context
  if (!mayCommand(model, standing, command.kind)) return refusal(command.kind)
  const minutes = Math.floor((desk.now().getTime() - Date.parse(job.comment.createdAt)) / 60_000)
  const isLate = minutes >= FRESH_MINUTES
  if (command.kind === 'status') return isLate ? { kind: 'late', minutes } : readStatus(command, context)
  if (!isLate) return changeRelease(command, context)
  const done = await findDone(await readStates(context.sides.gitops, model), context)
  return done ?? { kind: 'late', minutes }
}

function refusal(command: CommandName): Reply {
  return { kind: 'refused', reason: `This needs ${whatItNeeds(command)}.` }
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

async function writeReply(job: CommentJob, source: OpenRepository, reply: Reply, desk: Desk): Promise<void> {
  const marker = `<!-- serin:reply ${job.comment.id} -->`
  await upsertComment(source.client, {
    repository: source.repository.fullName,
    pullRequest: job.pullRequest,
    marker,
    body: `${marker}\n${renderReply(reply)}`,
    author: desk.github.self,
  })
}
