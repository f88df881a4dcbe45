import type { ConfusionMatrix } from '../../metrics/confusion-matrix.ts'
import type { Report } from '../content.ts'
import { breakableCode, details, tableOf } from '../markdown.ts'
import { formatNumber } from '../number.ts'
import { callOf, partnerOf } from '../partner.ts'
import { fitItems, type Section, type Space } from '../section.ts'

/** A wider table cannot be read: beyond it, the classes that are most often taken for each other are listed. */
const MOST_CLASSES = 12
const MOST_CONFUSED = 20

/** Confusion matrices, each folded: rows are what is true, columns what was predicted, with the difference to main's. */
export function confusionMatrices(report: Report, space: Space): Section {
  const matrices = report.sources?.matrices ?? []
  const folds = matrices.map((matrix) => {
    const title = matrices.length === 1 ? 'Confusion matrix' : `Confusion matrix ${callOf(matrix)}`
    const main = sameClasses(matrix, partnerOf(report.baselineSources?.matrices, matrix))
    return details(title, matrix.labels.length > MOST_CLASSES ? confused(matrix, main) : square(matrix, main))
  })
  return fitItems({
    items: folds,
    space,
    called: ['confusion matrix', 'confusion matrices'],
    render: (some) => some.join('\n\n'),
  })
}

function sameClasses(matrix: ConfusionMatrix, main: ConfusionMatrix | undefined): ConfusionMatrix | undefined {
  const isSame =
    main?.labels.length === matrix.labels.length && main.labels.every((name, at) => name === matrix.labels[at])
  return isSame ? main : undefined
}

function square(matrix: ConfusionMatrix, main: ConfusionMatrix | undefined): string {
  const { labels } = matrix
  const header = ['true ↓ predicted →', ...labels.map((name) => breakableCode(name))]
  const body = labels.map((name, truth) => [
    breakableCode(name),
    ...labels.map((_, predicted) => {
      const count = cellOf(matrix, main, [truth, predicted])
      return truth === predicted ? `**${count}**` : count
    }),
  ])
  const note = main === undefined ? '' : '\n\nIn brackets: the difference to main.'
  return tableOf([header, ...body], ['l', ...labels.map(() => 'r' as const)]) + note
}

function confused(matrix: ConfusionMatrix, main: ConfusionMatrix | undefined): string {
  const { labels } = matrix
  const { most, all } = mostConfused(matrix)
  if (all === 0) return `None of the ${labels.length} classes is taken for another one.`
  const body = most.map(({ at }) => [
    breakableCode(labels[at[0]] ?? ''),
    breakableCode(labels[at[1]] ?? ''),
    cellOf(matrix, main, at),
  ])
  const which = all > most.length ? ` the ${most.length} most frequent of ${all} confusions` : ' the confusions'
  const table = tableOf([['true', 'predicted as', 'count'], ...body], ['l', 'l', 'r'])
  return `${labels.length} classes;${which}${main === undefined ? '' : ', in brackets the difference to main'}:\n\n${table}`
}

/** One pass and a short list: thousands of classes have millions of cells. */
function mostConfused({ counts }: ConfusionMatrix) {
  const most: { readonly at: readonly [number, number]; readonly count: number }[] = []
  let all = 0
  for (const [truth, row] of counts.entries()) {
    for (const [predicted, count] of row.entries()) {
      if (truth === predicted || !(count > 0)) continue
      all += 1
      if (most.length === MOST_CONFUSED && count <= (most.at(-1)?.count ?? 0)) continue
      const place = most.findIndex((known) => known.count < count)
      most.splice(place < 0 ? most.length : place, 0, { at: [truth, predicted], count })
      if (most.length > MOST_CONFUSED) most.pop()
    }
  }
  return { most, all }
}

function cellOf(matrix: ConfusionMatrix, main: ConfusionMatrix | undefined, at: readonly [number, number]): string {
  const count = countOf(matrix, at)
  const change = main === undefined ? 0 : count - countOf(main, at)
  return change === 0 ? formatNumber(count) : `${formatNumber(count)} (${change > 0 ? '+' : ''}${formatNumber(change)})`
}

function countOf({ counts }: ConfusionMatrix, [truth, predicted]: readonly [number, number]): number {
  return counts[truth]?.[predicted] ?? 0
}
