import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { type CommentOutcome, rewriteComment } from '../src/github/comment.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { type Progress, progressOf } from '../src/metrics/progress.ts'
import { type RunningTraining, renderProgress } from '../src/report/progress.ts'
import { findMatchingFiles, readMatchingFiles } from '../src/shell/matching-files.ts'
import { globsOf } from './metric-files.ts'
import { orMistake } from './or-mistake.ts'
import { type CommentSubject, writeReportComment } from './report-comment.ts'
import type { Workplace } from './workplace.ts'

/** Which training is shown, and where. */
export interface ShownTraining extends CommentSubject {
  readonly settings: ModelSettings
  /** The first line of the comment that will hold the report. */
  readonly marker: string
  readonly repositoryUrl: string
}

/** Larger files are not read again and again. */
const LARGEST_BYTES = 8 * 1024 * 1024
/** A token may write so many comments an hour; who waits for ten minutes can wait for two more. */
const CALM_AFTER_MS = 10 * 60_000
const CALM_FACTOR = 4
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
  const { now, progressEveryMs, cancelled } = workplace
  const started = now().getTime()
  const comment = new ProgressComment(shown, workplace)
  let last: string | undefined
  let progress = NOTHING
  while (await pause(progressEveryMs * (now().getTime() - started > CALM_AFTER_MS ? CALM_FACTOR : 1), end)) {
    progress = await readProgress(shown.settings, { workspace: workplace.workspace, since: started, otherwise: progress })
    const seen = JSON.stringify(progress)
    if (seen === last) continue
    const elapsedSeconds = (now().getTime() - started) / 1000
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

/** Only files that were written since the start tell of this training; committed ones are of another. */
async function readProgress(
  { metrics, plots = [] }: ModelSettings,
  { workspace, since, otherwise }: { workspace: string; since: number; otherwise: Progress },
): Promise<Progress> {
  const found = await orMistake('read the progress', async () => {
    const entries = [...metrics.map((entry) => ({ entry, kind: 'metrics' as const })), ...plots.map((entry) => ({ entry, kind: 'plots' as const }))]
    const texts = await Promise.all(entries.map((each) => textsOf(each, { workspace, since })))
    return progressOf(texts.flat())
  })
  return found instanceof UserError || (found.step === undefined && found.metrics.length === 0) ? otherwise : found
}

async function textsOf(
  { entry, kind }: { readonly entry: string; readonly kind: 'metrics' | 'plots' },
  { workspace, since }: { readonly workspace: string; readonly since: number },
) {
  const texts = await orMistake('read the progress', async () => {
    const files = await findMatchingFiles(workspace, await globsOf(entry, { workspace, kind }), kind)
    const fresh = await Promise.all(
      files.map(async ({ path, size }) => size <= LARGEST_BYTES && (await stat(join(workspace, path))).mtimeMs >= since),
    )
    const paths = files.filter((_, index) => fresh[index]).map(({ path }) => path)
    return readMatchingFiles(workspace, paths.map(asGlob), kind)
  })
  return texts instanceof UserError ? [] : texts
}
