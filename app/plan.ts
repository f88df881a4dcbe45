import { STATE_BRANCH } from '../src/github/freeze.ts'
import { wantsPullRequests } from '../src/github/protection.ts'
import { changedLines } from '../src/manifest/line-diff.ts'
import type { ChangingCommand } from '../src/release/command.ts'
import { freezeFiles } from '../src/release/freeze-change.ts'
import type { Destination, Reply } from '../src/release/reply.ts'
import { decideFreeze, type FreezeCommand, lackedForFreeze } from './change-freeze.ts'
import { decideRelease, environmentFor, lackedRight, type ReleaseCommand, readWorld } from './decide-release.ts'
import { decideValue, environmentOfValue, lackedForValue, placeOfValue, type SetCommand } from './decide-value.ts'
import { whyUnprotected } from './demand-protection.ts'
import type { ReleaseContext } from './release-context.ts'
import { whyUnsafe } from './write-change.ts'

/** What a command would write and where, or why it would not; nothing is written. */
export function planCommand(command: ChangingCommand, context: ReleaseContext): Promise<Reply> {
  switch (command.kind) {
    case 'freeze':
    case 'unfreeze':
      return planFreeze(command, context)
    case 'set':
      return planValue(command, context)
    default:
      return planRelease(command, context)
  }
}

async function planRelease(command: ReleaseCommand, context: ReleaseContext): Promise<Reply> {
  const world = await readWorld(context)
  const choice = environmentFor(command, world, context)
  if (choice.kind !== 'chosen') return choice
  const { state } = choice
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
  const diffs = files.map(({ path, text }) => `${text === undefined ? '-' : '+'} ${path}`)
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
    ...lacks(lackedForFreeze(command, context)),
  }
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
