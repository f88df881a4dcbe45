import { UserError } from '../errors.ts'

const POSITIVE: ReadonlySet<string> = new Set(['1', 'true', 'yes', 'y', 't', 'pos', 'positive'])
const NEGATIVE: ReadonlySet<string> = new Set(['0', '-1', 'false', 'no', 'n', 'f', 'neg', 'negative'])

/** No class of the test set: every example is of the negative one. */
export const ABSENT = -1

/**
 * Which of at most two classes is the positive one, by its place in `names`: the one asked for, else the one that is
 * called so (1, true, yes, positive). Undefined when there are more classes or none is called so: nothing is guessed.
 * Throws UserError when the one asked for is not there.
 */
export function positiveAmong(names: readonly string[], asked: string | undefined): number | undefined {
  if (asked !== undefined) {
    const found = names.indexOf(asked)
    if (found >= 0) return names.length <= 2 ? found : undefined
    const some = names.slice(0, 5).map((name) => `“${name.slice(0, 40)}”`)
    throw new UserError(`No label is “${asked.slice(0, 40)}”.`, { fix: `There are ${some.join(', ')}.` })
  }
  if (names.length > 2) return undefined
  const found = names.findIndex((name) => POSITIVE.has(name.toLowerCase()))
  if (found >= 0) return found
  return names.length === 1 && NEGATIVE.has(names[0]?.toLowerCase() ?? '') ? ABSENT : undefined
}
