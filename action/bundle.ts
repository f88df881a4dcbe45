import { UserError } from '../src/errors.ts'
import type { MetricValue } from '../src/metrics/metrics.ts'
import {
  BUNDLE_VERSION,
  type BundledMeasurement,
  bundleFile,
  failedModel,
  MOST,
  measuredModel,
} from './bundle-schema.ts'

/*
 * What the run of a pull request from a fork hands to the run that may report it: one JSON file of a strict shape.
 * Whoever owns the fork can write any of it, so that it holds measured values and nothing that decides: no verdict, no
 * pull request, no settings.
 */

/** The name of the JSON file within a bundle. */
export const BUNDLE_FILE = 'bundle.json'

/** What one model showed in the fork's run, or why it showed nothing. */
export type BundledModel =
  | {
      readonly kind: 'measured'
      readonly name: string
      readonly measurement: BundledMeasurement
      /** The file beside it that holds the predictions. */
      readonly predictions: string | undefined
      /** The plots that lie beside it, for people to download. */
      readonly plots: readonly BundledFile[]
    }
  | {
      readonly kind: 'failed'
      readonly name: string
      readonly what: string
      readonly fix: string | undefined
      readonly lastLines: readonly string[]
    }

/** A further file of a bundle: what it is called there, and its path in the workspace. */
export interface BundledFile {
  readonly file: string
  readonly path: string
}

export interface Bundle {
  /** The pull request's head commit, by what the fork's run says. */
  readonly headSha: string
  readonly models: readonly BundledModel[]
}

/** A bundle as text. What its own reader would refuse is replaced by why, model by model. */
export function renderBundle({ headSha, models }: Bundle): string {
  return `${JSON.stringify({ version: BUNDLE_VERSION, headSha, models: models.slice(0, MOST.models).map(written) })}\n`
}

/**
 * Reads a hostile bundle.
 * @throws UserError, which quotes nothing of it, when it is no JSON, of another version, or not exactly of the shape
 * that `renderBundle` writes: unknown keys, numbers that are not finite, texts or lists that are too long, names twice.
 */
export function parseBundle(content: Uint8Array): Bundle {
  const found = parseJson(content)
  if (versionOf(found) !== BUNDLE_VERSION) {
    throw new UserError('The results of the fork’s run were written by another version of Serin.', {
      place: { file: BUNDLE_FILE },
      fix: 'Use the same version in both workflows.',
    })
  }
  const result = bundleFile.safeParse(found)
  if (result.success) return { headSha: result.data.headSha, models: result.data.models }
  const path = result.error.issues[0]?.path.join('.')
  throw refused('The results of the fork’s run are not in the form that Serin writes.', path)
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    throw refused('The results of the fork’s run are not JSON.')
  }
}

function versionOf(found: unknown): unknown {
  return typeof found === 'object' && found !== null && 'version' in found ? found.version : BUNDLE_VERSION
}

function refused(what: string, key?: string): UserError {
  return new UserError(what, {
    place: { file: BUNDLE_FILE, ...(key ? { key } : {}) },
    fix: 'Look at the pull request’s changes to the workflow: what Serin itself wrote is never refused.',
  })
}

function written(model: BundledModel): unknown {
  const plain = JSON.parse(JSON.stringify(model.kind === 'measured' ? plainModel(model) : shortened(model)))
  const schema = model.kind === 'measured' ? measuredModel : failedModel
  if (schema.safeParse(plain).success) return plain
  const what = 'What the training wrote is too much for the report on a fork: too many values, or too long names.'
  return { kind: 'failed', name: model.name, what, lastLines: [] }
}

function plainModel(model: Extract<BundledModel, { kind: 'measured' }>) {
  const { metrics, params, extras, trainingSeconds } = model.measurement
  const classTables = extras.classTables.map((table) => ({
    ...table,
    classes: table.classes.map(plainRow),
    averages: table.averages.map(plainRow),
  }))
  return {
    ...model,
    measurement: {
      metrics: metrics.map(plainMetric),
      params: params.map(plainMetric),
      extras: { ...extras, classTables },
      trainingSeconds,
    },
  }
}

function plainRow(row: BundledMeasurement['extras']['classTables'][number]['classes'][number]) {
  const { label, precision, recall, f1, support } = row
  return { label, precision: plain(precision), recall: plain(recall), f1: plain(f1), support: plain(support) }
}

function plainMetric({ value: found, ...rest }: BundledMeasurement['metrics'][number]) {
  return { ...rest, value: plain(found) }
}

function plain(found: MetricValue): number | string {
  return found.kind === 'number' ? found.value : found.text.slice(0, MOST.characters)
}

function shortened(model: Extract<BundledModel, { kind: 'failed' }>) {
  const lastLines = model.lastLines.slice(-MOST.lines).map((line) => line.slice(0, MOST.characters))
  return { ...model, what: model.what.slice(0, MOST.characters), fix: model.fix?.slice(0, MOST.characters), lastLines }
}
