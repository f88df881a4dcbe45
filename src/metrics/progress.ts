import { UserError } from '../errors.ts'
import { type MetricFile, parseSources } from './metrics.ts'

/** How far a training has come, by the files that it is still writing. */
export interface Progress {
  /** The furthest step: `epoch` 12. */
  readonly step: { readonly name: string; readonly value: number } | undefined
  /** The newest values, in the order of the files. */
  readonly metrics: readonly { readonly name: string; readonly value: number }[]
}

/** As people count a training, the coarsest first. */
const STEP_WORDS = ['epoch', 'round', 'step', 'global_step', 'iteration', 'iter']
/** Files that grow by lines; any other file is written as a whole. */
const GROWS_BY_LINES = /\.(csv|tsv|jsonl|ndjson)$/i

/** Reads files that are not complete: a last line without an end does not count, and what cannot be read says nothing. */
export function progressOf(files: readonly MetricFile[]): Progress {
  const found = files.flatMap((file) => valuesIn(file) ?? [])
  const isStep = (name: string) => STEP_WORDS.includes(name.toLowerCase())
  const steps = found.filter(({ name }) => isStep(name))
  const word = STEP_WORDS.find((candidate) => steps.some(({ name }) => name.toLowerCase() === candidate))
  const furthest = steps
    .filter(({ name }) => name.toLowerCase() === word)
    .toSorted((one, other) => other.value - one.value)
  const names = new Set(found.map(({ name }) => name))
  const isBest = (name: string) => name.endsWith('.best') && names.has(name.slice(0, -'.best'.length))
  return { step: furthest[0], metrics: found.filter(({ name }) => !isStep(name) && !isBest(name)) }
}

type NamedNumbers = Progress['metrics']

function valuesIn(file: MetricFile): NamedNumbers | undefined {
  const text = GROWS_BY_LINES.test(file.path) ? file.text.slice(0, file.text.lastIndexOf('\n') + 1) : file.text
  try {
    const { metrics, curves } = parseSources([{ ...file, text }])
    const values = metrics.flatMap(({ name, value }) => (value.kind === 'number' ? [{ name, value: value.value }] : []))
    const [curve] = curves
    const last = curve?.points.at(-1)
    const known = new Set(values.map(({ name }) => name))
    return curve === undefined || last === undefined || known.has(curve.stepName)
      ? values
      : [...values, { name: curve.stepName, value: last.step }]
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
