import { concernsModel, type ModelSettings } from '../src/config/model-config.ts'
import { UserError } from '../src/errors.ts'
import type { GitHubClient } from '../src/github/client.ts'
import { compareCommits, readParents } from '../src/github/log.ts'
import { readHead } from '../src/github/repository.ts'
import { readFile } from '../src/github/tree.ts'
import type { Extras } from '../src/history/extras.ts'
import { findBaseline, type HistoryRecord, parseRecords } from '../src/history/history.ts'
import { dvcFileOf, dvcFiles } from '../src/metrics/dvc.ts'
import { type MetricFile, type Metrics, parseMetrics } from '../src/metrics/metrics.ts'
import { readBeside } from './kept-beside.ts'
import { readNewestChunk } from './newest-chunk.ts'

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
    }
  | { readonly kind: 'none'; readonly reason: string }

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
 * that the commit itself holds, else nothing, with the reason.
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
  return (
    (await readMeasured(client, from)) ??
    (await readCommitted(client, from)) ?? {
      kind: 'none',
      reason: `main has no measurement of ${from.model.name} yet; a run on main makes one.`,
    }
  )
}

type Source = Parameters<typeof readBaseline>[1]

async function readMeasured(
  client: GitHubClient,
  { repository, dataBranch, model, base }: Source,
): Promise<Baseline | undefined> {
  const commit = await readHead(client, repository, dataBranch)
  if (commit === undefined) return undefined
  const chunk = await readNewestChunk(client, { repository, commit, model: model.name, folder: 'history' })
  if (chunk === undefined) return undefined
  const history = parseRecords(chunk.text, chunk.path)
  const found = findBaseline(history, base)
  if (found === undefined) return undefined
  const { sha, metrics, params, trainingSeconds } = found.record
  const exact = found.exact || (await isSameModel(client, { repository, model, base: sha, head: base }))
  const { predictions, extras } = await readBeside(client, { repository, record: found.record, model })
  return { kind: 'measured', sha, exact, metrics, params, trainingSeconds, predictions, extras, history }
}

/** Main is measured only where a commit concerns the model: what came after it may all be of other models. */
async function isSameModel(
  client: GitHubClient,
  { model, ...pair }: { repository: string; model: ModelSettings; base: string; head: string },
): Promise<boolean> {
  const compared = await compareCommits(client, pair)
  return compared?.status === 'ahead' && compared.files !== undefined && !concernsModel(model, compared.files)
}

async function readCommitted(client: GitHubClient, source: Source): Promise<Baseline | undefined> {
  const { model, base } = source
  const metrics = await readCommittedFiles(client, source, 'metrics')
  if (metrics.length === 0) return undefined
  const params = await readCommittedFiles(client, source, 'params')
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
    predictions: await readCommittedPredictions(client, source),
    extras: undefined,
    history: [],
  }
}

async function readCommittedPredictions(client: GitHubClient, { repository, base, model }: Source) {
  if (model.predictions === undefined) return undefined
  return (await readFile(client, { repository, commit: base, path: model.predictions }))?.text
}

/** `entry` is the one of the configuration that names the file. */
async function readCommittedFiles(
  client: GitHubClient,
  { repository, base, model }: Source,
  kind: 'metrics' | 'params',
) {
  const read = async (path: string) => (await readFile(client, { repository, commit: base, path }))?.text
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
