import { UserError } from '../src/errors.ts'
import { readViewer, removeComments } from '../src/github/comment.ts'
import type { CommentMode } from './inputs.ts'
import type { ModelOutcome } from './model-outcome.ts'
import { orMistake } from './or-mistake.ts'
import { isExpected } from './publish-report.ts'
import {
  type CommentSubject,
  combinedMarker,
  isCombinedMarker,
  isNewest,
  isReportMarker,
  reportMarker,
  writeReportComment,
} from './report-comment.ts'
import { combinedReport } from './report-texts.ts'
import type { Workplace } from './workplace.ts'

/** The pull request whose comments are put in order. */
export interface CommentPlace extends CommentSubject {
  /** Its run has no rights. */
  readonly fromFork: boolean
  readonly mode: CommentMode
  /** The input `models`: another job may report the other ones. */
  readonly asked: readonly string[]
}

/**
 * Ends a story about a pull request: writes the one comment of all models, if that is the mode, and removes what another
 * mode has left behind in an earlier run.
 * @returns the outcomes, with the comment's address and what stood in its way.
 */
export async function settleComments(
  outcomes: readonly ModelOutcome[],
  place: CommentPlace,
  workplace: Workplace,
): Promise<readonly ModelOutcome[]> {
  const parts = outcomes.flatMap(({ part }) => part ?? [])
  if (parts.length === 0 && place.mode !== 'none') return outcomes
  const written = place.mode === 'combined' ? await writeCombined(parts, place, workplace) : undefined
  if (written instanceof UserError)
    return isExpected(written, place, workplace.log) ? outcomes : failed(outcomes, written)
  await removeOthers(outcomes, place, workplace)
  if (written === undefined) return outcomes
  return outcomes.map((outcome) => (outcome.part === undefined ? outcome : { ...outcome, commentUrl: written }))
}

function writeCombined(
  parts: Parameters<typeof combinedReport>[0],
  place: CommentPlace,
  workplace: Workplace,
): Promise<string | UserError> {
  const marker = combinedMarker(place.asked)
  const text = combinedReport(parts, marker)
  return orMistake('write the comment', async () => (await writeReportComment(place, { marker, text }, workplace)).url)
}

/** What is left of another mode is a blemish, and no reason to fail a run. */
async function removeOthers(
  outcomes: readonly ModelOutcome[],
  place: CommentPlace,
  workplace: Workplace,
): Promise<void> {
  const { repository, pullRequest } = place
  const { client, log } = workplace
  const removed = await orMistake('remove older comments', () =>
    removeComments(client, {
      repository,
      pullRequest,
      isMarker: (line) => isOfAnotherMode(line, outcomes, place),
      author: () => readViewer(client),
      mayRemove: () => isNewest(place, workplace),
    }),
  )
  if (removed instanceof UserError) log.info(`Comments of another mode may be left: ${removed.what}`)
}

function isOfAnotherMode(line: string, outcomes: readonly ModelOutcome[], { mode, asked }: CommentPlace): boolean {
  const isCombined = asked.length === 0 ? isCombinedMarker(line) : line === combinedMarker(asked)
  const isSingle =
    asked.length === 0 ? isReportMarker(line) : outcomes.some(({ model }) => line === reportMarker(model))
  return (mode !== 'combined' && isCombined) || (mode !== 'per-model' && isSingle)
}

/** Told once, with the first model that was reported. */
function failed(outcomes: readonly ModelOutcome[], { message }: UserError): readonly ModelOutcome[] {
  const first = outcomes.findIndex(({ part }) => part !== undefined)
  return outcomes.map((outcome, index) =>
    index === first ? { ...outcome, failure: [outcome.failure, message].filter(Boolean).join('\n') } : outcome,
  )
}
