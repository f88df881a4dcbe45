import type { ModelSettings } from '../src/config/model-config.ts'
import { type Metrics, parseMetrics, parseSources, type Sources } from '../src/metrics/metrics.ts'
import { cleanEnvironment } from '../src/shell/clean-environment.ts'
import { readMatchingFiles } from '../src/shell/matching-files.ts'
import { runProcess } from '../src/shell/process.ts'
import { stopCommands } from '../src/shell/stop-commands.ts'
import { trainingFailure } from '../src/training/command.ts'
import { readMetricFiles } from './metric-files.ts'
import { readMlflow } from './mlflow.ts'
import { readPlots } from './plots.ts'
import type { Workplace } from './workplace.ts'

/** What one training showed. */
export interface Measurement {
  readonly metrics: Metrics
  readonly params: Metrics
  /** What the metrics files hold besides single values. */
  readonly extras: Omit<Sources, 'metrics'>
  /** `undefined` when the configuration names no training: the files were there already. */
  readonly trainingSeconds: number | undefined
  /** What the model said of each example, when the configuration names the file. */
  readonly predictions: { readonly path: string; readonly text: string } | undefined
}

/** What is measured, and what happens meanwhile. */
export interface MeasuredCommit {
  /** Runs of MLflow are tagged with it. */
  readonly sha: string
  /** Does the training, and something beside it. */
  readonly during?: (training: () => Promise<number>) => Promise<number>
}

/** Where is measured. Without a `secretText` nobody obeys what the training prints. */
export type MeasuringPlace = Pick<Workplace, 'workspace' | 'environment' | 'log' | 'cancelled'> &
  Partial<Pick<Workplace, 'secretText'>>

/**
 * Trains a model, if its configuration says how, and reads what it wrote.
 * @throws UserError when the training fails or a file is not what its name says.
 */
export async function measure(
  model: ModelSettings,
  workplace: MeasuringPlace,
  { sha, during = (training) => training() }: MeasuredCommit,
): Promise<Measurement> {
  const { workspace, environment, cancelled } = workplace
  const { name, train: command } = model
  const trainingSeconds = command === undefined ? undefined : await during(() => train(name, command, workplace))
  const { metricFormats = {}, mlflow = [] } = model
  const { metrics, ...extras } = parseSources(
    await readMetricFiles(workspace, { entries: model.metrics, formats: metricFormats, kind: 'metrics' }),
  )
  const isOptional = model.alongside?.includes('params') ?? false
  const params = parseMetrics(
    await readMetricFiles(workspace, { entries: model.params, formats: {}, kind: 'params', isOptional }),
  )
  // On a pull request, GitHub's test merge is what is checked out, and what MLflow writes into its tag.
  const commits = [environment.GITHUB_SHA, sha].filter((commit) => commit !== undefined)
  const runs = await Promise.all(mlflow.map((run) => readMlflow(run, { workspace, environment, commits, cancelled })))
  const plotted = plottedBeside(metrics, (await readPlots(model, workspace)).values)
  return {
    metrics: [...metrics, ...runs.flatMap((run) => run.metrics)],
    params: [...params, ...runs.flatMap((run) => run.params)],
    extras: withPlotted({ ...extras, curves: [...extras.curves, ...runs.flatMap((run) => run.curves)] }, plotted),
    trainingSeconds,
    predictions: await readPredictions(model, workspace),
  }
}

type Extras = Measurement['extras']

/** A file may be named under `metrics` and under `plots`. */
function plottedBeside(metrics: Metrics, { curves, matrices, classTables, rocs }: Extras): Extras {
  const files = new Set(metrics.map(({ file }) => file))
  const isNew = ({ file }: { readonly file: string }) => !files.has(file)
  return {
    curves: curves.filter(isNew),
    matrices: matrices.filter(isNew),
    classTables: classTables.filter(isNew),
    rocs: rocs.filter(isNew),
  }
}

function withPlotted(extras: Extras, plotted: Extras): Extras {
  return {
    curves: [...extras.curves, ...plotted.curves],
    matrices: [...extras.matrices, ...plotted.matrices],
    classTables: [...extras.classTables, ...plotted.classTables],
    rocs: [...extras.rocs, ...plotted.rocs],
  }
}

async function readPredictions({ predictions }: ModelSettings, workspace: string): Promise<Measurement['predictions']> {
  return predictions === undefined ? undefined : (await readMatchingFiles(workspace, [predictions], 'predictions'))[0]
}

/** What the command prints is shown and never obeyed: workflow commands are off while it runs. */
async function train(
  name: string,
  command: string,
  { workspace, environment, log, cancelled, secretText }: MeasuringPlace,
): Promise<number> {
  const commands = secretText === undefined ? undefined : stopCommands(secretText())
  log.info(`Training ${name}: ${command.split('\n', 1)[0]}`)
  if (commands !== undefined) log.raw(`${commands.begin}\n`)
  try {
    const env = cleanEnvironment(environment)
    const end = await runProcess({ command, cwd: workspace, env, onOutput: log.raw, signal: cancelled })
    cancelled.throwIfAborted()
    if (end.exitCode !== 0) throw trainingFailure({ command, ...end })
    return end.durationMs / 1000
  } finally {
    if (commands !== undefined) log.raw(`${commands.end}\n`)
  }
}
