import { directionOf } from '../metrics/direction.ts'
import { asked } from './asked-metric.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import { meanOf } from './influence.ts'
import type { Runs } from './measured-file.ts'
import { withoutNoise } from './proportion.ts'
import { comparedBy } from './row.ts'
import { compareRuns, type RunDesign } from './seeds.ts'

/** Compares metrics of repeated trainings. Runs of the same seeds or folds belong together. */
export function compareRunTables(main: Runs, pr: Runs, { metrics }: CompareOptions): Comparison {
  const { mainRows, design, note } = designOf(main, pr)
  const rows = asked([...pr.metrics.keys()], metrics, pr.file).flatMap((name) => {
    const after = pr.metrics.get(name) ?? []
    const cells = main.metrics.get(name)
    if (cells === undefined) return []
    const before = mainRows?.map((row) => cells[row] ?? Number.NaN) ?? cells
    const estimate =
      design === undefined
        ? withoutNoise(meanOf(before), meanOf(after))
        : compareRuns({ main: before, pr: after, design })
    return [comparedBy(name, estimate, directionOf(name, []))]
  })
  const gone = [...pr.metrics.keys()].filter((name) => !main.metrics.has(name))
  const notes = gone.map((name) => `Main's runs have no \`${name}\`.`)
  return { basis: 'runs', rows, slices: [], notes: note === undefined ? notes : [note, ...notes] }
}

interface Design {
  /** Where main's run for each of pr's runs is; undefined when they do not belong together. */
  readonly mainRows?: readonly number[]
  /** Undefined when nothing can be said of the noise. */
  readonly design?: RunDesign
  readonly note?: string
}

function designOf(main: Runs, pr: Runs): Design {
  const mainRows = rowsOfSame(keysOf(main), keysOf(pr))
  const folds = new Set(pr.folds).size
  if (main.folds !== undefined || pr.folds !== undefined) {
    if (mainRows !== undefined && main.folds !== undefined && folds >= 2) {
      return { mainRows, design: { kind: 'folds', testPerTrain: 1 / (folds - 1) } }
    }
    return { note: 'The folds of the two models differ, and folds share training data: there is no noise estimate.' }
  }
  return mainRows === undefined ? { design: { kind: 'independent' } } : { mainRows, design: { kind: 'same seeds' } }
}

function keysOf({ seeds, folds }: Runs): readonly string[] {
  return (seeds ?? folds ?? []).map((seed, row) => `${seed}\0${folds?.[row] ?? ''}`)
}

/** Where each of `pr`'s keys is in `main`; undefined unless both have the same keys, each once. */
function rowsOfSame(main: readonly string[], pr: readonly string[]): readonly number[] | undefined {
  const rows = new Map(main.map((key, row) => [key, row]))
  const isOnce = rows.size === main.length && new Set(pr).size === pr.length
  if (!isOnce || main.length !== pr.length || !pr.every((key) => rows.has(key))) return undefined
  return pr.map((key) => rows.get(key) ?? 0)
}
