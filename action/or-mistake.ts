import { UserError } from '../src/errors.ts'
import { passingFailure } from '../src/github/failure.ts'

/**
 * Does a part of the work. What a person can put right, and what GitHub could not do just now, becomes a part of the
 * result, so that it is told with everything else that the run found out; everything else is thrown on.
 * @param doing continues "when Serin wanted to …".
 */
export async function orMistake<T>(doing: string, work: () => Promise<T>): Promise<T | UserError> {
  try {
    return await work()
  } catch (error) {
    const mistake = error instanceof UserError ? error : passingFailure(error, doing)
    if (mistake === undefined) throw error
    return mistake
  }
}
