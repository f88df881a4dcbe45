import { type CompareOptions, compare, rowsOf } from '../../src/statistics/compare.ts'
import { readMeasured } from '../../src/statistics/measured-file.ts'
import type { Row } from '../../src/statistics/row.ts'

/** Numbers from 0 up to 1, the same for a seed on every machine (the linear congruential generator of ANSI C). */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x80000000
  }
}

/** A normal number with mean 0 and deviation 1, from uniform ones. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

export type Cells = Readonly<Record<string, string | number>>

export function csv(rows: readonly Cells[]): string {
  const header = Object.keys(rows[0] ?? {})
  return `${[header, ...rows.map((row) => header.map((name) => row[name]))].join('\n')}\n`
}

export function compareTexts(main: string, pr: string, options?: CompareOptions) {
  return compare(readMeasured(main, 'main.csv'), readMeasured(pr, 'pr.csv'), options)
}

export function compareRows(main: readonly Cells[], pr: readonly Cells[], options?: CompareOptions) {
  return compareTexts(csv(main), csv(pr), options)
}

export function rowOf(comparison: ReturnType<typeof compare>, metric: string): Row {
  const row = rowsOf(comparison).find((one) => one.metric === metric)
  if (row === undefined) throw new Error(`no row of ${metric}`)
  return row
}

/** 300 examples with answers and scores of two models: the data of the reference values. */
export function binaryAnswers() {
  const random = generator(7)
  const share = (score: number): number => Math.round(Math.min(0.999, Math.max(0.001, score)) * 50) / 50
  const examples = Array.from({ length: 300 }, (_, row) => {
    const label = random() < 0.3 ? 1 : 0
    const main = share(0.35 * label + 0.3 * random() + 0.3 * random())
    const pr = share(0.35 * label + 0.35 * random() + 0.3 * random())
    return { id: `r${row}`, label, main, pr, group: row % 23 }
  })
  const answers = (model: 'main' | 'pr') =>
    examples.map(({ id, label, [model]: score, group }) => ({
      id,
      label,
      prediction: score >= 0.5 ? 1 : 0,
      score,
      group,
    }))
  return { main: answers('main'), pr: answers('pr') }
}

/** The same rows without a column. */
export function without(rows: readonly Cells[], column: string): Cells[] {
  return rows.map(({ [column]: _, ...rest }) => rest)
}

/** 250 examples of four classes. */
export function classAnswers() {
  const random = generator(11)
  const answer = (label: number, share: number): number => (random() < share ? label : Math.floor(random() * 4))
  const examples = Array.from({ length: 250 }, (_, id) => {
    const draw = random()
    const label = [0.5, 0.8, 0.95].filter((end) => draw >= end).length
    return { id, label, main: answer(label, 0.8), pr: answer(label, 0.85) }
  })
  const answers = (model: 'main' | 'pr') =>
    examples.map(({ id, label, [model]: prediction }) => ({ id, label, prediction }))
  return { main: answers('main'), pr: answers('pr') }
}

/** 120 measures and two models' estimates of them. */
export function measures() {
  const random = generator(5)
  const rounded = (value: number): number => Math.round(value * 1000) / 1000
  const examples = Array.from({ length: 120 }, (_, id) => {
    const draw = 10 * random()
    const label = rounded(draw)
    return {
      id,
      label,
      main: rounded(label + 3 * (random() - 0.5)),
      pr: rounded(label + 2.6 * (random() - 0.5) + 0.05),
      group: id % 9,
    }
  })
  const answers = (model: 'main' | 'pr') =>
    examples.map(({ id, label, [model]: prediction, group }) => ({ id, label, prediction, group }))
  return { main: answers('main'), pr: answers('pr') }
}
