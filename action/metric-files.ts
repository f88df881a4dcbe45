import { UserError } from '../src/errors.ts'
import { dvcAxes, dvcFileOf, dvcFiles } from '../src/metrics/dvc.ts'
import type { PlotAxes } from '../src/metrics/dvc-axes.ts'
import type { FormatName, MetricFile } from '../src/metrics/metrics.ts'
import { hasMatchingFile, readMatchingFiles } from '../src/shell/matching-files.ts'

/** Which files of a workspace, as the configuration has them. */
export interface WantedFiles {
  /** Globs; a `dvc.yaml` or `dvc.lock` stands for the files that the pipeline declares. */
  readonly entries: readonly string[]
  /** By entry. */
  readonly formats: Readonly<Record<string, FormatName>>
  readonly kind: 'metrics' | 'params'
  /** See DeclaredKind. */
  readonly isOptional?: boolean
}

/** What is looked for in a workspace. */
export interface DeclaredKind {
  readonly workspace: string
  readonly kind: 'metrics' | 'params' | 'plots'
  /** Whether a pipeline may declare none: it was named for something else. Of parameters only those count that can be read. */
  readonly isOptional?: boolean
}

/** DVC takes Python as well. */
const READABLE_PARAMS = /\.(?:ya?ml|json|toml|lock)$|\*$/i

/**
 * Reads the files of a workspace that the configuration names, each once.
 * @throws UserError for an entry without a file, and for a file that readMatchingFiles refuses.
 */
export async function readMetricFiles(workspace: string, wanted: WantedFiles): Promise<readonly MetricFile[]> {
  const found = new Map<string, MetricFile>()
  for (const entry of wanted.entries) {
    const format = Object.hasOwn(wanted.formats, entry) ? wanted.formats[entry] : undefined
    const globs = await globsOf(entry, { workspace, kind: wanted.kind, isOptional: wanted.isOptional ?? false })
    for (const file of await readMatchingFiles(workspace, globs, wanted.kind)) {
      if (format !== undefined || !found.has(file.path)) {
        found.set(file.path, { ...file, ...(format !== undefined && { format }) })
      }
    }
  }
  return [...found.values()]
}

/**
 * What an entry of the configuration stands for: itself, or the files that a `dvc.yaml` declares and that are there.
 * A stage that was not run has written nothing, and then its metrics show as gone; a pipeline without any file is a
 * mistake. A declared folder stands for all in it.
 */
export async function globsOf(
  entry: string,
  { workspace, kind, isOptional = false }: DeclaredKind,
): Promise<readonly string[]> {
  const dvcFile = dvcFileOf(entry, kind)
  if (dvcFile === undefined) return isOptional && !(await hasMatchingFile(workspace, entry)) ? [] : [entry]
  const declarations = await readMatchingFiles(workspace, [dvcFile], kind)
  const all = declarations.flatMap(({ path, text }) => dvcFiles(text, path)[kind])
  const declared = isOptional && kind === 'params' ? all.filter((path) => READABLE_PARAMS.test(path)) : all
  const globs: string[] = []
  for (const path of declared) {
    if (await hasMatchingFile(workspace, path)) globs.push(path)
    else if (await hasMatchingFile(workspace, `${path}/**/*`)) globs.push(`${path}/**/*`)
  }
  if (globs.length > 0 || isOptional) return globs
  throw new UserError(`The pipeline declares no ${kind} that are there.`, {
    place: { file: dvcFile },
    fix:
      declared.length === 0
        ? `Declare them under \`${kind}:\`, or name the files in \`.github/serin.yml\`.`
        : `Let the training write ${declared[0]}, for example with \`train: dvc repro\`.`,
  })
}

/** The axes of the plots for which an entry of the configuration stands; none for one that is no pipeline. */
export async function axesOf(entry: string, workspace: string): Promise<readonly PlotAxes[]> {
  const dvcFile = dvcFileOf(entry, 'plots')
  if (dvcFile === undefined) return []
  const declarations = await readMatchingFiles(workspace, [dvcFile], 'plots')
  return declarations.flatMap(({ path, text }) => dvcAxes(text, path))
}
