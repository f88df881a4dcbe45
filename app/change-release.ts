import type { Reply } from '../src/release/reply.ts'
import { whyCommentStale } from './comment-stale.ts'
import {
  decideRelease,
  environmentFor,
  lackedRight,
  type ReleaseCommand,
  readWorld,
  type World,
} from './decide-release.ts'
import type { Desk } from './desk.ts'
import { findDone } from './find-done.ts'
import { inTurn } from './in-turn.ts'
import { lacksRight } from './may-command.ts'
import { NotNow } from './queue/leased-run.ts'
import type { ManifestState } from './read-states.ts'
import type { ReleaseContext } from './release-context.ts'
import {
  afterRollback,
  findWithdrawn,
  namingWaiting,
  proposedIn,
  readWaiting,
  toWithdraw,
  withdraw,
  withdrawalOf,
} from './withdraw-proposals.ts'
import { writeChange } from './write-change.ts'

/** Others may change the gitops repository between reading and writing; then everything is read and decided again. */
const ATTEMPTS = 12

/** Who may do what, and the configuration, are read before the turn comes; older than that, they are read again. */
const LONGEST_WAIT_MS = 30_000

/**
 * Tries to write, one command after the other, until nobody else has moved what it was decided from.
 * @throws NotNow when the turn came so late that the command has to begin anew.
 */
export function untilWritten({ desk, sides }: ReleaseContext, attempt: () => Promise<Reply | 'moved'>): Promise<Reply> {
  const asked = desk.now().getTime()
  return inTurn(desk, sides.gitops.repository.fullName, async (hasWaited) => {
    if (desk.now().getTime() - asked > LONGEST_WAIT_MS)
      throw new NotNow('Others took long; who may command is read again.')
    if (hasWaited) for (const { early } of [sides.source, sides.gitops]) early?.forget()
    return tryOften(desk, attempt)
  })
}

async function tryOften(desk: Desk, attempt: () => Promise<Reply | 'moved'>): Promise<Reply> {
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    const reply = await attempt()
    if (reply !== 'moved') return reply
    if (count < ATTEMPTS) await desk.pause(count)
    desk.ending.throwIfAborted()
  }
  return {
    kind: 'refused',
    code: 'moved-too-often',
    reason: `Others changed the gitops repository ${ATTEMPTS} times in a row while this was decided. Comment it again.`,
  }
}

/** Decides what a command makes of its environment and writes it, as a commit or as a pull request. */
export function changeRelease(command: ReleaseCommand, context: ReleaseContext): Promise<Reply> {
  return untilWritten(context, () => tryToChange(command, context))
}

async function tryToChange(command: ReleaseCommand, context: ReleaseContext): Promise<Reply | 'moved'> {
  const world = await readWorld(context)
  const done = await findDone(world.states, context)
  if (command.kind === 'rollback') return tryToRollBack(command, { world, done }, context)
  if (done !== undefined) return done
  const choice = environmentFor(command, world, context)
  if (choice.kind !== 'chosen') return choice
  const lacked = lackedRight(command, choice.state, context)
  if (lacked !== undefined) return lacksRight(lacked)
  return decideAndWrite(command, choice.state, world, context)
}

/** A rollback takes back what runs, and what only waits to run as a pull request. */
async function tryToRollBack(
  command: Extract<ReleaseCommand, { kind: 'rollback' }>,
  { world, done }: { readonly world: World; readonly done: Awaited<ReturnType<typeof findDone>> },
  context: ReleaseContext,
): Promise<Reply | 'moved'> {
  const waiting = await readWaiting(world, context)
  if (done !== undefined) return withWarnings(done, await afterRollback(done, waiting, context))
  const withdrawn = await findWithdrawn(context)
  if (withdrawn !== undefined) return withdrawn
  const choice = environmentFor(command, world, context, proposedIn(waiting))
  if (choice.kind !== 'chosen') return choice
  const { state } = choice
  const lacked = lackedRight(command, state, context)
  if (lacked !== undefined) return lacksRight(lacked)
  const only = toWithdraw(state, waiting, world, context)
  if (only.length > 0) {
    const stale = await whyCommentStale(context.job, context.sides.source)
    if (stale !== undefined) return { kind: 'refused', ...stale }
    context.desk.ending.throwIfAborted()
    // GitHub may have merged one first: then its version runs, and is what is rolled back.
    if ((await withdraw(only, context)).length > 0) return 'moved'
    return { kind: 'withdrawn', ...withdrawalOf(state.environment.name, only, context) }
  }
  const reply = await decideAndWrite(command, state, world, context)
  if (reply === 'moved') return reply
  if (reply.kind !== 'changed') return namingWaiting(reply, state.environment.name, waiting, context)
  return withWarnings(reply, await afterRollback(reply, waiting, context))
}

async function decideAndWrite(
  command: ReleaseCommand,
  state: ManifestState,
  world: World,
  context: ReleaseContext,
): Promise<Reply | 'moved'> {
  const decision = await decideRelease(command, state, world, context)
  if (decision.kind !== 'change') return decision
  const reply = await writeChange(decision.change, context)
  return reply === 'moved' || reply.kind !== 'changed' ? reply : withWarnings(reply, [], decision.warnings)
}

function withWarnings(
  reply: Extract<Reply, { kind: 'changed' }>,
  after: readonly string[],
  before: readonly string[] = [],
): Reply {
  const warnings = [...before, ...(reply.warnings ?? []), ...after]
  return warnings.length === 0 ? reply : { ...reply, warnings }
}
