import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { MetricFile } from '../src/metrics/metrics.ts'
import { type Progress, progressOf } from '../src/metrics/progress.ts'
import { findMatchingFiles } from '../src/shell/matching-files.ts'
import { globsOf } from './metric-files.ts'
import { orMistake } from './or-mistake.ts'
import { ProgressComment, type ProgressPlace } from './progress-comment.ts'
import type { Workplace } from './workplace.ts'

/** Which training is shown, and where. */
export interface ShownTraining extends Omit<ProgressPlace, 'model'> {
  readonly settings: ModelSettings
  /** Called as soon as there may be a comment that shows it. */
  readonly onShown: () => void
}

/** Larger files are not read again and again. */
const LARGEST_BYTES = 8 * 1024 * 1024
/** A token may write so many comments an hour; who waits for ten minutes can wait for two more. */
const CALM_AFTER_MS = 10 * 60_000
const CALM_FACTOR = 4
/** Times of files come from a coarser clock than ours. */
const CLOCK_GRAIN_MS = 20
const IS_TABLE = /\.(csv|tsv|jsonl|ndjson|json|ya?ml|toml)$/i
const NOTHING: Progress = { step: undefined, metrics: [] }

/**
 * Shows in the sticky comment how a training gets on while it runs, from the metrics files that it writes. The training
 * never waits for it: GitHub is asked once, without patience, and what goes wrong there is left until the next time.
 * A training that is over before the first interval leaves no trace.
 */
export async function showingProgress<T>(
  shown: ShownTraining,
  workplace: Workplace,
  training: () => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const end = AbortSignal.any([over.signal, workplace.cancelled])
  const showing = show(shown, workplace, end)
  try {
    return await training()
  } finally {
    over.abort()
    await showing
  }
}

/** @param end aborted when the training is over, or will be at once. */
async function show(shown: ShownTraining, workplace: Workplace, end: AbortSignal): Promise<void> {
  const { now, cancelled } = workplace
  const { everyMs } = workplace.progress
  const started = now().getTime()
  const comment = new ProgressComment({ ...shown, model: shown.settings.name }, workplace)
  let last: string | undefined
  let progress = NOTHING
  while (await pause(everyMs * (now().getTime() - started > CALM_AFTER_MS ? CALM_FACTOR : 1), end)) {
    progress = await readProgress(shown.settings, {
      workspace: workplace.workspace,
      since: started,
      otherwise: progress,
    })
    const seen = JSON.stringify(progress)
    if (seen === last) continue
    const elapsedSeconds = (now().getTime() - started) / 1000
    shown.onShown()
    if (await comment.write({ state: 'running', progress, elapsedSeconds })) last = seen
  }
  if (!cancelled.aborted) return
  await comment.rewrite({ state: 'cancelled', progress, elapsedSeconds: (now().getTime() - started) / 1000 })
}

/** @returns false when the end came first. */
async function pause(milliseconds: number, end: AbortSignal): Promise<boolean> {
  await sleep(milliseconds, undefined, { signal: end, ref: false }).catch(() => undefined)
  return !end.aborted
}

/** @returns what was known before, when nothing can be read just now. */
async function readProgress(
  { metrics, metricFormats = {}, plots = [] }: ModelSettings,
  { workspace, since, otherwise }: { workspace: string; since: number; otherwise: Progress },
): Promise<Progress> {
  const at = { workspace, since }
  const ofMetrics = await Promise.all(
    metrics.map(async (entry) => {
      const format = metricFormats[entry]
      const files = await filesOf(entry, { ...at, kind: 'metrics' })
      return files.map((file): MetricFile => ({ ...file, ...(format !== undefined && { format }) }))
    }),
  )
  const ofPlots = await Promise.all(plots.map((entry) => filesOf(entry, { ...at, kind: 'plots' })))
  const found = progressOf([...ofMetrics.flat(), ...ofPlots.flat().filter(({ path }) => IS_TABLE.test(path))])
  return found.step === undefined && found.metrics.length === 0 ? otherwise : found
}

/** Only files that were written since the start tell of this training; committed ones are of another. */
async function filesOf(
  entry: string,
  at: { readonly workspace: string; readonly since: number; readonly kind: 'metrics' | 'plots' },
): Promise<readonly MetricFile[]> {
  const texts = await orMistake('read the progress', async () => {
    const { workspace, since, kind } = at
    const files = await findMatchingFiles(workspace, await globsOf(entry, { workspace, kind }), kind)
    return Promise.all(
      files.map(async ({ path, realPath, size }) => {
        const isFresh = size <= LARGEST_BYTES && (await stat(realPath)).mtimeMs >= since - CLOCK_GRAIN_MS
        return isFresh ? [{ path, text: await readFile(realPath, 'utf8') }] : []
      }),
    )
  })
  return texts instanceof UserError ? [] : texts.flat()
}
