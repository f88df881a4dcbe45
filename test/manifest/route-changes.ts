import { changedLines } from '../../src/manifest/line-diff.ts'

/** Only the lines with a sign, without their indent. */
export function changes(before: string, after: string): string[] {
  return changedLines(before, after)
    .split('\n')
    .filter((line) => /^[-+]/.test(line))
    .map((line) => `${line[0]} ${line.slice(1).trim()}`)
}
