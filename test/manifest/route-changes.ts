import { changedLines } from '../../src/manifest/line-diff.ts'

/** Each changed line as `before → after`, without its indent; with other lines than before, those with a sign. */
export function changes(before: string, after: string): string[] {
  const [old, current] = [before.split('\n'), after.split('\n')]
  if (old.length === current.length) {
    return old.flatMap((line, index) => (line === current[index] ? [] : [`${line.trim()} → ${current[index]?.trim()}`]))
  }
  return changedLines(before, after)
    .split('\n')
    .filter((line) => /^[-+]/.test(line))
    .map((line) => `${line[0]} ${line.slice(1).trim()}`)
}
