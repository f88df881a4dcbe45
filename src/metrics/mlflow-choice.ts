import { UserError } from '../errors.ts'
import type { MlflowStore } from './mlflow.ts'

/** A run as it is chosen by. */
export interface KnownRun {
  readonly id: string
  /** The name of its experiment, where it is known. */
  readonly experiment: string | undefined
  /** Unix time in milliseconds. */
  readonly startTime: number
  /** The commit that it is tagged with. */
  readonly commit: string | undefined
  /** The run in which it is nested. */
  readonly parent: string | undefined
}

/**
 * Chooses a run of those that are not deleted: the configured one, else the latest that is tagged with one of the commits,
 * else the latest of all, which is the one that the training has just written. Of nested runs it is the outermost: a
 * search over parameters logs its result there, and each try in a run of its own. Throws UserError when there is none.
 */
export function chooseRun<Run extends KnownRun>(
  runs: readonly Run[],
  store: MlflowStore,
  commits: readonly string[],
): Run {
  const place = { file: store.path }
  const inExperiment = runs.filter(
    ({ experiment }) => store.experiment === undefined || experiment === store.experiment,
  )
  if (store.experiment !== undefined && inExperiment.length === 0) {
    throw new UserError(`There is no run of the experiment \`${store.experiment}\`.`, {
      place,
      fix: `Check the name of the experiment, and that the training logs to ${isDatabase(store) ? 'this database' : 'this folder'}.`,
    })
  }
  if (store.runId !== undefined) {
    const run = inExperiment.find(({ id }) => id === store.runId)
    if (run === undefined) throw new UserError(`There is no run \`${store.runId}\`.`, { place, fix: 'Check `run-id`.' })
    return run
  }
  const newest = [...inExperiment].sort((one, other) => other.startTime - one.startTime)
  const run = newest.find(({ commit }) => commit !== undefined && commits.includes(commit)) ?? newest[0]
  if (run === undefined) throw withoutRuns(store)
  return outermost(run, new Map(inExperiment.map((known) => [known.id, known])))
}

/** MLflow's database in one file, which it keeps by default since version 3.7; else a folder. */
export function isDatabase({ path }: MlflowStore): boolean {
  return /\.(?:db|sqlite3?)$/i.test(path)
}

/** The mistake of a store that holds no run. */
export function withoutRuns(store: MlflowStore): UserError {
  if (isDatabase(store)) {
    return new UserError('There is no run in this database of MLflow.', {
      place: { file: store.path },
      fix: 'Let the training log into it, for example with MLFLOW_TRACKING_URI=sqlite:///mlflow.db.',
    })
  }
  return new UserError('There is no run of MLflow in this folder.', {
    place: { file: store.path },
    fix: 'MLflow 3 logs into `mlflow.db` unless it is told otherwise, and keeps artifacts alone here: write `path: mlflow.db`. For a folder, set MLFLOW_TRACKING_URI=file:./mlruns and MLFLOW_ALLOW_FILE_STORE=true.',
  })
}

function outermost<Run extends KnownRun>(run: Run, known: Map<string, Run>): Run {
  // A run is left out of the map once it was seen: a ring of parents ends.
  known.delete(run.id)
  const parent = run.parent === undefined ? undefined : known.get(run.parent)
  return parent === undefined ? run : outermost(parent, known)
}
