import type { Predictions } from './predictions.ts'

/** Whether two models answered the same examples, and where main's answer to each of pr's rows is. */
export type Pairing =
  | { readonly kind: 'paired'; readonly mainRows: Int32Array }
  | {
      readonly kind: 'unpaired'
      /** Why, as a sentence. */
      readonly reason: string
    }

/** Pairs by id, in any order, and only when both have the same ids with the same labels. */
export function pair(main: Predictions, pr: Predictions): Pairing {
  if (main.testSet === pr.testSet && pr.ids.every((id, row) => id === main.ids[row])) {
    return { kind: 'paired', mainRows: Int32Array.from(pr.ids, (_, row) => row) }
  }
  const rows = new Map<string, number>()
  for (const [row, id] of main.ids.entries()) rows.set(id, row)
  if (main.testSet !== pr.testSet) return { kind: 'unpaired', reason: reasonOf(main, pr, rows) }
  return { kind: 'paired', mainRows: Int32Array.from(pr.ids, (id) => rows.get(id) ?? 0) }
}

function reasonOf(main: Predictions, pr: Predictions, rows: ReadonlyMap<string, number>): string {
  const strangers = pr.ids.filter((id) => !rows.has(id))
  const missing = main.ids.length - (pr.ids.length - strangers.length)
  const sizes = `main has ${main.ids.length} examples, this model ${pr.ids.length}`
  if (strangers.length > 0 || missing > 0) {
    return `The two models did not answer the same examples: ${sizes}, ${strangers.length} ids are new and ${missing} are gone.`
  }
  const relabelled = pr.ids.filter((id, row) => main.labels[rows.get(id) ?? -1] !== pr.labels[row])
  return `The labels of ${relabelled.length} of ${pr.ids.length} examples differ between the two models' files, first of “${relabelled[0]?.slice(0, 80)}”.`
}
