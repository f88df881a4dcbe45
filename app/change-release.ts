import type { Reply } from '../src/release/reply.ts'
import { decideRelease, environmentFor, lackedRight, type ReleaseCommand, readWorld } from './decide-release.ts'
import type { Desk } from './desk.ts'
import { findDone } from './find-done.ts'
import { inTurn } from './in-turn.ts'
import { lacksRight } from './may-command.ts'
import type { ReleaseContext } from './release-context.ts'
import { writeChange } from './write-change.ts'

/** Others may change the gitops repository between reading and writing; then everything is read and decided again. */
const ATTEMPTS = 12

/** Tries to write, one command after the other, until nobody else has moved what it was decided from. */
export function untilWritten({ desk, sides }: ReleaseContext, attempt: () => Promise<Reply | 'moved'>): Promise<Reply> {
  return inTurn(desk, sides.gitops.repository.fullName, () => tryOften(desk, attempt))
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
  if (done !== undefined) return done
  const choice = environmentFor(command, world, context)
  if (choice.kind !== 'chosen') return choice
  const lacked = lackedRight(command, choice.state, context)
  if (lacked !== undefined) return lacksRight(lacked)
  const decision = await decideRelease(command, choice.state, world, context)
  if (decision.kind !== 'change') return decision
  const reply = await writeChange(decision.change, context)
  if (reply === 'moved' || reply.kind !== 'changed' || decision.warnings.length === 0) return reply
  return { ...reply, warnings: [...decision.warnings, ...(reply.warnings ?? [])] }
}
