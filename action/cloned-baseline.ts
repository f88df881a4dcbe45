import type { ModelSettings } from '../src/config/model-config.ts'
import { concernsModel } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import { extrasPath } from '../src/history/extras.ts'
import { findBaseline, type HistoryRecord } from '../src/history/history.ts'
import type { FileTree, Repository } from '../src/shell/git.ts'
import { type Baseline, committedBaseline } from './baseline.ts'
import { blobSha } from './blob-sha.ts'
import { dataBranchIfThere, fetchOf, newestRecordsIn } from './cloned-history.ts'
import { noteOnExtras, parsedExtras } from './kept-beside.ts'

/** Enough for a trend. */
const RECORDS = 100

/**
 * What a clone knows of main: its measurement of the commit that the work stands on, else its newest one, else the
 * metrics files of that commit, else nothing, with the reason.
 * @param changedFrom the files in which the base differs from another commit; `undefined` where git cannot tell.
 * @throws UserError when the history or a committed metrics file is broken.
 */
export async function clonedBaseline(
  repository: Repository,
  of: {
    readonly model: ModelSettings
    readonly base: string
    readonly dataBranch: string
    readonly changedFrom: (commit: string) => Promise<readonly string[] | undefined>
  },
): Promise<Baseline> {
  const { model, base, dataBranch } = of
  const branch = await dataBranchIfThere(repository, dataBranch)
  const records = branch === undefined ? [] : await newestRecordsIn(branch, model.name, RECORDS)
  const found = findBaseline(records, base)
  if (branch !== undefined && found !== undefined) return measuredIn(branch, { ...of, ...found, records })
  const tree = await repository.files({ kind: 'commit', name: base })
  const read = async (path: string) => (await tree.read([path])).get(path)
  return (await committedBaseline(read, model, base)) ?? nothing(model.name, branch === undefined, dataBranch)
}

async function measuredIn(
  branch: FileTree,
  found: Pick<Parameters<typeof clonedBaseline>[1], 'model' | 'changedFrom'> & {
    readonly record: HistoryRecord
    readonly exact: boolean
    readonly records: readonly HistoryRecord[]
  },
): Promise<Baseline> {
  const { model, record, records } = found
  const { sha, metrics, params, trainingSeconds } = record
  const [predictions, extras] = await Promise.all([
    keptText(branch, `predictions/${model.name}.csv`, model.predictions === undefined ? undefined : record.predictions),
    keptText(branch, extrasPath(model.name), record.extras),
  ])
  const parsed = parsedExtras(extras, model.name)
  return {
    kind: 'measured',
    sha,
    exact: found.exact || (await isSameModel(found)),
    metrics,
    params,
    trainingSeconds,
    predictions,
    extras: parsed instanceof UserError ? undefined : parsed,
    history: records,
    notes: parsed instanceof UserError ? [noteOnExtras(parsed)] : [],
  }
}

/** Main is measured only where a commit concerns the model: what came after it may all be of other models. */
async function isSameModel({
  model,
  record,
  changedFrom,
}: Pick<Parameters<typeof measuredIn>[1], 'model' | 'record' | 'changedFrom'>): Promise<boolean> {
  const files = await changedFrom(record.sha)
  return files !== undefined && !concernsModel(model, files)
}

/** The files of the newest record are there; those of an older one only where nothing changed since. */
async function keptText(branch: FileTree, path: string, blob: string | undefined): Promise<string | undefined> {
  const text = blob === undefined ? undefined : (await branch.read([path])).get(path)
  return text !== undefined && blobSha(Buffer.from(text)) === blob ? text : undefined
}

function nothing(model: string, isMissing: boolean, dataBranch: string): Baseline {
  const reason = isMissing
    ? `this clone has no branch ${dataBranch}, where main’s measurements are (${fetchOf(dataBranch)}).`
    : `main has no measurement of ${model} yet; a run on main makes one.`
  return { kind: 'none', reason, notes: [] }
}
