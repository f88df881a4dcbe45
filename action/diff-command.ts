import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import { UserError } from '../src/errors.ts'
import { type Metrics, parseMetrics } from '../src/metrics/metrics.ts'
import { listFiles, type Revision, readFiles, repositoryRoot } from '../src/shell/git.ts'
import type { CommandResult } from './command-result.ts'
import { declaredFiles } from './declared-files.ts'
import { type DiffRow, diffRows, showValue } from './diff-rows.ts'
import { markdownRows, plainRows } from './text-table.ts'

const OPTIONS = {
  params: { type: 'boolean' },
  targets: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  precision: { type: 'string' },
  md: { type: 'boolean' },
  json: { type: 'boolean' },
  'exit-code': { type: 'boolean' },
} as const

const DEFAULT_PRECISION = 5
const LARGEST_PRECISION = 17

/**
 * `serin diff`: the rows to print, and the exit code: 1 when `--exit-code` asks for it and something differs.
 * @throws UserError for wrong arguments, an unknown revision, or a metrics file that cannot be read.
 */
export async function diffCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  const [from, to] = revisionsOf(positionals)
  const root = repositoryRoot(folder)
  const asked = { kind: values.params ? 'params' : 'metrics', targets: values.targets } as const
  const [old, candidate] = await Promise.all([measured(root, from, asked), measured(root, to, asked)])
  const rows = diffRows(old, candidate, { all: values.all ?? false })
  const names = [nameOf(from), nameOf(to)] as const
  const differs = rows.some((row) => row.old !== row.new)
  const remark = old.length + candidate.length === 0 ? { remark: nothingRead(asked) } : {}
  return { output: render(rows, names, values), exitCode: values['exit-code'] && differs ? 1 : 0, ...remark }
}

function revisionsOf(positionals: readonly string[]): readonly [Revision, Revision] {
  const [from, to, ...more] = positionals
  if (more.length > 0) throw new UserError('There are more than two revisions.', { fix: 'Name two at most.' })
  const commit = (name: string): Revision => ({ kind: 'commit', name })
  return [commit(from ?? 'HEAD'), to === undefined ? { kind: 'workspace' } : commit(to)]
}

interface Asked {
  readonly kind: 'metrics' | 'params'
  readonly targets: readonly string[] | undefined
}

async function measured(root: string, revision: Revision, { kind, targets }: Asked): Promise<Metrics> {
  const files = await listFiles(root, revision)
  const wanted = targets === undefined ? await declaredFiles({ root, revision, files, kind }) : matching(files, targets)
  const texts = await readFiles(root, revision, wanted)
  return parseMetrics([...texts].map(([path, text]) => ({ path, text })))
}

function matching(files: readonly string[], targets: readonly string[]): readonly string[] {
  const fits = picomatch([...targets], { dot: true })
  return files.filter((file) => targets.includes(file) || fits(file))
}

/** Nothing that differs and nothing that was read look the same otherwise. */
function nothingRead({ kind, targets }: Asked): string {
  if (targets !== undefined) return 'No file of either revision fits `--targets`.'
  return `No ${kind} file is declared, in a \`dvc.yaml\` or in \`.github/serin.yml\`, and there; name one by \`--targets\`.`
}

function nameOf(revision: Revision): string {
  return revision.kind === 'commit' ? revision.name : 'workspace'
}

function render(
  rows: readonly DiffRow[],
  [from, to]: readonly [string, string],
  flags: { readonly json?: boolean; readonly md?: boolean; readonly params?: boolean; readonly precision?: string },
): string {
  if (flags.json) return `${JSON.stringify(rows)}\n`
  const precision = precisionOf(flags.precision)
  const shown = rows.map((row) => [
    row.path,
    row.metric,
    showValue(row.old, precision),
    showValue(row.new, precision),
    showValue(row.change, precision),
  ])
  const header = ['Path', flags.params ? 'Param' : 'Metric', from, to, 'Change']
  if (flags.md) return markdownRows([header, ...shown])
  return rows.length === 0 ? '' : plainRows([header, ...shown])
}

function precisionOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PRECISION
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= LARGEST_PRECISION) return value
  throw new UserError('`--precision` is not a number of decimals.', {
    fix: `Write a whole number from 0 to ${LARGEST_PRECISION}.`,
  })
}
