import { UserError } from '../src/errors.ts'
import {
  type LoggedValue,
  type MlflowFindings,
  type MlflowRun,
  type MlflowServer,
  type MlflowSource,
  type MlflowStore,
  runFindings,
} from '../src/metrics/mlflow.ts'
import { isDatabase } from '../src/metrics/mlflow-choice.ts'
import {
  complaintIn,
  experimentIdIn,
  experimentRequest,
  historyIn,
  historyRequest,
  type MlflowRequest,
  runIn,
  runRequest,
  runSearchRequest,
  type ServedRun,
} from '../src/metrics/mlflow-rest.ts'
import { parseStoredRun, runInStore, storedRunGlobs, storeIndexGlobs } from '../src/metrics/mlflow-store.ts'
import { requestText } from '../src/shell/http-text.ts'
import { hasMatchingFile, readMatchingFiles } from '../src/shell/matching-files.ts'
import { readDatabase } from './mlflow-database.ts'

/** Where and for what a run is looked up. */
export interface MlflowPlace {
  readonly workspace: string
  /** MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, as MLflow's own client reads them. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The commits that a run may be tagged with, the likeliest first. */
  readonly commits: readonly string[]
  readonly cancelled: AbortSignal
}

/**
 * Reads a run of MLflow: its metrics, parameters and curves.
 * @throws UserError when the folder or server has no such run, or the server cannot be reached or refuses.
 */
export async function readMlflow(source: MlflowSource, place: MlflowPlace): Promise<MlflowFindings> {
  switch (source.kind) {
    case 'store':
      return runFindings(await (isDatabase(source) ? readDatabase : readStored)(source, place), source.path)
    case 'server':
      return runFindings(await readServed(source, place), 'mlflow')
  }
}

async function readStored(store: MlflowStore, { workspace, commits }: MlflowPlace): Promise<MlflowRun> {
  const read = async (globs: readonly string[]) => {
    const present = await Promise.all(globs.map((glob) => hasMatchingFile(workspace, glob)))
    return readMatchingFiles(
      workspace,
      globs.filter((_, index) => present[index]),
      'metrics',
    )
  }
  const folder = runInStore(await read(storeIndexGlobs(store)), store, commits)
  return parseStoredRun(await read(storedRunGlobs(folder)), folder)
}

/** Curves beyond this many metrics are left out: each is one request. */
const MOST_HISTORIES = 100
const MOST_PAGES = 4

async function readServed(server: MlflowServer, place: MlflowPlace): Promise<MlflowRun> {
  const ask = (request: MlflowRequest) => send(server.trackingUri, request, place)
  const run = await findRun(server, place.commits, ask)
  const history = new Map<string, readonly LoggedValue[]>()
  let asked = 0
  for (const [name, last] of run.last) {
    const hasSteps = last.step > 0 && asked < MOST_HISTORIES
    if (hasSteps) asked += 1
    const values = hasSteps ? await readHistory(run.id, name, ask) : []
    const isLast = ({ step, timestamp }: LoggedValue) => step === last.step && timestamp === last.timestamp
    history.set(name, [...values.filter((value) => !isLast(value)), last])
  }
  return { history, params: run.params }
}

type Ask = (request: MlflowRequest) => Promise<string>

async function findRun(
  { trackingUri, wanted }: MlflowServer,
  commits: readonly string[],
  ask: Ask,
): Promise<ServedRun> {
  if (wanted.kind === 'run') {
    const run = runIn(await ask(runRequest(wanted.runId)), trackingUri)
    if (run === undefined) throw new UserError(`There is no run \`${wanted.runId}\`.`, { place: { file: trackingUri } })
    return run
  }
  const id = experimentIdIn(await ask(experimentRequest(wanted.experiment)), trackingUri)
  for (const commit of commits) {
    const run = runIn(await ask(runSearchRequest(id, commit)), trackingUri)
    if (run !== undefined) return outermost(run, trackingUri, ask)
  }
  const shas = commits.map((commit) => commit.slice(0, 7)).join(' or ')
  throw new UserError(`The experiment \`${wanted.experiment}\` has no run of the commit ${shas}.`, {
    place: { file: trackingUri },
    fix: 'Let the training set the tag `mlflow.source.git.commit` (MLflow does, in a git checkout), or write `run-id`.',
  })
}

const DEEPEST_NESTING = 10

/** A search over parameters logs its result in the outermost run, and each try in one of its own, which begins later. */
async function outermost(run: ServedRun, trackingUri: string, ask: Ask): Promise<ServedRun> {
  let outer = run
  for (let depth = 0; depth < DEEPEST_NESTING && outer.parent !== undefined; depth += 1) {
    const parent = runIn(await ask(runRequest(outer.parent)), trackingUri)
    if (parent === undefined) break
    outer = parent
  }
  return outer
}

async function readHistory(runId: string, metric: string, ask: Ask): Promise<readonly LoggedValue[]> {
  const values: LoggedValue[] = []
  let nextPage: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = historyIn(await ask(historyRequest(runId, metric, nextPage)), 'mlflow')
    values.push(...answer.values)
    nextPage = answer.nextPage
    if (nextPage === undefined) break
  }
  return values
}

async function send(server: string, { method, path, body }: MlflowRequest, place: MlflowPlace): Promise<string> {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...authorization(place.environment),
  }
  const request = { method, url: `${server}${path}`, headers, signal: place.cancelled }
  const { status, text } = await requestText({ ...request, ...(body !== undefined && { body }) })
  if (status >= 200 && status < 300) return text
  throw new UserError(`The MLflow server answers ${status}: ${complaintIn(text, server) ?? 'no reason given'}.`, {
    place: { file: server },
    fix: fixFor(status),
  })
}

function fixFor(status: number): string {
  if (status === 401 || status === 403) {
    return 'Give the step MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, as `env`.'
  }
  return status === 404
    ? 'Check `experiment`, `run-id` and `tracking-uri`.'
    : 'Check that `tracking-uri` is the address of the tracking server itself, and that it is up.'
}

function authorization(environment: MlflowPlace['environment']): { readonly authorization?: string } {
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: name,
    MLFLOW_TRACKING_PASSWORD: password,
  } = environment
  if (name && password) return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
  return token ? { authorization: `Bearer ${token}` } : {}
}
