import type { Command } from '../src/release/command.ts'
import type { Reply } from '../src/release/reply.ts'
import { changeFreeze, findDoneFreeze } from './change-freeze.ts'
import { changeRelease } from './change-release.ts'
import { findDone } from './find-done.ts'
import { planCommand } from './plan.ts'
import { readStates } from './read-states.ts'
import { readStatus } from './read-status.ts'
import type { ReleaseContext } from './release-context.ts'
import { findDoneValue, setValue } from './set-value.ts'
import { findWithdrawn } from './withdraw-proposals.ts'

/** A command about the releases of a model. */
export type ModelCommand = Exclude<Command, { kind: 'help' | 'retrain' }>

/**
 * Carries out a command of somebody who may give it.
 * @param lateBy its age in minutes when it is too old to be run: then only the reply to what was done is found again.
 */
export async function carryOut(
  command: ModelCommand,
  context: ReleaseContext,
  lateBy: number | undefined,
): Promise<Reply> {
  if (lateBy !== undefined) return (await doneBefore(command, context)) ?? { kind: 'late', minutes: lateBy }
  switch (command.kind) {
    case 'status':
      return readStatus(command, context)
    case 'plan':
      return planCommand(command.command, context)
    case 'freeze':
    case 'unfreeze':
      return changeFreeze(command, context)
    case 'set':
      return setValue(command, context)
    default:
      return changeRelease(command, context)
  }
}

async function doneBefore(command: ModelCommand, context: ReleaseContext): Promise<Reply | undefined> {
  switch (command.kind) {
    case 'status':
    case 'plan':
      return undefined
    case 'freeze':
    case 'unfreeze':
      return findDoneFreeze(command, context)
    case 'set':
      return findDoneValue(command, context)
    default:
      return (
        (await findDone(await readStates(context.sides.gitops, context.model), context)) ??
        (command.kind === 'rollback' ? findWithdrawn(context) : undefined)
      )
  }
}
