import type { ConfusionMatrix } from './confusion-matrix.ts'
import type { Roc } from './roc.ts'
import type { Metric, Sources } from './sources.ts'

/**
 * What a report draws and no metric says, as what it is in the file: the items of lists. `confusion_matrix.0.1` is how
 * often the first class was taken for the second, `roc.3.tpr` a rate at the fourth threshold.
 */
export function plotItems({ matrices, rocs }: Pick<Sources, 'matrices' | 'rocs'>): readonly Metric[] {
  return [...matrices.flatMap(matrixItems), ...rocs.flatMap(rocItems)]
}

function matrixItems({ file, name, counts }: ConfusionMatrix): readonly Metric[] {
  const prefix = prefixOf(name, /confusion/i, 'confusion_matrix')
  return counts.flatMap((row, truth) =>
    row.map((value, prediction) => numberOf(file, `${prefix}.${truth}.${prediction}`, value)),
  )
}

function rocItems({ file, name, points }: Roc): readonly Metric[] {
  const prefix = prefixOf(name, /roc/i, 'roc')
  return points.flatMap(({ falsePositiveRate, truePositiveRate, threshold }, at) => [
    numberOf(file, `${prefix}.${at}.fpr`, falsePositiveRate),
    numberOf(file, `${prefix}.${at}.tpr`, truePositiveRate),
    ...(threshold === undefined ? [] : [numberOf(file, `${prefix}.${at}.threshold`, threshold)]),
  ])
}

/** The place in the file, with a word for what it is where that does not say so. */
function prefixOf(name: string, says: RegExp, word: string): string {
  if (says.test(name)) return name
  return name === '' ? word : `${name}.${word}`
}

function numberOf(file: string, name: string, value: number): Metric {
  return { file, name, value: { kind: 'number', value } }
}
