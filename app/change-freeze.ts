import type { Environment } from '../src/config/gitops-config.ts'
import type { NewFile } from '../src/github/commit.ts'
import { commitState, STATE_BRANCH } from '../src/github/freeze.ts'
import { readLog } from '../src/github/log.ts'
import { readHead } from '../src/github/repository.ts'
import { authorize } from '../src/release/authorize.ts'
import type { Command } from '../src/release/command.ts'
import { type FreezeState, frozenCode, frozenReason } from '../src/release/freeze.ts'
import { type FreezeChange, freezeFiles } from '../src/release/freeze-change.ts'
import type { Reply } from '../src/release/reply.ts'
import { parseTrailers } from '../src/release/trailers.ts'
import { untilWritten } from './change-release.ts'
import { whyCommentStale } from './comment-stale.ts'
import { holdOrFree } from './hold-proposals.ts'
import { lacksRight } from './may-command.ts'
import { readFreezeOf } from './read-freezes.ts'
import type { ReleaseContext } from './release-context.ts'

export type FreezeCommand = Extract<Command, { kind: 'freeze' | 'unfreeze' }>

/** Stops the changes of environments or lets them through again, at once: the state has a branch of its own. */
export function changeFreeze(command: FreezeCommand, context: ReleaseContext): Promise<Reply> {
  return untilWritten(context, () => tryToChange(command, context))
}

export type DecidedFreeze =
  | { readonly kind: 'change'; readonly change: FreezeChange }
  | Extract<Reply, { kind: 'unchanged' | 'refused' }>

/** What the command makes of the environments that are meant: the named one, or all. */
export async function decideFreeze(command: FreezeCommand, context: ReleaseContext): Promise<DecidedFreeze> {
  const { sides, model, job, desk } = context
  const states = await Promise.all(
    meant(command, context).map(async (environment) => {
      return { environment, state: await readFreezeOf(sides.gitops, model.name, environment) }
    }),
  )
  const turned = states.filter(({ state }) => isToTurn(command, state))
  const [first] = states
  if (turned.length === 0 && first !== undefined) return nothingToTurn(command, first)
  const environments = turned.map(({ environment }) => environment.name)
  const at = `${desk.now().toISOString().slice(0, 19)}Z`
  const asked = { by: job.author.login, at, comment: job.comment.url }
  return { kind: 'change', change: { kind: command.kind, model: model.name, environments, ...asked } }
}

/** The right that is lacked in any of the environments that are meant; nothing when there is none. */
export function lackedForFreeze(command: FreezeCommand, context: ReleaseContext): string | undefined {
  for (const environment of meant(command, context)) {
    const isLast = environment === context.model.environments.at(-1)
    const right = authorize({ command: command.kind, environment, isLast, standing: context.standing })
    if (right.kind === 'refused') return right.asked
  }
  return undefined
}

async function tryToChange(command: FreezeCommand, context: ReleaseContext): Promise<Reply | 'moved'> {
  const done = await findDoneFreeze(command, context)
  if (done !== undefined) return done
  const lacked = lackedForFreeze(command, context)
  if (lacked !== undefined) return lacksRight(lacked)
  const decision = await decideFreeze(command, context)
  if (decision.kind !== 'change') return withHeld(decision, command, context)
  const stale = await whyCommentStale(context.job, context.sides.source)
  if (stale !== undefined) return { kind: 'refused', ...stale }
  context.desk.ending.throwIfAborted()
  return write(decision.change, context)
}

/** What is frozen already, by hand or in serin.yml, may have a proposal that GitHub is about to merge all the same. */
async function withHeld(
  decision: Exclude<DecidedFreeze, { kind: 'change' }>,
  command: FreezeCommand,
  context: ReleaseContext,
): Promise<Reply> {
  if (command.kind !== 'freeze') return decision
  const names = meant(command, context).map(({ name }) => name)
  const held = await holdOrFree('frozen', names, context)
  const taken = held.filter(({ autoMerge }) => autoMerge.kind === 'taken-back').map(({ name }) => `\`${name}\``)
  if (taken.length === 0) return decision
  return { ...decision, reason: `${decision.reason} Auto-merge is off on ${taken.join(', ')}.` }
}

async function write(change: FreezeChange, context: ReleaseContext): Promise<Reply | 'moved'> {
  const { client, repository } = context.sides.gitops
  const { files, message } = freezeFiles(change)
  const changed = files.map(({ path, text }): NewFile => (text === undefined ? { path, blob: null } : { path, text }))
  const outcome = await commitState(client, { repository: repository.fullName, files: changed, message })
  switch (outcome.kind) {
    case 'moved':
      return 'moved'
    case 'protected':
      return {
        kind: 'refused',
        code: 'state-branch-protected',
        reason: `The branch ${STATE_BRANCH} of ${repository.fullName}, which says what is frozen, takes no commits of Serin’s app (${outcome.reason}). Leave it out of the rules for branches, or write \`frozen: true\` for the environment in serin.yml.`,
      }
    case 'committed':
      return told(change, { sha: outcome.sha, url: outcome.url }, context)
  }
}

async function told(
  change: Pick<FreezeChange, 'kind' | 'model' | 'environments'>,
  commit: { readonly sha: string; readonly url: string },
  context: ReleaseContext,
): Promise<Reply> {
  const { sides } = context
  const repository = sides.gitops.repository.fullName
  const kind = change.kind === 'freeze' ? 'frozen' : 'unfrozen'
  const { model, environments } = change
  const proposals = await holdOrFree(kind, environments, context)
  return { kind, model, environments, written: { kind: 'commit', ...commit, repository }, proposals }
}

/** The reply to a command that was carried out before, and whose reply got lost with the process. */
export async function findDoneFreeze(command: FreezeCommand, context: ReleaseContext): Promise<Reply | undefined> {
  const { sides, model, job } = context
  const repository = sides.gitops.repository.fullName
  const head = await readHead(sides.gitops.client, repository, STATE_BRANCH)
  if (head === undefined) return undefined
  const at = { repository, commit: head, path: `freeze/${model.name}` }
  const commits = await readLog(sides.gitops.client, { ...at, limit: 20 })
  const made = commits.find(({ message }) => parseTrailers(message).command === job.comment.url)
  if (made === undefined) return undefined
  const environments = parseTrailers(made.message).environment?.split(', ') ?? []
  return told({ kind: command.kind, model: model.name, environments }, made, context)
}

function meant({ environment: named }: FreezeCommand, { model }: ReleaseContext): readonly Environment[] {
  return model.environments.filter(({ name }) => named === undefined || name === named)
}

function isToTurn({ kind }: FreezeCommand, state: FreezeState): boolean {
  if (kind === 'freeze') return state.kind === 'free'
  return state.kind === 'frozen' || state.kind === 'unreadable'
}

function nothingToTurn(
  command: FreezeCommand,
  { environment, state }: { readonly environment: Environment; readonly state: FreezeState },
): DecidedFreeze {
  if (state.kind === 'free') {
    return { kind: 'unchanged', code: 'nothing-frozen', reason: 'Nothing is frozen there.' }
  }
  const why = { code: frozenCode(state), reason: frozenReason(environment.name, state) }
  return command.kind === 'freeze' ? { kind: 'unchanged', ...why } : { kind: 'refused', ...why }
}
