import type { Reply } from '../src/release/reply.ts'
import { decideRelease, environmentFor, lackedRight, type ReleaseCommand, readWorld } from './decide-release.ts'
import { findDone } from './find-done.ts'
import type { ReleaseContext } from './release-context.ts'
import { writeChange } from './write-change.ts'

/** Others may change the gitops repository between reading and writing; then everything is read and decided again. */
const ATTEMPTS = 5

/** Tries to write until nobody else has moved what it was decided from. */
export async function untilWritten(attempt: () => Promise<Reply | 'moved'>): Promise<Reply> {
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    const reply = await attempt()
    if (reply !== 'moved') return reply
  }
  return {
    kind: 'refused',
    reason: `Others changed the gitops repository ${ATTEMPTS} times in a row while this was decided. Comment it again.`,
  }
}

/** Decides what a command makes of its environment and writes it, as a commit or as a pull request. */
export function changeRelease(command: ReleaseCommand, context: ReleaseContext): Promise<Reply> {
  return untilWritten(() => tryToChange(command, context))
}

async function tryToChange(command: ReleaseCommand, context: ReleaseContext): Promise<Reply | 'moved'> {
  const world = await readWorld(context)
  const done = await findDone(world.states, context)
  if (done !== undefined) return done
  const choice = environmentFor(command, world, context)
  if (choice.kind !== 'chosen') return choice
  const lacked = lackedRight(command, choice.state, context)
  if (lacked !== undefined) return { kind: 'refused', reason: `This needs ${lacked}.` }
  const decision = await decideRelease(command, choice.state, world, context)
  if (decision.kind !== 'change') return decision
  const reply = await writeChange(decision.change, context)
  if (reply === 'moved' || reply.kind !== 'changed' || decision.warnings.length === 0) return reply
  return { ...reply, warnings: [...decision.warnings, ...(reply.warnings ?? [])] }
}
