import type { Examples } from './examples.ts'

/** On how many examples two models do not say the same. */
export interface Differing {
  /** Classes, or numbers to come close to. */
  readonly answers?: number
  readonly scores?: number
}

/** Counts the examples whose answers differ, and those whose scores do. */
export function differing({ task, classes, targets, scores }: Examples): Differing {
  const answers = task === 'classes' ? classes : targets
  return {
    ...(answers !== undefined && { answers: differences(answers) }),
    ...(scores !== undefined && { scores: differences(scores) }),
  }
}

function differences({ main, pr }: { readonly main: ArrayLike<number>; readonly pr: ArrayLike<number> }): number {
  let count = 0
  for (let row = 0; row < pr.length; row += 1) if (main[row] !== pr[row]) count += 1
  return count
}

/** How two models differ, behind `the two models`; answers before scores, for nearly every score differs. */
export function differingText({ differing: found }: { readonly differing?: Differing | undefined }): string {
  const { answers, scores = 0 } = found ?? {}
  const text = (count: number): string => count.toLocaleString('en-US')
  if (answers !== undefined && answers > 0) return `differ on ${text(answers)}`
  if (scores > 0)
    return `${answers === 0 ? 'answer the same on every one, but ' : ''}differ in the scores of ${text(scores)}`
  return found === undefined || (answers ?? found.scores) === undefined ? '' : 'are equal on every one'
}
