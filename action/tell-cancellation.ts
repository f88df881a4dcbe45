import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../src/errors.ts'
import { findCheckRuns, upsertCheckRun } from '../src/github/check-run.ts'
import { findComment, readViewer } from '../src/github/comment.ts'
import { permitted } from '../src/github/failure.ts'
import { checkName } from '../src/release/check-name.ts'
import { renderProgress } from '../src/report/progress.ts'
import { orMistake } from './or-mistake.ts'
import type { ProgressPlace } from './progress-comment.ts'
import { writeReportComment } from './report-comment.ts'
import type { Workplace } from './workplace.ts'

/** What has no verdict when the workflow is cancelled now. */
export interface Unfinished {
  readonly repository: string
  readonly sha: string
  /** Those that are evaluated or wait for it. */
  readonly models: readonly string[]
  /** The comment of the model that is evaluated. */
  readonly comment: CancelledComment | undefined
}

interface CancelledComment extends ProgressPlace {
  /** Whether it is written where there is none. */
  readonly isCreated: boolean
  /** Whether the training is shown there, and its end with it. */
  readonly isShown: () => boolean
}

/** The runner kills the step 10 s after the cancellation. */
const LONGEST_MS = 4500

/**
 * Does a part of the work, and tells it where its report would stand when the workflow is cancelled meanwhile: at once
 * and without patience, for what the work has started needs its own time to end. A commit that has its verdict from an
 * earlier run keeps it.
 */
export async function tellingCancellation<T>(
  unfinished: Unfinished,
  workplace: Workplace,
  work: () => Promise<T>,
): Promise<T> {
  const { cancelled, now } = workplace
  const started = now().getTime()
  let telling: Promise<unknown> | undefined
  const tell = () => {
    const elapsedSeconds = (now().getTime() - started) / 1000
    const done = Promise.all(unfinished.models.map((model) => tellOf(model, { unfinished, elapsedSeconds }, workplace)))
    const late = sleep(LONGEST_MS, undefined, { ref: false })
    telling = Promise.race([done, late])
    // It is awaited once the work has ended, which may be later.
    telling.catch(() => undefined)
  }
  if (cancelled.aborted) tell()
  else cancelled.addEventListener('abort', tell, { once: true })
  try {
    return await work()
  } finally {
    cancelled.removeEventListener('abort', tell)
    await telling
  }
}

async function tellOf(
  model: string,
  { unfinished, elapsedSeconds }: { readonly unfinished: Unfinished; readonly elapsedSeconds: number },
  workplace: Workplace,
): Promise<void> {
  const { log } = workplace
  const check = await orMistake('write the check run', () => writeCheck(model, unfinished, workplace))
  if (check instanceof UserError) log.info(`${model}: its check run does not say that it was cancelled. ${check.what}`)
  else log.info(`${model}: ${check === 'kept' ? 'the verdict of an earlier run stays.' : `cancelled\n  ${check}`}`)
  const { comment } = unfinished
  if (check === 'kept' || comment?.model !== model || comment.isShown()) return
  const written = await orMistake('write the comment', () => writeComment(comment, elapsedSeconds, workplace))
  if (written instanceof UserError) log.info(`Its comment does not say that it was cancelled. ${written.what}`)
}

/** @returns the check run's page. */
async function writeCheck(
  model: string,
  { repository, sha }: Unfinished,
  { progress: { client }, runUrl }: Workplace,
): Promise<string | 'kept'> {
  const at = { repository, sha, name: checkName(model) }
  const purpose = { doing: `read the check runs of ${repository}`, permissions: ['checks: write'] }
  const runs = await permitted(purpose, () => findCheckRuns(client, at))
  if (runs.some(({ conclusion }) => conclusion !== null && conclusion !== 'cancelled')) return 'kept'
  return upsertCheckRun(client, {
    ...at,
    conclusion: 'cancelled',
    title: 'Cancelled',
    summary: 'The workflow was cancelled before the model was evaluated. The next run reports here.',
    ...(runUrl !== undefined && { detailsUrl: runUrl }),
  })
}

async function writeComment(comment: CancelledComment, elapsedSeconds: number, workplace: Workplace): Promise<void> {
  const { model, sha, marker, repositoryUrl, isCreated } = comment
  const { progress, log, runUrl } = workplace
  const { client } = progress
  const author = () => readViewer(client)
  if (!isCreated && (await findComment(client, { ...comment, author })) === undefined) return
  const text = renderProgress({
    model,
    state: 'cancelled',
    progress: { step: undefined, metrics: [] },
    elapsedSeconds,
    candidate: { sha },
    repositoryUrl,
    ...(runUrl !== undefined && { runUrl }),
  })
  await writeReportComment(comment, { marker, text }, { client, log })
}
