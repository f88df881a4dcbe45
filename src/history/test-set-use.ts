import type { HistoryRecord } from './record.ts'

/** On how many measurements the same test set was used, this one of `sha` included; a merge that took over its pull request's counts once. */
export function usesOfTestSet(records: readonly HistoryRecord[], testSet: string, sha: string): number {
  const used = records.filter((record) => record.testSet === testSet)
  return new Set([...used.map((record) => record.reusedFrom ?? record.sha), sha]).size
}
