import { parseJsonSources } from '../src/metrics/json-metrics.ts'
import { plotItems } from '../src/metrics/plot-items.ts'
import type { Metrics, Sources } from '../src/metrics/sources.ts'
import type { FileTree } from '../src/shell/git.ts'
import { declaredFiles, type FoundFiles } from './declared-files.ts'
import { type DiffRow, diffRows } from './diff-rows.ts'
import { targetFiles } from './target-files.ts'

/** One state of the repository and what people call it. */
export interface Side {
  readonly name: string
  readonly tree: FileTree
}

export interface AskedDiff {
  readonly repository: {
    readonly root: string
    /** Where the command was started. */
    readonly folder: string
  }
  readonly kind: 'metrics' | 'params'
  /** Undefined: what the revisions declare. */
  readonly targets: readonly string[] | undefined
  /** Whether what did not change counts too. */
  readonly all: boolean
}

/** The rows between two states of a repository, and what to know besides. */
export async function diffTrees(
  sides: readonly [Side, Side],
  asked: AskedDiff,
): Promise<{ readonly rows: readonly DiffRow[]; readonly notes: readonly string[] }> {
  const [before, after] = await Promise.all([textsOf(sides[0], asked), textsOf(sides[1], asked)])
  const pathsBefore = [...before.texts.keys()]
  // Once for each file: a file has up to a million metrics, and comparing two equal texts reads them to their ends.
  const same = new Set(pathsBefore.filter((path) => before.texts.get(path) === after.texts.get(path)))
  const parse = await parserFor([...pathsBefore, ...after.texts.keys()])
  const candidate = parse(filesOf(after.texts))
  const changed = parse(filesOf(before.texts).filter(({ path }) => !same.has(path)))
  // A file that did not change is read once, for the mistakes in it.
  const old = asked.all ? [...changed, ...candidate.filter(({ file }) => same.has(file))] : changed
  const now = asked.all ? candidate : candidate.filter(({ file }) => !same.has(file))
  const isNothing = before.texts.size + after.texts.size === 0 && before.notes.length + after.notes.length === 0
  return {
    rows: diffRows(old, now, { all: asked.all }),
    notes: isNothing ? [nothingRead(asked)] : [...before.notes, ...after.notes],
  }
}

interface Texts {
  readonly texts: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

async function textsOf({ name, tree }: Side, { repository, kind, targets }: AskedDiff): Promise<Texts> {
  const { root, folder } = repository
  const found: FoundFiles =
    targets === undefined ? await declaredFiles(tree, kind) : await targetFiles(tree, { root, folder, targets })
  const texts = await tree.read(found.files)
  const absent = [...found.files, ...found.absent].filter((path) => !texts.has(path))
  if (absent.length === 0) return { texts, notes: [] }
  const { readCached } = await import('./dvc-cache.ts')
  const cached = await readCached(tree, { root, paths: absent })
  const notes = cached.missing.map(
    (path) => `${path} of ${name} is kept by DVC alone, and its cache here does not have it: \`dvc fetch\` brings it.`,
  )
  return { texts: new Map([...texts, ...cached.texts]), notes }
}

/** The parsers of formats that nobody uses here need not be loaded. Matrices and curves are lists, whose items count here. */
async function parserFor(
  paths: readonly string[],
): Promise<(files: readonly { path: string; text: string }[]) => Metrics> {
  const parse: (files: readonly { path: string; text: string }[]) => Sources = paths.every((path) =>
    path.toLowerCase().endsWith('.json'),
  )
    ? parseJsonSources
    : (await import('../src/metrics/metrics.ts')).parseSources
  return (files) => {
    const found = parse(files)
    // A copy of a million metrics takes as long as reading them.
    return found.matrices.length + found.rocs.length === 0 ? found.metrics : [...found.metrics, ...plotItems(found)]
  }
}

function filesOf(texts: ReadonlyMap<string, string>): readonly { path: string; text: string }[] {
  return [...texts].map(([path, text]) => ({ path, text }))
}

/** Nothing that differs and nothing that was read look the same otherwise. */
function nothingRead({ kind, targets }: AskedDiff): string {
  if (targets !== undefined) return 'No file of either revision fits `--targets`.'
  return `No ${kind} file is declared, in a \`dvc.yaml\` or in \`.github/serin.yml\`, and there; name one by \`--targets\`.`
}
