import { UserError } from '../errors.ts'
import { readYaml } from '../yaml/read.ts'
import { COMMIT_TAG, type LoggedValue, type MlflowRun, type MlflowStore, PARENT_TAG } from './mlflow.ts'
import { chooseRun, type KnownRun } from './mlflow-choice.ts'
import { readWritten } from './written-value.ts'

interface TextFile {
  readonly path: string
  readonly text: string
}

/** The globs of the files that runInStore needs: what each experiment and each run is. */
export function storeIndexGlobs({ path }: MlflowStore): readonly string[] {
  const tags = [COMMIT_TAG, PARENT_TAG].map((tag) => `${path}/*/*/tags/${tag}`)
  return [`${path}/*/meta.yaml`, `${path}/*/*/meta.yaml`, ...tags]
}

/** The globs of the files that parseStoredRun needs. */
export function storedRunGlobs(folder: string): readonly string[] {
  return [`${folder}/metrics/**`, `${folder}/params/**`]
}

/** The folder of the run that chooseRun chooses by the files of storeIndexGlobs; it says what is thrown. */
export function runInStore(files: readonly TextFile[], store: MlflowStore, commits: readonly string[]): string {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const runs = files.flatMap((file) => runOf(file, texts, store))
  return chooseRun(runs, store, commits).folder
}

interface StoredRun extends KnownRun {
  readonly folder: string
}

/** None for a deleted run, and for one of a deleted experiment. */
function runOf({ path, text }: TextFile, texts: ReadonlyMap<string, string>, store: MlflowStore): readonly StoredRun[] {
  const parts = path.slice(store.path.length + 1).split('/')
  if (parts.length !== 3 || parts[2] !== 'meta.yaml') return []
  const { run_id, run_uuid, lifecycle_stage, start_time } = metaOf(text, path)
  const id = run_id ?? run_uuid
  const folder = path.slice(0, -'/meta.yaml'.length)
  const home = `${folder.slice(0, folder.lastIndexOf('/'))}/meta.yaml`
  const experiment = metaOf(texts.get(home) ?? '', home)
  if (typeof id !== 'string' || lifecycle_stage === 'deleted' || experiment.lifecycle_stage === 'deleted') return []
  const tag = (name: string) => texts.get(`${folder}/tags/${name}`)?.trim()
  const name = typeof experiment.name === 'string' ? experiment.name : undefined
  const startTime = Number(start_time ?? 0)
  return [{ id, folder, experiment: name, startTime, commit: tag(COMMIT_TAG), parent: tag(PARENT_TAG) }]
}

function metaOf(text: string, file: string): Readonly<Record<string, unknown>> {
  const value = readYaml(text, { file }).documents[0]?.value
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/**
 * Reads the files of one run: `metrics/<name>` holds lines of `timestamp value step` (further words are the dataset's),
 * `params/<name>` a text; a name may have slashes. Throws UserError with file and line for another line.
 */
export function parseStoredRun(files: readonly TextFile[], folder: string): MlflowRun {
  const below = (part: string) =>
    files.flatMap(({ path, text }) => {
      const prefix = `${folder}/${part}/`
      return path.startsWith(prefix) ? [{ name: path.slice(prefix.length), path, text }] : []
    })
  const logged = below('metrics').map(({ name, path, text }) => [name, valuesIn(text, path)] as const)
  return {
    history: new Map(logged.filter(([, values]) => values.length > 0)),
    params: new Map(below('params').map(({ name, text }) => [name, text])),
  }
}

function valuesIn(text: string, file: string): readonly LoggedValue[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return []
    const [timestamp = '', written = '', step = '0'] = line.trim().split(/\s+/)
    const value = numberOf(written)
    if (value === undefined || !/^\d+$/.test(timestamp) || !/^-?\d+$/.test(step)) {
      throw new UserError('This line is not `timestamp value step`.', {
        place: { file, line: index + 1 },
        fix: 'The folder is not one that MLflow wrote; check `path`.',
      })
    }
    return [{ value, step: Number(step), timestamp: Number(timestamp) }]
  })
}

/** Python's spelling of a float. */
function numberOf(written: string): number | undefined {
  const { value } = readWritten(written)
  if (value.kind === 'number') return value.value
  return /^(NaN|-?Infinity)$/.test(value.text) ? Number(value.text) : undefined
}
