import type { ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { PullRequest } from '../src/github/pull-request.ts'
import { readHead } from '../src/github/repository.ts'
import { findByTree, type HistoryRecord } from '../src/history/history.ts'
import type { CheckedOut } from '../src/shell/checked-out.ts'
import type { WorkflowEvent } from './event.ts'
import type { Inputs } from './inputs.ts'
import { readBeside } from './kept-beside.ts'
import type { Measurement } from './measure.ts'
import { readNewestRecords } from './newest-chunk.ts'
import { orMistake } from './or-mistake.ts'
import type { Workplace } from './workplace.ts'

/** What the evaluation of a pull request measured with the very files that its merge brought to main. */
export interface Reusable {
  readonly measurement: Measurement
  /** The pull request's head: the build is its. */
  readonly sha: string
  readonly pull: PullRequest
}

/** A commit on main that may need no training. */
export interface Merge {
  readonly inputs: Inputs
  readonly event: Extract<WorkflowEvent, { kind: 'main' }>
  /** What the workspace held before the first training. */
  readonly files: CheckedOut
  /** The merged pull request that brought the commit. */
  readonly findPull: () => Promise<PullRequest | undefined>
}

/**
 * Finds the measurement that makes a training needless: of the same model, with the same git tree, by a run on the head
 * of the merged pull request, which came from the repository itself. Whatever is missing or cannot be read means that
 * the model is trained; the log says why.
 */
export async function findReusable(
  settings: ModelSettings,
  merge: Merge,
  workplace: Workplace,
): Promise<Reusable | undefined> {
  const { inputs, event } = merge
  // A run by hand or by a schedule has no commit before.
  if (inputs.retrain || event.before === undefined || settings.train === undefined) return undefined
  const found = await orMistake('find the evaluation of the pull request', () => search(settings, merge, workplace))
  if ('measurement' in found) return found
  const why = found instanceof UserError ? found.what : found.reason
  workplace.log.info(`${settings.name} is trained. ${why}`)
  return undefined
}

interface Nothing {
  readonly reason: string
}

async function search(settings: ModelSettings, merge: Merge, workplace: Workplace): Promise<Reusable | Nothing> {
  const { event, files } = merge
  if (files.kind === 'unknown') return files
  if (files.commit !== event.sha) return { reason: 'The workspace holds another commit than the one that was pushed.' }
  const same = findByTree(await readEvaluated(settings, merge, workplace), files.tree)
  if (same.length === 0) return { reason: 'No pull request was evaluated with exactly these files.' }
  const pull = await merge.findPull()
  if (pull === undefined) return { reason: 'No pull request brought this commit.' }
  const record = same.findLast(({ sha }) => sha === pull.headSha)
  if (record === undefined || pull.headRepositoryId !== event.repository.id) {
    return { reason: `The evaluation of #${pull.number} was not with exactly these files.` }
  }
  const measurement = await measurementIn(record, settings, { merge, workplace })
  return 'reason' in measurement ? measurement : { measurement, sha: record.sha, pull }
}

async function readEvaluated(
  { name: model }: ModelSettings,
  { inputs, event }: Merge,
  { client }: Workplace,
): Promise<readonly HistoryRecord[]> {
  const repository = event.repository.fullName
  const commit = await readHead(client, repository, inputs.dataBranch)
  if (commit === undefined) return []
  return (await readNewestRecords(client, { repository, commit, model, folder: 'evaluated' })).records
}

async function measurementIn(
  record: HistoryRecord,
  model: ModelSettings,
  { merge, workplace }: { readonly merge: Merge; readonly workplace: Workplace },
): Promise<Measurement | Nothing> {
  if (record.leftOut !== undefined) return { reason: 'The pull request’s model has more metrics than are kept.' }
  const repository = merge.event.repository.fullName
  const { predictions: text, extras } = await readBeside(workplace.client, { repository, record, model })
  const path = model.predictions
  if (path !== undefined && text === undefined) {
    return { reason: 'The predictions of the pull request’s model were not kept.' }
  }
  if (record.extras !== undefined && extras === undefined) {
    return { reason: 'The curves of the pull request’s model were not kept.' }
  }
  return {
    metrics: record.metrics,
    params: record.params,
    extras: extras ?? { curves: [], matrices: [], classTables: [], rocs: [] },
    trainingSeconds: record.trainingSeconds,
    predictions: path === undefined || text === undefined ? undefined : { path, text },
  }
}
