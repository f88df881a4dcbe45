import { parseArgs } from 'node:util'
import { UserError } from '../src/errors.ts'
import { type HistoryRecord, modelsIn } from '../src/history/history.ts'
import { formatDuration } from '../src/report/duration.ts'
import { formatNumber } from '../src/report/number.ts'
import { openRepository } from '../src/shell/git.ts'
import { DATA_BRANCH, dataBranchIn, newestRecordsIn } from './cloned-history.ts'
import type { CommandResult } from './command-result.ts'
import { plainRows } from './text-table.ts'

const OPTIONS = {
  model: { type: 'string' },
  limit: { type: 'string' },
  branch: { type: 'string' },
  json: { type: 'boolean' },
} as const

const DEFAULT_LIMIT = 20
/** A terminal has room for so many metrics; `--json` has all. */
const MOST_COLUMNS = 6

interface Measured {
  readonly model: string
  /** Newest first. */
  readonly records: readonly HistoryRecord[]
}

/**
 * `serin history`: the rows to print. Only the newest files of the history are read.
 * @throws UserError for wrong arguments, a clone without the data branch, an unknown model, or a broken history.
 */
export async function historyCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true })
  const limit = limitOf(values.limit)
  const repository = openRepository(folder)
  try {
    const branch = await dataBranchIn(repository, values.branch ?? DATA_BRANCH)
    const models = chosen(modelsIn(branch.paths), values.model)
    const measured = await Promise.all(
      models.map(async (model) => ({ model, records: (await newestRecordsIn(branch, model, limit)).toReversed() })),
    )
    return { output: values.json ? asJson(measured) : measured.map(asTable).join('\n'), exitCode: 0 }
  } finally {
    repository.close()
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UserError('`--limit` is not a number of measurements.', { fix: 'Write a whole number from 1 on.' })
}

function chosen(models: readonly string[], asked: string | undefined): readonly string[] {
  if (asked === undefined) return models
  if (models.includes(asked)) return [asked]
  const known = models.map((model) => `\`${model}\``).join(', ')
  throw new UserError(`Main has no measurement of the model \`${asked}\`.`, {
    fix: models.length === 0 ? 'A run on main makes one.' : `There are measurements of ${known}.`,
  })
}

function asJson(measured: readonly Measured[]): string {
  const plain = measured.flatMap(({ model, records }) =>
    records.map(({ metrics, params, ...record }) => ({
      model,
      ...record,
      metrics: flat(metrics),
      params: flat(params),
    })),
  )
  return `${JSON.stringify(plain)}\n`
}

function flat(metrics: HistoryRecord['metrics']) {
  return metrics.map(({ file, name, value }) => ({
    file,
    name,
    value: value.kind === 'number' ? value.value : value.text,
  }))
}

function asTable({ model, records }: Measured): string {
  const names = [...new Set(records.flatMap(({ metrics }) => metrics.map(({ name }) => name)))]
  const shown = names.slice(0, MOST_COLUMNS)
  const more = names.length > shown.length ? `(${names.length - shown.length} more metrics: --json)\n` : ''
  const rows = records.map((record) => [
    record.sha.slice(0, 12),
    record.measuredAt,
    record.verdict ?? '',
    record.trainingSeconds === undefined ? '' : formatDuration(record.trainingSeconds),
    ...shown.map((name) => valueIn(record, name)),
  ])
  return `${plainRows([[model]])}${plainRows([['commit', 'measured', 'verdict', 'training', ...shown], ...rows])}${more}`
}

/** Of several files with the name, the first. */
function valueIn({ metrics }: HistoryRecord, name: string): string {
  const value = metrics.find((metric) => metric.name === name)?.value
  if (value === undefined) return ''
  return value.kind === 'number' ? formatNumber(value.value) : value.text
}
