import { UserError } from '../errors.ts'

/** The names that were asked for, or all there are. Throws UserError for one that is not there. */
export function asked(known: readonly string[], names: readonly string[] | undefined, file: string): readonly string[] {
  const missing = names?.find((name) => !known.includes(name))
  if (missing === undefined) return names ?? known
  throw new UserError('The file has no such metric.', {
    place: { file, key: missing.slice(0, 80) },
    fix: `It has ${known.slice(0, 20).join(', ')}.`,
  })
}
