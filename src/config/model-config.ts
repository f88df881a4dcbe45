import picomatch from 'picomatch'
import { z } from 'zod'
import type { GateRule } from '../gate/rule.ts'
import { isPipeline } from '../metrics/dvc.ts'
import type { FormatName } from '../metrics/metrics.ts'
import type { MlflowSource } from '../metrics/mlflow.ts'
import { say } from './complaint.ts'
import { gateRule, gateRuleOf, whenUnclear } from './gate-rule.ts'
import { metricSource, metricSourcesOf } from './metric-source.ts'
import { recordOf } from './record.ts'
import { readStrict } from './strict.ts'
import { filePath, gitopsRepository, glob, modelName, workflowFile } from './vocabulary.ts'

/** `.github/serin.yml` in the model repository: how a model is trained, measured and gated. */
export interface ModelConfig {
  /** `owner/name` of the repository that releases are written to; `.` is this repository. */
  readonly gitops?: string
  readonly models: Readonly<Record<string, ModelSettings>>
}

export interface ModelSettings {
  readonly name: string
  /** Which changed files concern the model; empty: all of them. */
  readonly paths: readonly string[]
  /** The command that trains; absent: the metrics files are already there. */
  readonly train?: string
  /** Globs of metrics files; a `dvc.yaml` stands for the files that it declares. */
  readonly metrics: readonly string[]
  /** The format of the files of a glob in `metrics`, where the configuration says one. */
  readonly metricFormats?: Readonly<Record<string, FormatName>>
  /** Runs of MLflow whose metrics count as well. */
  readonly mlflow?: readonly MlflowSource[]
  readonly params: readonly string[]
  /** What is not configured itself but comes with a pipeline of DVC under `metrics`, as far as that declares any. */
  readonly alongside?: readonly ('params' | 'plots')[]
  readonly gates: readonly GateRule[]
  readonly plots?: readonly string[]
  readonly predictions?: string
  /** A Markdown file that the training writes for people; it becomes a section of the report. */
  readonly report?: string
  /** The workflow that `/retrain` starts: its file's name in `.github/workflows`. */
  readonly retrain?: string
}

const EMPTY = say('the list is empty', 'Name at least one file, or leave the key out.')
const globs = z.array(glob).min(1, { error: EMPTY })

const model = z
  .strictObject({
    paths: globs.optional().meta({
      description: 'Which changed files concern this model. Default: the whole repository.',
      examples: [['iris/**']],
    }),
    train: z
      .string()
      .refine((command) => command.trim() !== '', {
        error: say('the command is empty', 'Write the command that trains, or leave the key out.'),
      })
      .optional()
      .meta({ description: 'The command that trains and measures the model.', examples: ['python train.py'] }),
    metrics: z
      .array(metricSource)
      .min(1, { error: EMPTY })
      .optional()
      .meta({ description: 'Files the training writes, or runs of MLflow.', examples: [['metrics.json']] }),
    params: globs.optional().meta({ description: 'Files of parameters.', examples: [['params.yaml']] }),
    plots: globs.optional().meta({
      description: 'Pictures (PNG, JPEG, SVG) to show, and files of curves to draw.',
      examples: [['plots/*.csv', 'confusion.png']],
    }),
    predictions: filePath.optional().meta({ description: 'One row per sample: id, label, prediction.' }),
    report: filePath.optional().meta({
      description: 'A Markdown file that the training writes, shown as a section of the report.',
      examples: ['report.md'],
    }),
    retrain: workflowFile.optional().meta({
      description: 'The workflow that `/retrain` starts: the name of its file in .github/workflows.',
    }),
    'when-unclear': whenUnclear.optional(),
    gates: z
      .record(z.string(), gateRule)
      .optional()
      .meta({
        description: 'What a metric (a glob over dotted names) must keep.',
        examples: [{ accuracy: { min: 0.9 } }],
      }),
  })
  .superRefine((settings, context) => {
    if (settings.gates === undefined || settings.metrics !== undefined) return
    const message = say('the gates have no metrics to judge', 'Add "metrics:" with the files that hold them.')
    context.addIssue({ code: 'custom', message, path: ['gates'] })
  })
  .meta({ examples: [{ train: 'python train.py', metrics: ['metrics.json'] }] })

/** The schema of the file, for `parseModelConfig` and for editors. */
export const modelConfigFile = z.strictObject({
  gitops: gitopsRepository.optional().meta({
    description: 'The repository that releases are written to (owner/name, the same owner), or "." for this one.',
  }),
  models: z
    .record(modelName, model)
    .refine((models) => Object.keys(models).length > 0, {
      error: say('no model is listed', 'Write one under "models:", by its name.'),
    })
    .meta({
      description: 'The models of this repository, by name.',
      examples: [{ iris: { metrics: ['metrics.json'] } }],
    }),
})

/**
 * The text of a model repository's configuration → its meaning.
 * Throws a UserError with every problem's line, column and key.
 */
export function parseModelConfig(text: string, file: string): ModelConfig {
  const { gitops, models } = readStrict(modelConfigFile, { text, file })
  return { ...(gitops !== undefined && { gitops }), models: recordOf(models, settingsOf) }
}

function settingsOf(name: string, written: z.output<typeof model>): ModelSettings {
  const { train, predictions, report, retrain } = written
  const sources = metricSourcesOf(written.metrics ?? [])
  const pipelines = sources.globs.filter((entry) => !Object.hasOwn(sources.formats, entry) && isPipeline(entry))
  const kinds = ['params', 'plots'] as const
  const alongside = pipelines.length === 0 ? [] : kinds.filter((kind) => written[kind] === undefined)
  const plots = alongside.includes('plots') ? pipelines : written.plots
  return {
    name,
    paths: written.paths ?? [],
    ...(train !== undefined && { train }),
    metrics: sources.globs,
    ...(Object.keys(sources.formats).length > 0 && { metricFormats: sources.formats }),
    ...(sources.mlflow.length > 0 && { mlflow: sources.mlflow }),
    params: alongside.includes('params') ? pipelines : (written.params ?? []),
    ...(alongside.length > 0 && { alongside }),
    gates: Object.entries(written.gates ?? {}).map(([metric, rule]) =>
      gateRuleOf(metric, rule, written['when-unclear']),
    ),
    ...(plots !== undefined && { plots }),
    ...(predictions !== undefined && { predictions }),
    ...(report !== undefined && { report }),
    ...(retrain !== undefined && { retrain }),
  }
}

/**
 * Whether a change of these files (paths from the repository's root) concerns the model.
 * An entry of `paths` that names a folder, with or without an ending "/", means all in it.
 */
export function concernsModel(settings: ModelSettings, changedFiles: readonly string[]): boolean {
  if (settings.paths.length === 0) return true
  const patterns = settings.paths.flatMap((path) => (path.endsWith('/') ? [`${path}**`] : [path, `${path}/**`]))
  const matches = picomatch(patterns, { dot: true })
  return changedFiles.some((file) => matches(file))
}
