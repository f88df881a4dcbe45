import { meaningOf, type RawAnswers } from './answers.ts'
import { codedOne } from './cell.ts'
import type { Examples } from './examples.ts'
import type { Groups } from './influence.ts'
import { positiveAmong } from './positive-class.ts'
import type { Predictions } from './predictions.ts'
import { sortColumns } from './slice-column.ts'

/**
 * Lines up what two models answered; `mainRows` says where main's answer to each of pr's rows is. `positive` names the
 * positive class where the labels do not say it. Throws UserError when no label is `positive`.
 */
export function lineUp(
  main: Predictions,
  pr: Predictions,
  options: { readonly mainRows: Int32Array; readonly positive?: string | undefined },
): Examples {
  const { mainRows, positive } = options
  const inOrder = mainRows.every((at, row) => at === row)
  const aligned = (cells: readonly string[]): readonly string[] =>
    inOrder ? cells : Array.from(mainRows, (row) => cells[row] ?? '')
  const meaning = meaningOf(rawAnswers(main, pr, { aligned, mainRows }))
  const { label, names } = meaning.classes ?? labelsOf(pr)
  const code = meaning.task === 'classes' ? positiveAmong(names, positive) : undefined
  const sorted = sortColumns({ main: main.others, pr: pr.others, aligned })
  return {
    n: pr.ids.length,
    ...meaning,
    ...(code !== undefined && { positives: { label: Uint8Array.from(label, (own) => (own === code ? 1 : 0)), code } }),
    ...(pr.groups !== undefined && { groups: groupsOf(pr.groups) }),
    columns: sorted.columns,
    slices: sorted.slices,
    notes: [
      ...notesOnFiles(main, pr, aligned),
      ...notesOnClasses(meaning, names, code),
      ...notesOnScores(meaning, code, pr.ids),
      ...sorted.notes,
    ],
  }
}

function rawAnswers(
  main: Predictions,
  pr: Predictions,
  order: { readonly aligned: (cells: readonly string[]) => readonly string[]; readonly mainRows: Int32Array },
): RawAnswers {
  const { scores } = main
  return {
    labels: pr.labels,
    predictions:
      main.predictions === undefined || pr.predictions === undefined
        ? undefined
        : { main: order.aligned(main.predictions), pr: pr.predictions },
    scores:
      scores === undefined || pr.scores === undefined
        ? undefined
        : { main: Float64Array.from(order.mainRows, (row) => scores[row] ?? 0), pr: pr.scores },
  }
}

function labelsOf({ labels }: Predictions) {
  const { codes, names } = codedOne(labels)
  return { label: codes, names }
}

function groupsOf(cells: readonly string[]): Groups {
  const { codes, names } = codedOne(cells)
  return { codes, count: names.length }
}

function notesOnFiles(
  main: Predictions,
  pr: Predictions,
  aligned: (cells: readonly string[]) => readonly string[],
): readonly string[] {
  const notes = (['predictions', 'scores'] as const)
    .filter((column) => (main[column] === undefined) !== (pr[column] === undefined))
    .map((column) => `Only one of the two files has a column of ${column}, so it was not used.`)
  const [before, after] = [main.groups && aligned(main.groups), pr.groups]
  if (before === undefined && after === undefined) return notes
  if (before !== undefined && after?.every((group, row) => group === before[row])) return notes
  return [...notes, `The groups differ between the two files; those of ${after ? 'this model' : 'neither'} were used.`]
}

function notesOnClasses(
  { task, scores, classes }: Pick<Examples, 'task' | 'scores' | 'classes'>,
  names: readonly string[],
  code: number | undefined,
): readonly string[] {
  if (task === 'numbers') return scores === undefined ? [] : ['Scores mean nothing for labels that are measures.']
  const notes: string[] = []
  if (names.length <= 2 && code === undefined) {
    notes.push('Which of the two classes is the positive one is not known; name it to see precision, recall and F1.')
  }
  if (names.length > 2 && scores !== undefined) {
    notes.push(`Scores are of a positive class, and there are ${names.length} classes, so they were not used.`)
  }
  if (classes !== undefined && areStrangers(classes)) {
    notes.push('No prediction is one of the labels: look at how both are written.')
  }
  return notes
}

/** Without it two metrics would be missing and nobody knew why. */
function notesOnScores(
  { task, scores }: Pick<Examples, 'task' | 'scores'>,
  code: number | undefined,
  ids: readonly string[],
): readonly string[] {
  if (task === 'numbers' || scores === undefined || code === undefined) return []
  const isOutside = (score: number): boolean => !(score >= 0 && score <= 1)
  const outside = ids.flatMap((id, row) => {
    const score = [scores.pr[row] ?? 0, scores.main[row] ?? 0].find(isOutside)
    return score === undefined ? [] : [{ id, score }]
  })
  const [first] = outside
  if (first === undefined) return []
  const of = `${outside.length} of ${ids.length} examples ${outside.length === 1 ? 'has' : 'have'} a score outside 0 to 1, first ${first.score} of “${first.id.slice(0, 80)}”`
  return [`There is no \`log_loss\` and no \`brier\`, which need probabilities: ${of}.`]
}

function areStrangers({ label, main, pr }: NonNullable<Examples['classes']>): boolean {
  const wanted = new Set(label)
  return !main.some((answer) => wanted.has(answer)) && !pr.some((answer) => wanted.has(answer))
}
