import { deliverChange } from '../src/github/deliver-change.ts'
import { readFile } from '../src/github/tree.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import type { Reply, Written } from '../src/release/reply.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import { renderValueRequest } from '../src/release/value-request.ts'
import { untilWritten } from './change-release.ts'
import { whyCommentStale } from './comment-stale.ts'
import { completeProposal } from './complete-proposal.ts'
import {
  type DecidedValue,
  decideValue,
  environmentOfValue,
  lackedForValue,
  placeOfValue,
  type SetCommand,
  type ValuePlace,
} from './decide-value.ts'
import { whyUnprotected } from './demand-protection.ts'
import { lacksRight } from './may-command.ts'
import type { ReleaseContext } from './release-context.ts'

/** Changes a value that the environment declares, as a commit or as a pull request. */
export function setValue(command: SetCommand, context: ReleaseContext): Promise<Reply> {
  return untilWritten(context, () => tryToSet(command, context))
}

/** The reply to a command that was carried out before, and whose reply got lost with the process. */
export async function findDoneValue(command: SetCommand, context: ReleaseContext): Promise<Reply | undefined> {
  const found = await placeOfValue(command, environmentOfValue(command, context), context)
  return found.kind === 'place' ? replyToDone(command, found.place, context) : undefined
}

async function tryToSet(command: SetCommand, context: ReleaseContext): Promise<Reply | 'moved'> {
  const environment = environmentOfValue(command, context)
  const lacked = lackedForValue(environment, context)
  if (lacked !== undefined) return lacksRight(lacked)
  const found = await placeOfValue(command, environment, context)
  if (found.kind !== 'place') return found
  const done = await replyToDone(command, found.place, context)
  if (done !== undefined) return done
  const decision = decideValue(command, found.place, context)
  if (decision.kind !== 'change') return decision
  const unsafe = await whyUnprotected(found.place, context.sides.gitops, context.desk)
  if (unsafe !== undefined) return { kind: 'refused', ...unsafe }
  const stale = await whyCommentStale(context.job, context.sides.source)
  if (stale !== undefined) return { kind: 'refused', ...stale }
  context.desk.ending.throwIfAborted()
  return write(decision, context)
}

async function write({ change, place, after }: DecidedValue, context: ReleaseContext): Promise<Reply | 'moved'> {
  const { client, repository } = context.sides.gitops
  const { path, branch, head, file, environment } = place
  const diff = changedLines(file.text, after)
  const { message, proposal } = renderValueRequest(change, diff)
  const changed = { repository: repository.fullName, path, mode: file.mode, before: file.text, after, message }
  const by = environment.change === 'pull-request' ? 'pull-request' : 'as-protected'
  const written = await deliverChange(client, { file: changed, branch, head, proposal, by })
  if (written === 'moved') return 'moved'
  const opened = { environment, title: proposal.title, message, brings: undefined, isRollback: false }
  const warnings = written.kind === 'commit' ? [] : await completeProposal({ ...written, ...opened }, context)
  return { ...replyOf(change, written, diff), ...(warnings.length > 0 && { warnings }) }
}

function replyOf(
  { model, environment, key, value }: DecidedValue['change'],
  written: Written,
  diff: string,
): Extract<Reply, { kind: 'set' }> {
  return { kind: 'set', model, environment: environment.name, key, value, written, diff }
}

async function replyToDone(
  { key }: SetCommand,
  { commits, path, asked, environment }: ValuePlace,
  { job, sides, model }: ReleaseContext,
): Promise<Reply | undefined> {
  const index = commits.findIndex(({ message }) => parseTrailers(message).command === job.comment.url)
  const [made, older] = index < 0 ? [] : commits.slice(index)
  if (made === undefined) return undefined
  const { client, repository } = sides.gitops
  const at = { repository: repository.fullName, path }
  const [after, before] = await Promise.all([
    readFile(client, { ...at, commit: made.sha }),
    older && readFile(client, { ...at, commit: older.sha }),
  ])
  return {
    kind: 'set',
    model: model.name,
    environment: environment.name,
    key,
    value: asked.value,
    written: { kind: 'commit', sha: made.sha, url: made.url, repository: repository.fullName },
    diff: changedLines(before?.text ?? '', after?.text ?? ''),
  }
}
