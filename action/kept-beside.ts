import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { readBlob } from '../src/github/tree.ts'
import { type Extras, extrasPath, parseExtras, renderExtras } from '../src/history/extras.ts'
import type { HistoryFolder, HistoryRecord } from '../src/history/history.ts'
import { blobSha } from './blob-sha.ts'

/** What is kept beside a record because it is too large for one. */
export interface Beside {
  /** What the model said of each example. */
  readonly predictions: string | undefined
  /** Curves, matrices and the like. */
  readonly extras: Extras
}

/** Larger ones would make the branch slow to fetch. */
const LARGEST_PREDICTIONS = 20 * 1024 * 1024

/** That predictions are too many to be kept for comparisons to come; nothing where they are not. */
export function notKept(predictions: string): string | undefined {
  const bytes = Buffer.byteLength(predictions)
  if (bytes <= LARGEST_PREDICTIONS) return undefined
  return `at most 20 MiB are kept, and these have ${(bytes / 1024 / 1024).toFixed(1)} MiB. Fewer columns, fewer digits or shorter ids make them smaller`
}

/** The files to write beside the record, and how the record names them. */
export function keptBeside(
  { predictions, extras }: Beside,
  { model, folder }: { readonly model: string; readonly folder: HistoryFolder },
) {
  const texts = { predictions: keptPredictions(predictions), extras: renderExtras(extras) }
  const kept = (['predictions', 'extras'] as const).flatMap((kind) => {
    const text = texts[kind]
    return text === undefined ? [] : [{ kind, path: PATHS[folder](model)[kind], text }]
  })
  return {
    files: kept.map(({ path, text }) => ({ path, text })),
    blobs: Object.fromEntries(kept.map(({ kind, text }) => [kind, blobSha(Buffer.from(text))])),
  }
}

/** Those of the newest record; the branch's history keeps the others. */
const PATHS = {
  history: (model: string) => ({ predictions: `predictions/${model}.csv`, extras: extrasPath(model) }),
  evaluated: (model: string) => ({
    predictions: `evaluated/${model}/predictions.csv`,
    extras: `evaluated/${model}/extras.json`,
  }),
} as const satisfies Record<HistoryFolder, unknown>

function keptPredictions(text: string | undefined): string | undefined {
  return text !== undefined && notKept(text) === undefined ? text : undefined
}

/** What is kept beside a record, as far as it can be read. */
export interface ReadBeside {
  readonly predictions: string | undefined
  readonly extras: Extras | undefined
  /** What cannot be read, as sentences: nothing of it makes the metrics less true. */
  readonly notes: readonly string[]
}

/** Reads what is kept beside a record, as far as there is some and the settings ask for it. */
export async function readBeside(
  client: GitHubClient,
  from: { readonly repository: string; readonly record: HistoryRecord; readonly model: ModelSettings },
): Promise<ReadBeside> {
  const { repository, record, model } = from
  const read = async (blob: string | undefined) =>
    blob === undefined ? undefined : await orTold(async () => readBlob(client, repository, blob))
  const predictions = model.predictions === undefined ? undefined : await read(record.predictions)
  const extras = await read(record.extras)
  const parsed = extras instanceof UserError ? extras : parsedExtras(extras, model.name)
  return {
    predictions: predictions instanceof UserError ? undefined : predictions,
    extras: parsed instanceof UserError ? undefined : parsed,
    notes: [
      ...(predictions instanceof UserError ? [`Main’s predictions cannot be read. ${predictions.message}`] : []),
      ...(parsed instanceof UserError ? [noteOnExtras(parsed)] : []),
    ],
  }
}

/** What main's metrics files held beside metrics; where that cannot be read the mistake. */
export function parsedExtras(text: string | undefined, model: string): Extras | UserError | undefined {
  if (text === undefined) return undefined
  try {
    return parseExtras(text, extrasPath(model))
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

/** The sentence that stands in the place of main's curves and tables. */
export function noteOnExtras(mistake: UserError): string {
  return `Main’s curves, matrices and tables are not shown beside these. ${mistake.message}`
}

async function orTold<T>(read: () => Promise<T>): Promise<T | UserError> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}
