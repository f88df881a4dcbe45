import { z } from 'zod'
import { FORMAT_NAMES, type FormatName } from '../metrics/formats/registry.ts'
import type { MlflowSource } from '../metrics/mlflow.ts'
import { say } from './complaint.ts'
import { recordOf } from './record.ts'
import { filePath, glob } from './vocabulary.ts'

/** The address of a tracking server, as MLFLOW_TRACKING_URI has it. A password belongs into a secret. */
const trackingUri = z
  .string()
  .superRefine((input, context) => {
    const message = complainAboutUri(input)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .meta({ pattern: '^https?://', examples: ['https://mlflow.example.org'] })

function complainAboutUri(input: string): string | undefined {
  const url = URL.parse(input)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return say(
      `"${input}" is no address of a server`,
      'Write http:// or https:// and the host; for a folder use `path`.',
    )
  }
  if (url.username !== '' || url.password !== '') {
    return say('the address holds a password', 'Give MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD as `env`.')
  }
  return url.search === '' && url.hash === '' ? undefined : say('the address has a query', 'Leave out all from "?" on.')
}

const word = z.string().min(1, { error: say('the text is empty', 'Write the name, or leave the key out.') })

const mlflow = z
  .strictObject({
    'tracking-uri': trackingUri.optional().meta({ description: 'The address of the tracking server.' }),
    path: filePath
      .optional()
      .meta({ description: "MLflow's database, or a folder in its file layout.", examples: ['mlflow.db', 'mlruns'] }),
    experiment: word.optional().meta({ description: 'The name of the experiment.', examples: ['iris'] }),
    'run-id': word.optional().meta({ description: 'A certain run; default: the run of the measured commit.' }),
  })
  .superRefine((written, context) => {
    const message = complainAboutMlflow(written)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .meta({ examples: [{ 'tracking-uri': 'https://mlflow.example.org', experiment: 'iris' }] })

function complainAboutMlflow(written: {
  'tracking-uri'?: string | undefined
  path?: string | undefined
  experiment?: string | undefined
  'run-id'?: string | undefined
}): string | undefined {
  if ((written['tracking-uri'] === undefined) === (written.path === undefined)) {
    return say(
      'one place of the runs is needed',
      'Write either `tracking-uri` (a server) or `path` (a database or a folder).',
    )
  }
  if (written.path === undefined && written.experiment === undefined && written['run-id'] === undefined) {
    return say('nothing says which run', 'Add `experiment` or `run-id`.')
  }
  return undefined
}

/** One entry of `metrics:`. */
export const metricSource = z
  .union([
    glob,
    z.strictObject({
      path: glob.meta({ description: 'Files the training writes.', examples: ['metrics.json'] }),
      format: z
        .enum(FORMAT_NAMES)
        .optional()
        .meta({ description: 'How they are written, where name and content mislead.' }),
    }),
    z.strictObject({ mlflow: mlflow.meta({ description: 'A run of MLflow.' }) }),
  ])
  .meta({ examples: ['metrics.json'] })

type Written = z.output<typeof metricSource>

/** `metrics:` by what is done with each entry. */
export interface MetricSources {
  readonly globs: readonly string[]
  /** The format of a glob that says one. */
  readonly formats: Readonly<Record<string, FormatName>>
  readonly mlflow: readonly MlflowSource[]
}

/** What MLflow writes when nobody says where: a database, and a folder before version 3.7. */
const IS_STORE = /(^|\/)(?:mlruns\/?|mlflow\.db)$/

export function metricSourcesOf(entries: readonly Written[]): MetricSources {
  const globs: string[] = []
  const formats = new Map<string, FormatName>()
  const runs: MlflowSource[] = []
  for (const entry of entries) {
    if (typeof entry === 'string') {
      if (IS_STORE.test(entry)) runs.push({ kind: 'store', path: entry.replace(/\/$/, '') })
      else globs.push(entry)
    } else if ('mlflow' in entry) {
      runs.push(mlflowOf(entry.mlflow))
    } else {
      globs.push(entry.path)
      if (entry.format !== undefined) formats.set(entry.path, entry.format)
    }
  }
  return { globs, formats: recordOf(Object.fromEntries(formats), (_, format) => format), mlflow: runs }
}

function mlflowOf(written: z.output<typeof mlflow>): MlflowSource {
  const { path, experiment, 'run-id': runId, 'tracking-uri': trackingUri = '' } = written
  if (path !== undefined) {
    return {
      kind: 'store',
      path,
      ...(experiment !== undefined && { experiment }),
      ...(runId !== undefined && { runId }),
    }
  }
  const wanted =
    runId === undefined
      ? { kind: 'experiment' as const, experiment: experiment ?? '' }
      : { kind: 'run' as const, runId }
  return { kind: 'server', trackingUri: trackingUri.replace(/\/+$/, ''), wanted }
}
