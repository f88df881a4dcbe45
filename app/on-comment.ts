import { concernsModel, type ModelConfig } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { react } from '../src/github/comment.ts'
import { readChangedFiles } from '../src/github/pull-request.ts'
import { roleOf } from '../src/release/authorize.ts'
import { type Command, type CommandName, parseCommand } from '../src/release/command.ts'
import type { Reply } from '../src/release/reply.ts'
import { AuditTrail } from './audit.ts'
import { carryOut, type ModelCommand } from './carry-out.ts'
import type { Desk } from './desk.ts'
import { expectedReads } from './early-reads.ts'
import type { Permissions } from './github-access.ts'
import type { CommentJob } from './job.ts'
import {
  MODEL_CONFIG,
  type OpenRepository,
  openRepository,
  readModelConfig,
  readSides,
  readSource,
  releasedModel,
} from './load-release.ts'
import { isInsider, lacksRight, mayCommand, whatItNeeds } from './may-command.ts'
import { mirrorReply } from './mirror-release.ts'
import { mistakeOf } from './mistake.ts'
import { publicReply } from './public-reply.ts'
import { readMemberships, readPerson } from './read-standing.ts'
import type { ReleaseContext } from './release-context.ts'
import { retrain } from './retrain.ts'
import { type Audience, writeReply } from './write-reply.ts'

/** To react and to reply. */
const TO_ANSWER: Permissions = { metadata: 'read', pull_requests: 'write' }
const SOURCE_RIGHTS: Permissions = { ...TO_ANSWER, contents: 'read', issues: 'write', checks: 'read' }

/** Older commands are answered and not run: what they were said about may be long gone. */
const FRESH_MINUTES = 15

/** A reply and who asked: somebody who may change something here, somebody who may look, or anybody. */
interface Answer {
  readonly reply: Reply | 'silence'
  readonly audience: Audience
  /** What follows once it is told. */
  readonly afterwards?: () => Promise<void>
}

/**
 * A comment with a command: it is seen (👀), understood, checked, carried out, and answered by one reply that says
 * what changed or why nothing did. Safe to run again after a crash at any point: the change is found by its trailer,
 * the reply by its marker.
 */
export async function onComment(job: CommentJob, desk: Desk): Promise<void> {
  const { source, problem } = await openSource(job, desk)
  const trail = new AuditTrail(job)
  const comment = { repository: source.repository.fullName, id: job.comment.id }
  await react(source.client, { ...comment, content: 'eyes' })
  const { reply, audience, afterwards } = await answer({ job, source, problem, trail }, desk)
  if (reply === 'silence') {
    await react(source.client, { ...comment, content: 'confused' })
    desk.audit(trail.entry({ untold: 'silent', code: 'not-understood' }))
    return
  }
  // Whoever has the job by now finds what was changed, and answers. That a training began is found nowhere.
  if (reply.kind !== 'retrained') desk.ending.throwIfAborted()
  if (audience !== 'insider' && reply.kind === 'refused') await react(source.client, { ...comment, content: '-1' })
  await writeReply({ job, source, reply, audience }, desk)
  desk.audit(trail.entry(reply))
  await afterwards?.()
}

/** The reply to a command whose work failed for a reason that is ours; the id is where the log has the whole story. */
export async function onBroken(job: CommentJob, id: string, desk: Desk): Promise<void> {
  desk.audit(new AuditTrail(job).entry({ kind: 'broken', id }))
  const source = await openRepository(job.repository, TO_ANSWER, desk)
  // Nothing more is asked of GitHub than that it takes a comment: it may be what fails.
  await writeReply({ job, source, reply: { kind: 'broken', id }, audience: 'insider' }, desk)
}

/** Where the app was not granted all it needs, it may still be able to say so. */
async function openSource(
  job: CommentJob,
  desk: Desk,
): Promise<{ readonly source: OpenRepository; readonly problem?: UserError }> {
  try {
    const checkName = expectedReads(job, desk)?.checkName
    const pull = checkName === undefined ? undefined : { number: job.pullRequest, checkName }
    const expected = pull && { branches: [], pull }
    return { source: await openRepository(job.repository, SOURCE_RIGHTS, desk, { file: MODEL_CONFIG, expected }) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { source: await openRepository(job.repository, TO_ANSWER, desk), problem: error }
  }
}

interface Asked {
  readonly job: CommentJob
  readonly source: OpenRepository
  readonly trail: AuditTrail
}

async function answer(
  { job, source, problem, trail }: Asked & { readonly problem: UserError | undefined },
  desk: Desk,
): Promise<Answer> {
  const audience = () => audienceOf(job, source)
  try {
    if (problem !== undefined) throw problem
    const heard = parseCommand(job.comment.body, { environments: [] })
    if (heard.kind === 'none') return { reply: 'silence', audience: 'anybody' }
    trail.note({ command: heard.kind === 'invalid' ? heard.command : heard.kind, config: { source: source.head } })
    if (heard.kind === 'help') return { reply: { kind: 'help' }, audience: await audience() }
    if (heard.kind === 'retrain') {
      return { reply: await startTraining(heard, { job, source, trail }, desk), audience: await audience() }
    }
    return await decide({ heard, job, source, trail, audience }, desk)
  } catch (error) {
    if (error instanceof UserError) return { reply: mistakeOf(error), audience: await audience() }
    throw error
  }
}

/**
 * Who may write to the model's repository is no stranger, whatever they may do in the other one. Asked for only where
 * the other one does not tell that somebody is an insider.
 */
async function audienceOf(job: CommentJob, source: OpenRepository): Promise<'insider' | 'anybody'> {
  try {
    return isInsider((await readPerson(source, job.author))?.role) ? 'insider' : 'anybody'
  } catch (error) {
    if (error instanceof UserError) return 'anybody'
    throw error
  }
}

interface Heard extends Asked {
  readonly heard: Exclude<ReturnType<typeof parseCommand>, { kind: 'none' | 'help' | 'retrain' }>
  readonly audience: () => Promise<'insider' | 'anybody'>
}

async function decide({ heard, job, source, trail, audience }: Heard, desk: Desk): Promise<Answer> {
  const named = await readSource(source, desk, expectedReads(job, desk))
  const person = await readPerson(named.gitops, job.author)
  trail.note({
    role: person?.roleName ?? 'none',
    gitops: named.gitops.repository.fullName,
    config: { source: source.head, gitops: named.gitops.head },
  })
  // Nothing of the gitops repository is told to those who cannot see it, not even what is wrong there.
  if (person === undefined) {
    return { reply: heard.kind === 'invalid' ? 'silence' : refusal(heard.kind), audience: await audience() }
  }

  const sides = await readSides(named)
  const chosen = await chooseModel(job, heard.kind === 'invalid' ? undefined : heard.model, named)
  if (typeof chosen !== 'string') return { reply: chosen, audience: await audience() }
  const model = releasedModel(sides, chosen)
  trail.note({ model: chosen })
  const role = roleOf(person, sides.gitopsConfig.roles) ?? person.role

  const teams = await readMemberships(sides.gitops, model, { role, login: job.author.login }, desk)
  const standing = { role, teams }
  const mayChange = mayCommand(model, standing)
  const told: Audience = mayChange || (await audience()) === 'insider' ? 'insider' : 'reader'
  const command = parseCommand(job.comment.body, { environments: model.environments.map(({ name }) => name) })
  // Usage replies go to those who may command; everybody else could make Serin write as often as they like.
  if (command.kind === 'invalid')
    return { reply: mayChange ? { ...command, kind: 'usage' } : 'silence', audience: told }
  if (command.kind === 'none' || command.kind === 'help' || command.kind === 'retrain')
    throw new Error('Environments do not decide what a command is')
  const context = { job, sides, model, standing, desk, trail }
  const reply = await run(command, context)
  return { reply: publicReply(reply, sides), audience: told, afterwards: () => mirrorReply(reply, context) }
}

async function run(command: ModelCommand, context: ReleaseContext): Promise<Reply> {
  const { job, model, standing, desk } = context
  if (!mayCommand(model, standing, command.kind)) return refusal(command.kind)
  try {
    return await carryOut(command, context, lateBy(job, desk))
  } catch (error) {
    if (error instanceof UserError) return mistakeOf(error, model)
    throw error
  }
}

/** It costs the model repository's computing time, so that is where one needs the right. */
async function startTraining(
  command: Extract<Command, { kind: 'retrain' }>,
  { job, source, trail }: Asked,
  desk: Desk,
): Promise<Reply> {
  const person = await readPerson(source, job.author)
  trail.note({ role: person?.roleName ?? 'none' })
  if (!isInsider(person?.role)) return refusal('retrain')
  const modelConfig = await readModelConfig(source)
  const chosen = await chooseModel(job, command.model, { source, modelConfig })
  if (typeof chosen !== 'string') return chosen
  trail.note({ model: chosen })
  const minutes = lateBy(job, desk)
  const model = modelConfig.models[chosen]
  if (model === undefined) throw new Error('The chosen model is one of the configured ones')
  return minutes === undefined ? retrain(model, job, source, desk) : { kind: 'late', minutes }
}

function lateBy(job: CommentJob, desk: Desk): number | undefined {
  const minutes = Math.floor((desk.now().getTime() - Date.parse(job.comment.createdAt)) / 60_000)
  return minutes >= FRESH_MINUTES ? minutes : undefined
}

function refusal(command: CommandName): Reply {
  return lacksRight(whatItNeeds(command))
}

/** The model that is named, the only one there is, or the one that the pull request touches; else the question which. */
async function chooseModel(
  job: CommentJob,
  named: string | undefined,
  { source, modelConfig }: { readonly source: OpenRepository; readonly modelConfig: ModelConfig },
): Promise<string | Reply> {
  const all = Object.keys(modelConfig.models)
  const [model, ...others] = await modelsMeant()
  if (model !== undefined && others.length === 0) return model
  return { kind: 'which-model', models: model === undefined ? all : [model, ...others] }

  async function modelsMeant(): Promise<readonly string[]> {
    if (named !== undefined) return all.filter((name) => name === named)
    if (all.length === 1) return all
    const files = await readChangedFiles(source.client, source.repository.fullName, job.pullRequest)
    if (files === undefined) return all
    const touched = Object.values(modelConfig.models).filter((one) => concernsModel(one, files))
    return touched.map(({ name }) => name)
  }
}
