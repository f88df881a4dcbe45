import { UserError } from '../errors.ts'
import { readYaml } from '../yaml/read.ts'
import { COMMIT_TAG, type LoggedValue, type MlflowRun, type MlflowStore } from './mlflow.ts'
import { readWritten } from './written-value.ts'

interface TextFile {
  readonly path: string
  readonly text: string
}

/** The globs of the files that runInStore needs: what each experiment and each run is. */
export function storeIndexGlobs({ path }: MlflowStore): readonly string[] {
  return [`${path}/*/meta.yaml`, `${path}/*/*/meta.yaml`, `${path}/*/*/tags/${COMMIT_TAG}`]
}

/** The globs of the files that parseStoredRun needs. */
export function storedRunGlobs(folder: string): readonly string[] {
  return [`${folder}/metrics/**`, `${folder}/params/**`]
}

/**
 * Chooses a run by the files of storeIndexGlobs: the configured one, else the latest that is tagged with one of the
 * commits, else the latest of all, which is the one that the training has just written. Deleted ones do not count.
 * Returns the run's folder. Throws UserError when there is no such experiment or run.
 */
export function runInStore(files: readonly TextFile[], store: MlflowStore, commits: readonly string[]): string {
  const place = { file: store.path }
  const runs = files.flatMap((file) => runOf(file, store))
  const inExperiment = runs.filter(({ folder }) => isIn(files, folder, store.experiment))
  if (store.experiment !== undefined && inExperiment.length === 0) {
    throw new UserError(`There is no run of the experiment \`${store.experiment}\`.`, {
      place,
      fix: 'Check the name of the experiment, and that the training logs to this folder.',
    })
  }
  if (store.runId !== undefined) {
    const run = inExperiment.find(({ id }) => id === store.runId)
    if (run === undefined) throw new UserError(`There is no run \`${store.runId}\`.`, { place, fix: 'Check `run-id`.' })
    return run.folder
  }
  const newest = [...inExperiment].sort((one, other) => other.startTime - one.startTime)
  const tagged = newest.find(({ folder }) => commits.includes(tagOf(files, folder)))
  const run = tagged ?? newest[0]
  if (run === undefined) {
    throw new UserError('There is no run of MLflow in this folder.', {
      place,
      fix: 'Let the training log into it, for example with MLFLOW_TRACKING_URI=file:./mlruns.',
    })
  }
  return run.folder
}

interface StoredRun {
  readonly id: string
  readonly folder: string
  /** Unix time in milliseconds. */
  readonly startTime: number
}

function runOf({ path, text }: TextFile, store: MlflowStore): readonly StoredRun[] {
  const parts = path.slice(store.path.length + 1).split('/')
  if (parts.length !== 3 || parts[2] !== 'meta.yaml') return []
  const { run_id, run_uuid, lifecycle_stage, start_time } = metaOf(text, path)
  const id = run_id ?? run_uuid
  if (typeof id !== 'string' || lifecycle_stage === 'deleted') return []
  return [{ id, folder: path.slice(0, -'/meta.yaml'.length), startTime: Number(start_time ?? 0) }]
}

function isIn(files: readonly TextFile[], folder: string, experiment: string | undefined): boolean {
  const home = `${folder.slice(0, folder.lastIndexOf('/'))}/meta.yaml`
  const meta = files.find(({ path }) => path === home)
  if (meta === undefined) return experiment === undefined
  const { name, lifecycle_stage } = metaOf(meta.text, meta.path)
  return lifecycle_stage !== 'deleted' && (experiment === undefined || name === experiment)
}

function tagOf(files: readonly TextFile[], folder: string): string {
  return files.find(({ path }) => path === `${folder}/tags/${COMMIT_TAG}`)?.text.trim() ?? ''
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
