import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UserError } from '../src/errors.ts'
import { parseMetrics } from '../src/metrics/metrics.ts'
import { type CompareOptions, compare, rowsOf } from '../src/statistics/compare.ts'
import { type Measured, readMeasured } from '../src/statistics/measured-file.ts'
import type { CommandResult } from './command-result.ts'
import { comparisonText } from './comparison-text.ts'

const OPTIONS = {
  metric: { type: 'string', multiple: true },
  positive: { type: 'string' },
  'max-regression': { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Predictions and runs are tables; these hold one number for each metric. */
const METRICS_FILE = /\.(json|ya?ml|toml)$/i

const LARGEST_FILE = 500_000_000

/**
 * `serin compare`: the comparison of two files of predictions, runs or single metrics (a table, or a metrics file), as text or as JSON rows; what
 * the rows do not say goes to the error output then. The exit code is 1 when `--max-regression` is broken.
 * @throws UserError for wrong arguments or a file that cannot be read or compared.
 */
export function compareCommand(args: readonly string[]): CommandResult {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  const [main, candidate, ...more] = positionals
  if (main === undefined || candidate === undefined || more.length > 0) {
    throw new UserError('It takes two files.', { fix: 'Write `serin compare main.csv candidate.csv`.' })
  }
  const options: CompareOptions = {
    metrics: values.metric,
    positive: values.positive,
    limit: limitOf(values['max-regression']),
  }
  const comparison = compare(readFile(main), readFile(candidate), options)
  const rows = rowsOf(comparison)
  const exitCode = rows.some(({ gate }) => gate === 'fail') ? 1 : 0
  if (!values.json) return { output: comparisonText(comparison), exitCode }
  process.stderr.write(comparison.notes.map((note) => `${note}\n`).join(''))
  return { output: `${JSON.stringify(rows)}\n`, exitCode }
}

function limitOf(text: string | undefined): CompareOptions['limit'] {
  if (text === undefined) return undefined
  const [, amount, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  if (amount === undefined) {
    throw new UserError('`--max-regression` is not an amount.', { fix: 'Write a number (0.005) or a percentage (2%).' })
  }
  return { amount: Number(amount), unit: percent === '%' ? 'percent' : 'absolute' }
}

function readFile(file: string): Measured {
  return METRICS_FILE.test(file) ? summaryOf(file) : readMeasured(textOf(file), file)
}

/** The numbers of a metrics file; how many examples they are over, it does not say. */
function summaryOf(file: string): Measured {
  const metrics = parseMetrics([{ path: file, text: textOf(file) }])
  const numbers = metrics.flatMap(({ name, value }) =>
    value.kind === 'number' ? [[name, { value: value.value }] as const] : [],
  )
  if (numbers.length > 0) return { kind: 'summary', summary: { file, metrics: new Map(numbers) } }
  throw new UserError('The file holds no number.', { place: { file }, fix: 'Name a file of metrics.' })
}

function textOf(file: string): string {
  const place = { file }
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new UserError('There is no such file.', { place })
  if (!found.isFile()) throw new UserError('This is not a file.', { place })
  if (found.size > LARGEST_FILE) {
    throw new UserError('The file is larger than 500 MB.', { place, fix: 'Keep only the columns that are compared.' })
  }
  return readFileSync(file, 'utf8')
}
