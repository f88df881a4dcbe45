import type { ConfusionMatrix } from './confusion-matrix.ts'
import type { Metric } from './sources.ts'

/** The counts of a matrix as what they are in the file: the items of a list of lists, `confusion_matrix.0.1`. */
export function matrixItems({ file, name, counts }: ConfusionMatrix): readonly Metric[] {
  const prefix = name === '' ? '' : `${name}.`
  return counts.flatMap((row, truth) =>
    row.map((value, prediction) => ({
      file,
      name: `${prefix}${truth}.${prediction}`,
      value: { kind: 'number', value } as const,
    })),
  )
}
