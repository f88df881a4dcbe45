import { concernsModel, type ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { compareCommits, readParents } from '../src/github/log.ts'
import { readHead } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import type { Extras } from '../src/history/extras.ts'
import { findBaseline, type HistoryRecord } from '../src/history/history.ts'
import { dvcFileOf, dvcFiles } from '../src/metrics/dvc.ts'
import { type MetricFile, type Metrics, parseMetrics } from '../src/metrics/metrics.ts'
import { readBeside } from './kept-beside.ts'
import { readNewestRecords } from './newest-chunk.ts'

/** What the candidate is compared with. */
export type Baseline =
  | {
      /** `measured`: by a run on main; `file`: a metrics file in the base commit. */
      readonly kind: 'measured' | 'file'
      readonly sha: string
      /** Whether the model there is the one that this change stands on. */
      readonly exact: boolean
      readonly metrics: Metrics
      readonly params: Metrics
      readonly trainingSeconds: number | undefined
      /** What main's model said of each example. */
      readonly predictions: string | undefined
      /** What main's metrics files held beside metrics, where it is kept. */
      readonly extras: Extras | undefined
      /** The measurements of main that are at hand, oldest first. */
      readonly history: readonly HistoryRecord[]
      /** What is not as it should be with main's measurements, as sentences. */
      readonly notes: readonly string[]
    }
  | { readonly kind: 'none'; readonly reason: string; readonly notes: readonly string[] }

/** The commit of main that a change stands on. */
export interface Base {
  readonly sha: string
  /** Set when it is not the commit that the event names. */
  readonly note: string | undefined
}

/**
 * Finds the commit of main to compare with: the first parent of GitHub's test merge, which is the true base of this
 * run; else the base that the event names; else main as it is now, when a force push has removed that one.
 */
export async function readBase(
  client: GitHubClient,
  event: {
    readonly repository: string
    readonly defaultBranch: string
    readonly testMerge: string | undefined
    readonly baseSha: string
  },
): Promise<Base> {
  const parents =
    event.testMerge === undefined ? undefined : await readParents(client, event.repository, event.testMerge)
  if (parents?.[0] !== undefined) return { sha: parents[0], note: undefined }
  if ((await readParents(client, event.repository, event.baseSha)) !== undefined)
    return { sha: event.baseSha, note: undefined }
  const head = await readHead(client, event.repository, event.defaultBranch)
  if (head === undefined) {
    throw new UserError(`The branch ${event.defaultBranch} of ${event.repository} has no commit.`, {
      fix: 'Push a first commit to it.',
    })
  }
  const gone = event.baseSha.slice(0, 7)
  return {
    sha: head,
    note: `The base commit ${gone} is gone from the repository (a force push?), so main as it is now was taken.`,
  }
}

/**
 * Reads what main measured: the record of exactly this commit, else main's newest record, else the metrics files
 * that the commit itself holds, else nothing, with the reason. Records that cannot be read are told and count as none.
 */
export async function readBaseline(
  client: GitHubClient,
  from: {
    readonly repository: string
    readonly dataBranch: string
    readonly model: ModelSettings
    readonly base: string
  },
): Promise<Baseline> {
  const { records, unread } = await readRecords(client, from)
  const baseline =
    (await measuredIn(records, client, from)) ?? (await readCommitted(client, from)) ?? nothing(from.model.name, unread)
  return { ...baseline, notes: [...baseline.notes, ...unread.map(noteOnUnread)] }
}

type Source = Parameters<typeof readBaseline>[1]

function nothing(model: string, unread: readonly string[]): Baseline {
  const reason =
    unread.length === 0
      ? `main has no measurement of ${model} yet; a run on main makes one.`
      : `what main measured of ${model} cannot be read; the next run on main measures it anew.`
  return { kind: 'none', reason, notes: [] }
}

function noteOnUnread(mistake: string): string {
  return `A part of what main measured cannot be read, so nothing was compared with it. ${mistake}`
}

async function readRecords(client: GitHubClient, { repository, dataBranch, model }: Source) {
  const commit = await readHead(client, repository, dataBranch)
  if (commit === undefined) return { records: [], unread: [] }
  return readNewestRecords(client, { repository, commit, model: model.name, folder: 'history' })
}

async function measuredIn(
  history: readonly HistoryRecord[],
  client: GitHubClient,
  { repository, model, base }: Source,
): Promise<Baseline | undefined> {
  const found = findBaseline(history, base)
  if (found === undefined) return undefined
  const { sha, metrics, params, trainingSeconds, leftOut } = found.record
  const exact = found.exact || (await isSameModel(client, { repository, model, base: sha, head: base }))
  const { predictions, extras, notes: beside } = await readBeside(client, { repository, record: found.record, model })
  const notes = [...(leftOut === undefined ? [] : [noteOnLeftOut(leftOut)]), ...beside]
  return { kind: 'measured', sha, exact, metrics, params, trainingSeconds, predictions, extras, history, notes }
}

function noteOnLeftOut(count: number): string {
  return `Main’s record has no room for ${count} of its metrics and parameters (at most 2 MB are kept, those of the gates first), so these look new here.`
}

/** Main is measured only where a commit concerns the model: what came after it may all be of other models. */
async function isSameModel(
  client: GitHubClient,
  { model, ...pair }: { repository: string; model: ModelSettings; base: string; head: string },
): Promise<boolean> {
  const compared = await compareCommits(client, pair)
  return compared?.status === 'ahead' && compared.files !== undefined && !concernsModel(model, compared.files)
}

function readCommitted(client: GitHubClient, { repository, base, model }: Source): Promise<Baseline | undefined> {
  return committedBaseline(
    async (path) => (await readFile(client, { repository, commit: base, path }))?.text,
    model,
    base,
  )
}

/** What the metrics files of a commit say; `undefined` when it has none. */
export async function committedBaseline(
  read: ReadCommitted,
  model: ModelSettings,
  base: string,
): Promise<Baseline | undefined> {
  const metrics = await readCommittedFiles(read, model, 'metrics')
  if (metrics.length === 0) return undefined
  const params = await readCommittedFiles(read, model, 'params')
  const trainingSeconds = undefined
  const formatted = metrics.map(({ entry, ...file }): MetricFile => {
    const format = model.metricFormats?.[entry]
    return { ...file, ...(format !== undefined && { format }) }
  })
  return {
    kind: 'file',
    sha: base,
    exact: true,
    metrics: parseMetrics(formatted),
    params: parseMetrics(params),
    trainingSeconds,
    predictions: model.predictions === undefined ? undefined : await read(model.predictions),
    extras: undefined,
    history: [],
    notes: [],
  }
}

/** Reads a file of the commit. */
type ReadCommitted = (path: string) => Promise<string | undefined>

/** `entry` is the one of the configuration that names the file. */
async function readCommittedFiles(read: ReadCommitted, model: ModelSettings, kind: 'metrics' | 'params') {
  const found = new Map<string, { readonly entry: string; readonly path: string; readonly text: string }>()
  for (const entry of model[kind].filter(isPlain)) {
    const dvcFile = dvcFileOf(entry, kind)
    const declaration = dvcFile === undefined ? undefined : await read(dvcFile)
    const declared = dvcFile === undefined || declaration === undefined ? [] : dvcFiles(declaration, dvcFile)[kind]
    for (const path of dvcFile === undefined ? [entry] : declared.filter(isPlain)) {
      const text = found.has(path) ? undefined : await read(path)
      if (text !== undefined) found.set(path, { entry, path, text })
    }
  }
  return [...found.values()]
}

/** Globs are not looked up in a commit: a metrics file that is committed is named. */
function isPlain(path: string): boolean {
  return !/[*?[\]{}]/.test(path)
}
