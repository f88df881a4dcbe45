import { readFreeze, STATE_BRANCH } from '../src/github/freeze.ts'
import { wantsPullRequests } from '../src/github/protection.ts'
import { readHead } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import type { PlannedCommand } from '../src/release/command.ts'
import { freezeFiles } from '../src/release/freeze-change.ts'
import type { Destination, Reply } from '../src/release/reply.ts'
import { decideFreeze, type FreezeCommand, lackedForFreeze } from './change-freeze.ts'
import { decideRelease, environmentFor, lackedRight, type ReleaseCommand, readWorld } from './decide-release.ts'
import { decideValue, environmentOfValue, lackedForValue, placeOfValue, type SetCommand } from './decide-value.ts'
import { whyUnprotected } from './demand-protection.ts'
import { proposalsToHold } from './hold-proposals.ts'
import { MODEL_CONFIG } from './load-release.ts'
import { isInsider, whatItNeeds } from './may-command.ts'
import { readPerson } from './read-standing.ts'
import type { ReleaseContext } from './release-context.ts'
import { proposedIn, readWaiting, toWithdraw, withdrawalOf } from './withdraw-proposals.ts'
import { whyUnsafe } from './write-change.ts'

/** What a command would write and where, or why it would not; nothing is written. */
export function planCommand(command: PlannedCommand, context: ReleaseContext): Promise<Reply> {
  switch (command.kind) {
    case 'freeze':
    case 'unfreeze':
      return planFreeze(command, context)
    case 'set':
      return planValue(command, context)
    case 'retrain':
      return planTraining(context)
    default:
      return planRelease(command, context)
  }
}

async function planRelease(command: ReleaseCommand, context: ReleaseContext): Promise<Reply> {
  const world = await readWorld(context)
  const waiting = command.kind === 'rollback' ? await readWaiting(world, context) : []
  const choice = environmentFor(command, world, context, proposedIn(waiting))
  if (choice.kind !== 'chosen') return choice
  const { state } = choice
  const only = toWithdraw(state, waiting, world, context)
  if (only.length > 0) {
    const withdraws = withdrawalOf(state.environment.name, only, context)
    return { kind: 'planned', outcome: { withdraws }, ...lacks(lackedRight(command, state, context)) }
  }
  const decision = await decideRelease(command, state, world, context)
  if (decision.kind !== 'change') return decision
  const unsafe = await whyUnsafe(decision.change, context)
  if (unsafe !== undefined) return { kind: 'refused', ...unsafe }
  const { next, previous, after } = decision.change
  return {
    kind: 'planned',
    model: context.model.name,
    environment: state.environment.name,
    outcome: { next, previous },
    to: await destination({ ...state.environment, branch: state.branch }, context),
    warnings: decision.warnings,
    diff: changedLines(state.text, after),
    ...lacks(lackedRight(command, state, context)),
  }
}

async function planValue(command: SetCommand, context: ReleaseContext): Promise<Reply> {
  const environment = environmentOfValue(command, context)
  const found = await placeOfValue(command, environment, context)
  if (found.kind !== 'place') return found
  const decision = decideValue(command, found.place, context)
  if (decision.kind !== 'change') return decision
  const unsafe = await whyUnprotected(found.place, context.sides.gitops, context.desk)
  if (unsafe !== undefined) return { kind: 'refused', ...unsafe }
  const { key, value } = decision.change
  const { branch, path, file } = found.place
  return {
    kind: 'planned',
    model: context.model.name,
    environment: environment.name,
    outcome: { key, value },
    to: await destination({ ...environment, branch, file: path }, context),
    diff: changedLines(file.text, decision.after),
    ...lacks(lackedForValue(environment, context)),
  }
}

async function planFreeze(command: FreezeCommand, context: ReleaseContext): Promise<Reply> {
  const decision = await decideFreeze(command, context)
  if (decision.kind !== 'change') return decision
  const { environments, kind } = decision.change
  const { files } = freezeFiles(decision.change)
  const diffs = await Promise.all(files.map((file) => freezeDiff(file, context)))
  const held = kind === 'freeze' ? await proposalsToHold(environments, context) : []
  return {
    kind: 'planned',
    model: context.model.name,
    environment: environments.join(', '),
    outcome: kind === 'freeze' ? { freezes: environments } : { frees: environments },
    to: {
      kind: 'commit',
      repository: context.sides.gitops.repository.fullName,
      branch: STATE_BRANCH,
      file: files.map(({ path }) => path).join(', '),
    },
    diff: diffs.join('\n'),
    warnings: held.map((name) => `\`${name}\` is open: its auto-merge is taken back, where it is on.`),
    ...lacks(lackedForFreeze(command, context)),
  }
}

/** The file that a freeze writes, or that its end removes, line by line. */
async function freezeDiff(
  { path, text }: { readonly path: string; readonly text: string | undefined },
  { sides }: ReleaseContext,
): Promise<string> {
  const { client, repository } = sides.gitops
  const before = await readFreeze(client, { repository: repository.fullName, path })
  const there = before.kind === 'text' ? before.text : ''
  const [from, to] = [there === '' ? '/dev/null' : path, text === undefined ? '/dev/null' : path]
  return `--- ${from}\n+++ ${to}\n${changedLines(there, text ?? '')}`
}

/** What `/retrain` would start, asked of the repository's files alone: the right to start anything is not needed. */
async function planTraining({ sides, model, job }: ReleaseContext): Promise<Reply> {
  const { client, repository } = sides.source
  const workflow = sides.modelConfig.models[model.name]?.retrain
  const branch = repository.defaultBranch
  const commit = sides.source.head ?? (await readHead(client, repository.fullName, branch))
  const path = `.github/workflows/${workflow}`
  const file = commit && workflow && (await readFile(client, { repository: repository.fullName, commit, path }))
  if (workflow === undefined || !file) {
    const reason =
      workflow === undefined
        ? `\`${model.name}\` names no workflow to start. Add \`retrain: <file name>\` to it in ${MODEL_CONFIG}.`
        : `There is no workflow \`${workflow}\` on the default branch. Correct \`retrain\` of \`${model.name}\` in ${MODEL_CONFIG}.`
    return { kind: 'refused', code: 'no-workflow', reason }
  }
  const person = await readPerson(sides.source, job.author)
  const url = `${repository.url}/actions/workflows/${workflow}`
  const right = isInsider(person?.role) ? undefined : whatItNeeds('retrain')
  return { kind: 'planned', outcome: { starts: { workflow, branch, url } }, ...lacks(right) }
}

async function destination(
  place: { readonly branch: string; readonly file: string; readonly change?: 'commit' | 'pull-request' },
  { sides }: ReleaseContext,
): Promise<Destination> {
  const { client, repository } = sides.gitops
  const byPull = place.change === 'pull-request' || (await wantsPullRequests(client, repository.fullName, place.branch))
  const kind = byPull ? 'pull-request' : 'commit'
  return { kind, repository: repository.fullName, branch: place.branch, file: place.file }
}

function lacks(right: string | undefined): { readonly lacks?: string } {
  return right === undefined ? {} : { lacks: right }
}
