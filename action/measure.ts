import type { ModelSettings } from '../src/config/model-config.ts'
import { type Metrics, parseMetrics } from '../src/metrics/metrics.ts'
import { cleanEnvironment } from '../src/shell/clean-environment.ts'
import { readMatchingFiles } from '../src/shell/matching-files.ts'
import { runProcess } from '../src/shell/process.ts'
import { stopCommands } from '../src/shell/stop-commands.ts'
import { trainingFailure } from '../src/training/command.ts'
import type { Workplace } from './workplace.ts'

/** What one training showed. */
export interface Measurement {
  readonly metrics: Metrics
  readonly params: Metrics
  /** `undefined` when the configuration names no training: the files were there already. */
  readonly trainingSeconds: number | undefined
}

/**
 * Trains a model, if its configuration says how, and reads what it wrote.
 * @throws UserError when the training fails or a file is not what its name says, `Cancelled` when the workflow is
 * cancelled.
 */
export async function measure(model: ModelSettings, workplace: Workplace): Promise<Measurement> {
  workplace.cancelled.throwIfAborted()
  const trainingSeconds = model.train === undefined ? undefined : await train(model.name, model.train, workplace)
  const metrics = parseMetrics(await readMatchingFiles(workplace.workspace, model.metrics, 'metrics'))
  const params = parseMetrics(await readMatchingFiles(workplace.workspace, model.params, 'params'))
  return { metrics, params, trainingSeconds }
}

/** What the command prints is shown and never obeyed: workflow commands are off while it runs. */
async function train(
  name: string,
  command: string,
  { workspace, environment, log, cancelled, secretText }: Workplace,
): Promise<number> {
  const commands = stopCommands(secretText())
  log.info(`Training ${name}: ${command.split('\n', 1)[0]}`)
  log.raw(`${commands.begin}\n`)
  try {
    const env = cleanEnvironment(environment)
    const end = await runProcess({ command, cwd: workspace, env, onOutput: log.raw, signal: cancelled })
    cancelled.throwIfAborted()
    if (end.exitCode !== 0) throw trainingFailure({ command, ...end })
    return end.durationMs / 1000
  } finally {
    log.raw(`${commands.end}\n`)
  }
}
