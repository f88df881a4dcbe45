import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { commitFiles } from '../src/github/commit.ts'
import { readHead } from '../src/github/repository.ts'
import { boundRecord } from '../src/history/bounded-record.ts'
import { keepNewest } from '../src/history/compaction.ts'
import {
  appendRecord,
  type ClosedChunk,
  type HistoryChunk,
  type HistoryFolder,
  type HistoryRecord,
} from '../src/history/history.ts'
import { nameMatcher } from '../src/metrics/name-glob.ts'
import type { Evaluation } from './evaluate.ts'
import { keptBeside } from './kept-beside.ts'
import { readNewestChunk } from './newest-chunk.ts'

/** Other models' runs append to the same branch at the same time; each loss is one more try. */
const ATTEMPTS = 12

/** The newest evaluations of pull requests; a merge is trained again when its own is no longer among them. */
const KEPT_EVALUATED = { lines: 100, characters: 2_000_000 }

/** A measurement to keep, and where. */
export interface Entry {
  readonly repository: string
  readonly dataBranch: string
  /** `history`: what main measured; `evaluated`: what a pull request of the same repository did. */
  readonly folder: HistoryFolder
  readonly evaluation: Evaluation
  readonly measuredAt: Date
  /** The git tree of the files that were measured, where it is known. */
  readonly tree: string | undefined
  /** Set when the measurement is another commit's. */
  readonly reusedFrom: string | undefined
}

export interface Recorded {
  /** `known`: a run of the same commit has measured the same before. */
  readonly kind: 'recorded' | 'known'
  /** How many metrics and parameters the record has no room for. */
  readonly leftOut: number
}

/**
 * Appends a measurement to the data branch, and keeps predictions, curves and the like beside it: one commit, exactly on
 * top of what was read, again when somebody else was faster. The first record starts the branch, which shares no history
 * with the code.
 * @throws UserError when the branch's rules refuse it, MissingPermission without `contents: write`.
 */
export async function recordMeasurement(client: GitHubClient, entry: Entry): Promise<Recorded> {
  const isJudged = entry.evaluation.rules.map(({ metric }) => nameMatcher(metric))
  const record = boundRecord(recordOf(entry), (name) => isJudged.some((judges) => judges(name)))
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = await tryToRecord(client, record, entry)
    if (outcome !== 'moved') return { kind: outcome, leftOut: record.leftOut ?? 0 }
  }
  throw new UserError(`The branch ${entry.dataBranch} was changed by others ${ATTEMPTS} times in a row.`, {
    fix: 'Run the workflow again.',
  })
}

async function tryToRecord(
  client: GitHubClient,
  bounded: HistoryRecord,
  entry: Entry,
): Promise<'recorded' | 'known' | 'moved'> {
  const { repository, dataBranch, folder, evaluation } = entry
  const { model, measurement } = evaluation
  const { predictions, extras } = measurement
  const kept = keptBeside({ predictions: predictions?.text, extras }, { model, folder })
  const record = { ...bounded, ...kept.blobs }
  const parent = await readHead(client, repository, dataBranch)
  const chunk =
    parent === undefined ? undefined : await readNewestChunk(client, { repository, commit: parent, model, folder })
  const next = added(chunk, record, { model, folder })
  if (chunk !== undefined && next.path === chunk.path && next.text === chunk.text) return 'known'
  const message = `${model} ${VERBS[folder]} at ${record.sha.slice(0, 12)}\n`
  const files = [next, ...kept.files]
  const outcome = await commitFiles(client, { repository, branch: dataBranch, parent, files, message })
  if (outcome.kind === 'protected') {
    throw new UserError(`The branch ${dataBranch} of ${repository} refuses what was measured: ${outcome.reason}`, {
      fix: `Exempt the branch from the rules, or name another one by the input \`data-branch\`.`,
    })
  }
  return outcome.kind === 'committed' ? 'recorded' : 'moved'
}

const VERBS = { history: 'measured', evaluated: 'evaluated' } as const satisfies Record<HistoryFolder, string>

function recordOf({ evaluation, measuredAt, tree, reusedFrom }: Entry): HistoryRecord {
  const { sha, measurement, gate, examples } = evaluation
  const { metrics, params, trainingSeconds } = measurement
  return {
    sha,
    ...(tree !== undefined && { tree }),
    ...(reusedFrom !== undefined && { reusedFrom }),
    measuredAt: measuredAt.toISOString(),
    metrics,
    params,
    verdict: gate.verdict,
    ...(trainingSeconds !== undefined && { trainingSeconds }),
    ...(examples.testSet !== undefined && { testSet: examples.testSet }),
  }
}

interface Place {
  readonly model: string
  readonly folder: HistoryFolder
}

function added(
  chunk: HistoryChunk | ClosedChunk | undefined,
  record: HistoryRecord,
  { model, folder }: Place,
): HistoryChunk {
  const next = appendRecord(chunk, record, model, folder)
  switch (folder) {
    case 'history':
      return next
    case 'evaluated':
      return next === chunk ? next : keepNewest(next, KEPT_EVALUATED)
  }
}
