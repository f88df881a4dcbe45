import type { DatabaseSync } from 'node:sqlite'
import { UserError } from '../src/errors.ts'
import { COMMIT_TAG, type LoggedValue, type MlflowRun, type MlflowStore, PARENT_TAG } from '../src/metrics/mlflow.ts'
import { chooseRun, type KnownRun } from '../src/metrics/mlflow-choice.ts'
import { findMatchingFiles } from '../src/shell/matching-files.ts'

const RUNS = `SELECT r.run_uuid AS id, r.start_time AS startTime, e.name AS experiment, c.value AS "commit", p.value AS parent
FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
LEFT JOIN tags c ON c.run_uuid = r.run_uuid AND c.key = '${COMMIT_TAG}'
LEFT JOIN tags p ON p.run_uuid = r.run_uuid AND p.key = '${PARENT_TAG}'
WHERE r.lifecycle_stage = 'active' AND e.lifecycle_stage = 'active'`
const METRICS = `SELECT key, value, is_nan AS isNaN, step, timestamp FROM metrics WHERE run_uuid = ? ORDER BY timestamp, step LIMIT 1000000`
const PARAMS = 'SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key LIMIT 1000000'

/**
 * Reads a run from MLflow's database in the workspace, which is what it logs into unless it is told otherwise.
 * @throws UserError when the file is no such database, or holds no such run.
 */
export async function readDatabase(
  store: MlflowStore,
  { workspace, commits }: { readonly workspace: string; readonly commits: readonly string[] },
): Promise<MlflowRun> {
  const [file] = await findMatchingFiles(workspace, [store.path], 'metrics')
  if (file === undefined) throw new Error('findMatchingFiles gives a file or throws')
  const database = await open(file.realPath, store)
  try {
    return runIn(database, store, commits)
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) throw noDatabase(store, error)
    throw error
  } finally {
    database.close()
  }
}

async function open(path: string, store: MlflowStore): Promise<DatabaseSync> {
  try {
    const { DatabaseSync } = await import('node:sqlite')
    return new DatabaseSync(path, { readOnly: true })
  } catch (cause) {
    throw noDatabase(store, cause)
  }
}

function noDatabase(store: MlflowStore, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new UserError(`This database of MLflow cannot be read (${why}).`, {
    place: { file: store.path },
    fix: 'Check that the training has written it with MLflow 2 or 3 and has ended; a server is named by `tracking-uri`.',
    cause,
  })
}

function runIn(database: DatabaseSync, store: MlflowStore, commits: readonly string[]): MlflowRun {
  const runs = database.prepare(RUNS).all().map(knownRun)
  const { id } = chooseRun(runs, store, commits)
  const history = new Map<string, LoggedValue[]>()
  for (const { key, value, isNaN: isNoNumber, step, timestamp } of database.prepare(METRICS).all(id)) {
    const logged = {
      value: isNoNumber ? Number.NaN : Number(value),
      step: Number(step),
      timestamp: Number(timestamp),
    }
    const known = history.get(String(key))
    if (known === undefined) history.set(String(key), [logged])
    else known.push(logged)
  }
  const params = database.prepare(PARAMS).all(id)
  return { history, params: new Map(params.map(({ key, value }) => [String(key), String(value ?? '')])) }
}

function knownRun({ id, startTime, experiment, commit, parent }: Readonly<Record<string, unknown>>): KnownRun {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return {
    id: String(id),
    startTime: Number(startTime),
    experiment: text(experiment),
    commit: text(commit),
    parent: text(parent),
  }
}
