import { UserError } from '../../src/errors.ts'

/** The UserError that `act` throws. */
export function complaintOf(act: () => unknown): UserError {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was wrong')
}
