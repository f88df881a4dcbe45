import { parseArgs } from 'node:util'
import { UserError } from '../src/errors.ts'
import { openRepository, type Revision } from '../src/shell/git.ts'
import type { CommandResult } from './command-result.ts'
import type { DiffRow } from './diff-rows.ts'

const OPTIONS = {
  params: { type: 'boolean' },
  targets: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  precision: { type: 'string' },
  md: { type: 'boolean' },
  json: { type: 'boolean' },
  'exit-code': { type: 'boolean' },
} as const

/**
 * `serin diff`: the rows to print, and the exit code: 1 when `--exit-code` asks for it and something differs.
 * @throws UserError for wrong arguments, an unknown revision, or a metrics file that cannot be read.
 */
export async function diffCommand(args: readonly string[], folder: string): Promise<CommandResult> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  const [from, to] = revisionsOf(positionals)
  const repository = openRepository(folder)
  try {
    // git looks for the files while the code that reads them is loaded.
    const [trees, { diffTrees }] = await Promise.all([
      Promise.all([repository.files(from), repository.files(to)]),
      import('./diff-trees.ts'),
    ])
    const { rows, notes } = await diffTrees([sideOf(from, trees[0]), sideOf(to, trees[1])], {
      repository: { root: repository.root, folder },
      kind: values.params ? 'params' : 'metrics',
      targets: values.targets,
      all: values.all ?? false,
    })
    const differs = rows.some((row) => row.old !== row.new)
    return {
      output: await render(rows, [nameOf(from), nameOf(to)], values),
      exitCode: values['exit-code'] && differs ? 1 : 0,
      ...(notes.length > 0 && { remark: notes.join('\n') }),
    }
  } finally {
    repository.close()
  }
}

function revisionsOf(positionals: readonly string[]): readonly [Revision, Revision] {
  const [from, to, ...more] = positionals
  if (more.length > 0) throw new UserError('There are more than two revisions.', { fix: 'Name two at most.' })
  const commit = (name: string): Revision => ({ kind: 'commit', name })
  return [commit(from ?? 'HEAD'), to === undefined ? { kind: 'workspace' } : commit(to)]
}

function sideOf<Tree>(revision: Revision, tree: Tree) {
  return { name: nameOf(revision), tree }
}

function nameOf(revision: Revision): string {
  return revision.kind === 'commit' ? revision.name : 'workspace'
}

async function render(
  rows: readonly DiffRow[],
  names: readonly [string, string],
  flags: { readonly json?: boolean; readonly md?: boolean; readonly params?: boolean; readonly precision?: string },
): Promise<string> {
  if (flags.json) return `${JSON.stringify(rows)}\n`
  const { diffText } = await import('./diff-text.ts')
  return diffText(rows, { names, ...flags })
}
